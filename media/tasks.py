"""Background work on files."""

import logging

from django_tasks import task

from media.models import PortalImage, PublishedUse
from media.pictures import USUAL_SHAPES, rendition_specs

logger = logging.getLogger(__name__)


@task()
def draw_renditions(page_id: int) -> None:
    """Draw what templates usually ask for of the pictures of a published page.

    The first visitor would wait for it otherwise (measured: up to 3.4 s for a front page).
    Safe to run twice: existing renditions are kept.
    """
    uses = PublishedUse.objects.filter(page_id=page_id, image__isnull=False)
    for image in PortalImage.objects.filter(pk__in=uses.values("image")).prefetch_renditions():
        specs: list[str] = []
        for widths, ratio in USUAL_SHAPES:
            specs += rendition_specs(image, widths, ratio)
        try:
            image.get_renditions(*specs)
        except OSError as error:
            logger.warning("The file of image %s is unusable: %s", image.pk, str(error))
