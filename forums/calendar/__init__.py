"""日历: months and lists of events, calendar files, the personal feed."""
