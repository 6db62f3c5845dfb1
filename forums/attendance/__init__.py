"""签到: who was there, from when to when, and what proves it."""
