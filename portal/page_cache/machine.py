"""The one ``Generations`` of this process."""

import logging
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from portal.page_cache.generations import Generations

logger = logging.getLogger(__name__)


@lru_cache(maxsize=1)
def generations() -> Generations | None:
    """Return what this machine's processes share; nothing where the file cannot be had.

    Without it no page is kept, and what this process changes reaches others by the database.
    """
    try:
        return Generations(Path(settings.VAR_DIR) / "generations")
    except OSError:
        logger.exception("Pages are not kept: %s/generations cannot be used", settings.VAR_DIR)
        return None
