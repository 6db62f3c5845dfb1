"""``manage.py demo --size district``: an invented district at its full size.

Stands on the small demo, in one transaction: either the whole district is there, or nothing of it.
All that chance decides comes from one fixed seed, so that two buildings of a day are alike.
"""

import io
from random import Random

from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from home.demo.district import books, days, people, programme
from home.demo.district.bulk import check_links_at_once
from home.demo.district.records import Shelves
from home.demo.district.sizes import Sizes
from home.demo.progress import Progress
from people.models import Unit
from search.queue import postponed

SEED = 2026
# Tests build a part of the people, books and rows.
SCALE = 1.0


def is_built() -> bool:
    """Whether the district is there already."""
    return Unit.objects.filter(code__startswith=people.CODE).exists()


def build(progress: Progress) -> Sizes:
    """Build the district in a database that holds the small demo, and index it.

    Args:
        progress: shows how far it is.

    Returns:
        what was built.
    """
    sizes = Sizes.scaled(timezone.localdate(), SCALE)
    with postponed():
        with transaction.atomic():
            check_links_at_once()
            _fill(progress, sizes)
        _gather_statistics()
        progress.stage("建立检索（十万篇需要几分钟）", 1)
        call_command("update_index", verbosity=0, stdout=io.StringIO())
        progress.step()
    progress.finish()
    return sizes


def _fill(progress: Progress, sizes: Sizes) -> None:
    source, now = Random(SEED), timezone.now()
    progress.stage("单位、教师、图书与年度", 5)
    units = people.make_units(sizes)
    progress.step()
    teachers = people.make_teachers(sizes, units, source)
    progress.step()
    catalogue = books.make_works(sizes.works, source)
    progress.step()
    years = programme.make_years(sizes)
    progress.step()
    programme.plan(years, teachers, catalogue, source)
    progress.step()

    progress.stage("阅读记录与读书笔记", len(teachers))
    Shelves(sizes, catalogue, source, now).fill(teachers, progress)

    readers = days.keepers(teachers)
    progress.stage("读段的日子", len(readers) + 1)
    days.make_calendar(sizes)
    progress.step()
    days.mark_days(sizes, readers, source, progress)


def _gather_statistics() -> None:
    """Tell the database how its tables look now; PostgreSQL would find out by itself, later."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
