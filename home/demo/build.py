"""Builds the whole demo in one transaction, or says why it must not."""

import io

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from forums.models import ForumIndexPage
from home.demo import source
from home.demo.attendance import make_attendance
from home.demo.catalogue import make_books, make_passages
from home.demo.clock import at, moment
from home.demo.contests import make_contests
from home.demo.days import make_days
from home.demo.discussions import make_discussions
from home.demo.events import make_registrations, make_series
from home.demo.gallery import Gallery
from home.demo.honours import make_honours
from home.demo.letters import make_letters, make_views
from home.demo.missing_books import propose_books
from home.demo.people import make_cast
from home.demo.photos import make_photos
from home.demo.pieces import Desk
from home.demo.places import OPENED_DAYS_AGO, Builder
from home.demo.programme import make_programme
from home.demo.progress import Progress
from home.demo.road import Road
from home.demo.shelf import make_shelves
from home.demo.together import make_groups
from home.demo.workshops import make_members, make_rooms
from home.health.actions import examine
from home.models import HomePage, TopicIndexPage
from home.site_tree import ensure_site
from media.models import PortalImage
from people.models import Unit, User
from portal.models import DemoMark
from reading.models import Passage, ReadingIndexPage, Work
from search.queue import postponed
from stories.models import StoryIndexPage
from workshops.models import WorkshopIndexPage

# What ``init_site`` makes; a database that holds no more than this is empty.
SKELETON = (
    Page,
    HomePage,
    StoryIndexPage,
    ReadingIndexPage,
    ForumIndexPage,
    WorkshopIndexPage,
    TopicIndexPage,
)


def is_built() -> bool:
    """Whether this database was made by the demo."""
    return DemoMark.objects.exists()


def real_content() -> list[str]:
    """Name what in this database was not made by the demo: in words, with counts."""
    skeleton = ContentType.objects.get_for_models(*SKELETON).values()
    found = {
        "个账号": User.objects.all(),
        "个页面": Page.objects.exclude(content_type__in=skeleton),
        "个单位": Unit.objects.all(),
        "本书": Work.objects.all(),
        "条读段": Passage.objects.all(),
        "张图片": PortalImage.objects.all(),
    }
    return [f"{count} {noun}" for noun, rows in found.items() if (count := rows.count())]


def build(progress: Progress) -> int:
    """Build the demo in an empty database; nothing stays if it fails half-way.

    Returns:
        the number of pieces that authors wrote.
    """
    # The index is written once at the end; as long as nothing is committed nobody can search it.
    with postponed():
        with transaction.atomic():
            with Gallery(source.picture_names()) as gallery:
                pieces = _build(progress, gallery)
            DemoMark.objects.create()
            # After the commit come the pictures' renditions, where no worker draws them.
            progress.stage("保存，备好各种尺寸的图片", 1)
        progress.step()
        progress.stage("建立检索", 1)
        call_command("update_index", verbosity=0, stdout=io.StringIO())
        progress.step()
    progress.finish()
    return pieces


def _build(progress: Progress, gallery: Gallery) -> int:
    with at(moment(timezone.now(), -OPENED_DAYS_AGO)):
        home = ensure_site()
    progress.stage("单位、账号、图书与读段", 3)
    cast = make_cast()
    progress.step()
    works = make_books()
    propose_books(cast.accounts)
    progress.step()
    make_passages(timezone.localdate())
    make_programme(cast.accounts, timezone.localdate())
    make_days(cast.accounts)
    progress.step()

    progress.stage("栏目、工作坊与标准页", 3)
    builder = Builder(home, cast, gallery)
    builder.mark_sections()
    progress.step()
    workshops = builder.workshops()
    make_members(cast, workshops)
    progress.step()
    builder.standard_pages()
    progress.step()

    make_series()
    desk, road, made = Desk(cast, gallery, works, workshops), Road(cast.accounts), {}
    progress.stage("稿件与三审", desk.count())
    for page, parent, row in desk.pieces():
        made[row["slug"]] = road.send(page, parent, row)
        progress.step()

    progress.stage("荣誉、共读、报名、签到、讨论、比赛与各人的书架", 7)
    make_honours(cast, gallery)
    progress.step()
    make_groups(cast, works, made)
    make_rooms(cast, workshops)
    progress.step()
    make_registrations(cast, made)
    progress.step()
    make_attendance(cast, made)
    make_photos(cast, gallery, made)
    progress.step()
    make_discussions(cast, works, made, workshops)
    progress.step()
    make_contests(cast, made)
    progress.step()
    make_shelves(cast, works)
    progress.step()

    progress.stage("专题、首页与来信", 3)
    builder.topics(made)
    progress.step()
    builder.front_page()
    progress.step()
    make_letters(cast, made)
    make_views(timezone.localdate())
    examine()
    progress.step()
    return len(made)
