"""资料: files and links of an event, for those with a seat until they are released."""
