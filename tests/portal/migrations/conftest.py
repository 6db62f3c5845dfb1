from tests.portal.backup.small import place

__all__ = ["place"]
