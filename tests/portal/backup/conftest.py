from tests.portal.backup.small import empty, full, place

__all__ = ["empty", "full", "place"]
