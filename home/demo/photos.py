"""Photos of the demo's past events; the last of each still waits for an editor."""

from wagtail.models import Page

from forums.gallery import actions
from forums.models import EventPhoto
from home.demo import source
from home.demo.gallery import Gallery
from home.demo.people import Cast

EDITOR = "editor2"


def make_photos(cast: Cast, gallery: Gallery, pieces: dict[str, Page]) -> int:
    """Put the drawn pictures beside their events.

    Args:
        cast: units and accounts.
        gallery: hands the pictures out.
        pieces: by slug.

    Returns:
        how many photos there are.
    """
    for row in source.texts("events")["event"]:
        for name, alt in row.get("photos", []):
            page = pieces[row["slug"]]
            image = gallery.picture(name, alt, page.owner)
            EventPhoto.objects.create(
                page_id=page.pk, image=image, alt=alt, faces="none", added_by=page.owner
            )
        photos = EventPhoto.objects.filter(page=pieces[row["slug"]].pk).order_by("pk")
        for photo in list(photos)[:-1]:
            actions.show_photo(photo_id=photo.pk, by=cast.accounts[EDITOR])
    return EventPhoto.objects.count()
