"""报名: who takes part in an event, how a seat is given, kept and passed on."""
