"""共读: a school or workshop reads one book together, week by week."""
