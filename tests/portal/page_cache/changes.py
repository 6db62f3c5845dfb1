"""One change of each sort that visitors can see, by the way in which people make it."""

from datetime import timedelta
from types import SimpleNamespace

from django.db import models
from django.utils import timezone
from taggit.models import Tag
from wagtail.models import Page, PageViewRestriction, Site

from editorial.models import Readership
from people.models import Consent
from portal.models import SiteIdentity
from reading.models import PassageDay
from stories.models import Honour, Quality, StoryTag
from tests.world import World
from workshops.models import Membership

NEW = "改过的"


def publish_again(world):
    world.topic.title = NEW
    world.topic.save_revision().publish()


def rename_by_row(world):
    Page.objects.filter(pk=world.story.pk).update(title=NEW)


def take_down(world):
    world.topic.unpublish()


def withdraw(world):
    Page.objects.filter(pk=world.log.pk).update(live=False)


def delete_page(world):
    world.topic.delete()


def rename_parent(world):
    parent = world.story.get_parent().specific
    parent.title = NEW
    parent.save_revision().publish()


def rename_address(world):
    parent = world.story.get_parent().specific
    parent.slug = "renamed"
    parent.save_revision().publish()


def move(world):
    world.topic.move(Page.objects.get(slug="stories"), pos="last-child")


def order_menu(world):
    Page.objects.get(slug="forums").move(Page.objects.get(slug="stories"), pos="left")


def close_section(world):
    PageViewRestriction.objects.create(
        page=Page.objects.get(slug="reading"), restriction_type="login"
    )


def name_site(world):
    identity = SiteIdentity.for_site(Site.objects.get())
    identity.site_name = NEW
    identity.save()


def mourn(world):
    SiteIdentity.objects.update(mourning_mode=True)
    SiteIdentity.objects.get().save()


def take_consent_back(world):
    Consent.objects.update(
        withdrawn_on=timezone.localdate(), withdrawn_at=timezone.now(), withdrawn_by=world.author
    )


def consent_ends(world):
    day = timezone.localdate() - timedelta(days=1)
    Consent.objects.update(given_on=day, expires_on=day)


def honour_goes(world):
    Honour.objects.filter(holder=world.person).update(revoked_on=timezone.localdate())


def name_person(world):
    type(world.person).objects.filter(pk=world.person.pk).update(name=NEW)


def describe_image(world):
    world.story.cover.alt_text = NEW
    world.story.cover.save()


def change_cover(world):
    type(world.story).objects.filter(pk=world.story.pk).update(cover=world.event.cover_id)


def rename_tag(world):
    Tag.objects.filter(name="班主任").update(name=NEW)


def untag(world):
    StoryTag.objects.filter(content_object=world.story.pk).delete()


def rename_quality(world):
    Quality.objects.filter(pk=world.story.qualities.first().pk).update(name=NEW)


def rename_unit(world):
    world.author.unit.name = NEW
    world.author.unit.save()


def rename_author(world):
    world.author.name = NEW
    world.author.save()


def rename_book(world):
    world.work.title = NEW
    world.work.save()


def move_event(world):
    type(world.event).objects.filter(pk=world.event.pk).update(
        starts_at=timezone.now() - timedelta(days=400), ends_at=timezone.now() - timedelta(days=399)
    )


def other_passage(world):
    PassageDay.objects.all().delete()


def member_leaves(world):
    Membership.objects.all().delete()


def audience(world):
    Readership.objects.create(page_id=world.story.pk, audience="district")


def as_it_is(world: World) -> SimpleNamespace:
    """Return the world's rows read anew: an earlier change was taken back by the database only."""
    rows = {name: row for name, row in vars(world).items() if isinstance(row, models.Model)}
    return SimpleNamespace(
        **{name: type(row)._base_manager.get(pk=row.pk) for name, row in rows.items()}
    )


CHANGES = [
    publish_again,
    rename_by_row,
    take_down,
    withdraw,
    delete_page,
    rename_parent,
    rename_address,
    move,
    order_menu,
    close_section,
    name_site,
    mourn,
    take_consent_back,
    consent_ends,
    honour_goes,
    name_person,
    describe_image,
    change_cover,
    rename_tag,
    untag,
    rename_quality,
    rename_unit,
    rename_author,
    rename_book,
    move_event,
    other_passage,
    member_leaves,
    audience,
]
