"""内容日历: what a month brings, and what it still lacks."""
