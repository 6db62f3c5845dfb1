"""照片: what was to be seen at an event, shown once an editor has looked at it."""
