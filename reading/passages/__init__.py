"""每天读段: the calendar of passages, its archive, and the private record of days read."""
