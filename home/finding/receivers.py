"""Tags get addresses that can be read aloud, as pages do."""

from typing import Any

from django.db.models.signals import pre_save
from taggit.models import Tag

from portal.slugs import pinyin_slug


def connect() -> None:
    """Listen; called once, when the apps are ready."""
    pre_save.connect(_write_in_pinyin, sender=Tag, dispatch_uid="home.finding.tag_slug")


def _write_in_pinyin(instance: Tag, raw: bool = False, **kwargs: Any) -> None:
    # taggit would write Chinese, and nothing at all for a name of signs alone. Where two tags are
    # saved at once and want one slug, it tries once more, and this is asked again.
    if raw or not instance._state.adding or (instance.slug and instance.slug.isascii()):
        return
    wanted = pinyin_slug(instance.name, fallback="tag")
    taken = set(Tag.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    number = 1
    instance.slug = wanted
    while instance.slug in taken:
        number += 1
        instance.slug = f"{wanted}-{number}"
