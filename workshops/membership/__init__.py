"""Who belongs to a workshop: invited, asking, joined, gone."""
