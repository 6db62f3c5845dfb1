"""Backups of the whole portal, and putting them back in an empty place: ``docs/backup.md``."""
