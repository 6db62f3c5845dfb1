"""稿件编号."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from editorial import actions
from editorial.actions.numbering import number_for
from editorial.models import EditorialSettings, ManuscriptNumber, ManuscriptYear
from home.demo.clock import at
from people.roles import Role
from tests.editorial.factories import log_draft
from tests.people.factories import UserFactory

pytestmark = pytest.mark.django_db


def shanghai(*parts):
    return timezone.make_aware(datetime(*parts))


def numbers():
    return list(ManuscriptNumber.objects.order_by("year", "number").values_list("year", "number"))


def test_a_piece_keeps_its_number_and_the_next_one_follows(site_home):
    author = UserFactory(role=Role.TEACHER)
    first, second = log_draft(author), log_draft(author)
    with at(shanghai(2026, 1, 1, 0, 30)):  # still 2025 in Greenwich
        assert number_for(first) == number_for(first)
        number_for(second)
    with at(shanghai(2027, 3, 1)):
        number_for(first)
        number_for(log_draft(author))
    assert numbers() == [(2026, 1), (2026, 2), (2027, 1)]


def test_the_year_is_that_of_the_first_submission(site_home):
    page = log_draft(UserFactory(role=Role.TEACHER))
    with at(shanghai(2025, 12, 31, 23)):
        actions.submit(page_id=page.pk, author=page.owner)
    with at(shanghai(2026, 2, 1)):
        assert number_for(page).year == 2025


def test_a_number_of_a_transaction_that_failed_is_given_again(site_home):
    author = UserFactory(role=Role.TEACHER)
    with pytest.raises(RuntimeError), transaction.atomic():  # noqa: PT012
        number_for(log_draft(author))
        raise RuntimeError
    assert number_for(log_draft(author)).number == 1


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_have_no_gap(site_home):
    author = UserFactory(role=Role.TEACHER)
    pages = [log_draft(author, title=f"第{number}篇") for number in range(20)]
    barrier = threading.Barrier(len(pages))

    def give(page):
        try:
            barrier.wait(timeout=30)
            with transaction.atomic():
                return number_for(page).number
        finally:
            connection.close()

    with ThreadPoolExecutor(len(pages)) as pool:
        given = list(pool.map(give, pages))
    assert sorted(given) == list(range(1, 21))


@pytest.mark.django_db(transaction=True)
def test_one_piece_numbered_five_times_at_once_has_one_number(site_home):
    page = log_draft(UserFactory(role=Role.TEACHER))
    barrier = threading.Barrier(5)

    def give(_):
        try:
            barrier.wait(timeout=30)
            return number_for(page).number
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        assert list(pool.map(give, range(5))) == [1] * 5
    assert ManuscriptYear.objects.get().last == 1


def test_what_was_handed_in_before_is_numbered_in_order(site_home):
    author = UserFactory(role=Role.TEACHER)
    pages = [log_draft(author, title=f"第{number}篇") for number in range(3)]
    for page, day in zip(pages, (20, 10, 15), strict=True):
        with at(shanghai(2025, 9, day)):
            actions.submit(page_id=page.pk, author=author)
    ManuscriptNumber.objects.all().delete()
    ManuscriptYear.objects.all().delete()
    import_module("editorial.migrations.0007_record").number_old_pieces(apps, None)
    assert [ManuscriptNumber.objects.get(pk=page.pk).number for page in pages] == [3, 1, 2]
    assert number_for(log_draft(author)).number in (1, 4)  # this year, or 2025
    assert ManuscriptYear.objects.get(pk=2025).last >= 3


@pytest.mark.parametrize(
    ("template", "written"),
    [
        ("{year}-{number:04}", "2026-0007"),
        ("济教审〔{year}〕{number}号", "济教审〔2026〕7号"),
        ("{number:3}/{year}", "  7/2026"),
    ],
)
def test_ways_to_write_a_number(db, template, written):
    EditorialSettings(sheet_number_format=template).full_clean()
    assert ManuscriptNumber(year=2026, number=7).written(template) == written


@pytest.mark.parametrize(
    "template",
    [
        "{number}",
        "{year}",
        "{year}-{number}-{other}",
        "{year}{number}{number}",
        "{year.__class__}-{number}",
        "{year}-{number!r}",
        "{year}-{number:>99999999}",
        "{year}-{number:{year}}",
        "{year}-{number",
        "{}-{number}{year}",
        "审稿单",
    ],
)
def test_what_cannot_be_a_number(db, template):
    with pytest.raises(ValidationError) as refused:
        EditorialSettings(sheet_number_format=template).full_clean()
    assert list(refused.value.error_dict) == ["sheet_number_format"]
