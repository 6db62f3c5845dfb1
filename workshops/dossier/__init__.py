"""年度档案: what a workshop did in a year, its own words about it, the office's words."""
