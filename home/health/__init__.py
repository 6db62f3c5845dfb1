"""站点体检: what editors should look after, found at night and read in the morning."""
