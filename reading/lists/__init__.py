"""晒书单: poster and want button of a list's page, and the editors' tools for lists."""
