"""Word to people: who is told of what, in the site and by mail, once and on record."""
