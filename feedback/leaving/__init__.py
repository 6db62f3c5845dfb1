"""站外链接: a mark on each, and a page that says where it leads before one goes there."""
