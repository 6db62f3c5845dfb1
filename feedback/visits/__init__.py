"""浏览次数: how often a page was opened, by page and day; never by whom."""
