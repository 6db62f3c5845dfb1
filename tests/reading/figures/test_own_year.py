"""The own year: what its reader sees, and that nobody else does."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.urls import reverse

from people.choices import Role
from reading.figures.actions import share_year, unshare_year
from reading.figures.queries import own_year, shown_year
from reading.models import ProgressEntry, SharedYear
from tests.people.factories import SchoolAdminFactory, TeacherFactory, UserFactory
from tests.reading.figures.factories import finish, last_year, make_work, make_year

pytestmark = pytest.mark.django_db


@pytest.fixture
def year():
    return last_year()


@pytest.fixture
def reader():
    return TeacherFactory(name="林虚构")


def page(client, user, year):
    client.force_login(user)
    return client.get(reverse("years:year", args=[year.pk]))


def test_the_reader_sees_calendar_shelf_and_words(client, reader, year):
    record = finish(
        reader, year, work=make_work(title="慢下来的课堂"), pages=320, after=9, counts=False
    )
    finish(reader, year, work=make_work("general", title="河流手记"), after=60)
    ProgressEntry.objects.create(record=record, on=year.starts_on + timedelta(days=5), page=40)
    answer = page(client, reader, year)
    text = unescape(answer.content.decode())
    assert answer.status_code == 200
    assert "读完 2 本书：教育名著 1 本、非教育类 1 本。" in text
    assert "320 页" in text
    assert "《慢下来的课堂》（1月10日）" in text
    assert "有 1 天记下了读到哪里。" in text
    assert 'class="drawing__finished"' in text
    assert 'class="drawing__noted"' in text
    assert f"<td>{year.starts_on + timedelta(days=60)}</td>" in text
    assert "只有您自己看得到" in text
    assert "no-store" in answer["Cache-Control"]


def test_an_empty_year_says_what_will_stand_there(client, reader, year):
    text = page(client, reader, year).content.decode()
    assert "这一年的书架还空着" in text
    assert "drawing" not in text.replace("drawing.css", "")


@pytest.mark.parametrize(
    "make",
    [
        TeacherFactory,
        lambda: UserFactory(role=Role.EDITOR),
        lambda: UserFactory(role=Role.CHIEF_EDITOR),
        lambda: UserFactory(role=Role.SITE_ADMIN),
        lambda: UserFactory(is_superuser=True),
    ],
)
def test_everybody_else_sees_the_own_year_only(client, reader, year, make):
    finish(reader, year, work=make_work(title="别人不该看到的书"))
    text = page(client, make(), year).content.decode()
    assert "别人不该看到的书" not in text
    assert "林虚构" not in text


def test_the_school_administrator_sees_nothing_of_it_either(client, reader, year):
    finish(reader, year, work=make_work(title="别人不该看到的书"))
    admin = SchoolAdminFactory(unit=reader.teacher_profile.unit)
    assert "别人不该看到的书" not in page(client, admin, year).content.decode()


@pytest.mark.parametrize("name", ["current", "year", "share", "unshare"])
def test_visitors_are_asked_to_sign_in(client, year, name):
    address = reverse(f"years:{name}", args=[year.pk] if name != "current" else [])
    call = client.post if name in ("share", "unshare") else client.get
    answer = call(address)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")
    assert not SharedYear.objects.exists()


def test_the_current_year_is_the_one_that_runs(client, reader, year):
    current = make_year()
    make_year(name="将来", starts_on=date(2100, 1, 1), ends_on=date(2100, 12, 31))
    client.force_login(reader)
    answer = client.get(reverse("years:current"))
    assert answer["Location"] == reverse("years:year", args=[current.pk])


def test_without_a_year_there_is_none(client, reader):
    client.force_login(reader)
    assert client.get(reverse("years:current")).status_code == 404
    assert client.get(reverse("years:year", args=[1])).status_code == 404


def test_a_year_that_has_not_begun_is_none(client, reader):
    coming = make_year(name="将来", starts_on=date(2100, 1, 1), ends_on=date(2100, 12, 31))
    assert page(client, reader, coming).status_code == 404
    assert client.post(reverse("years:share", args=[coming.pk])).status_code == 404


@pytest.mark.parametrize("amount", [1, 10, 100])
def test_queries_do_not_grow_with_the_books(reader, year, amount, django_assert_num_queries):
    for number in range(amount):
        finish(reader, year, after=number)
    with django_assert_num_queries(2):
        assert len(own_year(reader, year).volumes) == amount


@pytest.mark.parametrize("amount", [1, 10, 100])
def test_queries_of_the_page(client, reader, year, amount, django_assert_max_num_queries):
    for number in range(amount):
        finish(reader, year, after=number)
    page(client, reader, year)  # the first of the session writes down where it began
    with django_assert_max_num_queries(17):
        client.get(reverse("years:year", args=[year.pk]))


# -- sharing ---------------------------------------------------------------------------------------


def shared_page(client, shared):
    return client.get(reverse("reading:shared_year", args=[shared.token]))


def test_a_shared_year_shows_titles_that_count_and_no_more(client, reader, year):
    finish(reader, year, work=make_work(title="愿意给人看的书"), page=77, pages=77)
    finish(reader, year, work=make_work(title="不计入的书"), counts=False)
    other = TeacherFactory()
    finish(other, year, work=make_work(title="别人的书"))
    shared = share_year(reader=reader, year=year, shows_name=False)
    answer = shared_page(client, shared)
    text = unescape(answer.content.decode())
    assert answer.status_code == 200
    assert "愿意给人看的书" in text
    for hidden in ("不计入的书", "别人的书", "林虚构", reader.staff_number, str(year.starts_on)):
        assert hidden not in text
    assert reader.teacher_profile.unit.name not in text
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert 'name="robots" content="noindex' in text
    assert "no-store" in answer["Cache-Control"]


def test_the_name_stands_there_if_its_bearer_wishes(client, reader, year):
    finish(reader, year)
    client.force_login(reader)
    client.post(reverse("years:share", args=[year.pk]), {"shows_name": "1"})
    client.logout()
    shared = SharedYear.objects.get()
    assert "林虚构的" in shared_page(client, shared).content.decode()
    share_year(reader=reader, year=year, shows_name=False)
    assert "林虚构" not in shared_page(client, shared).content.decode()


def test_taking_it_back_kills_the_address_at_once(client, reader, year):
    finish(reader, year)
    shared = share_year(reader=reader, year=year, shows_name=True)
    client.force_login(reader)
    client.post(reverse("years:unshare", args=[year.pk]))
    client.post(reverse("years:unshare", args=[year.pk]))
    assert shared_page(client, shared).status_code == 404
    again = share_year(reader=reader, year=year, shows_name=True)
    assert again.token != shared.token
    assert shared_page(client, shared).status_code == 404


def test_sharing_twice_keeps_the_address(reader, year):
    first = share_year(reader=reader, year=year, shows_name=False)
    again = share_year(reader=reader, year=year, shows_name=True)
    assert (first.token, len(first.token)) == (again.token, 32)
    assert SharedYear.objects.get().shows_name


def test_nobody_shares_or_unshares_for_another(client, reader, year):
    shared = share_year(reader=reader, year=year, shows_name=False)
    client.force_login(TeacherFactory())
    client.post(reverse("years:unshare", args=[year.pk]))
    client.post(reverse("years:share", args=[year.pk]), {"shows_name": "1"})
    assert SharedYear.objects.get(reader=reader).token == shared.token
    assert not SharedYear.objects.get(reader=reader).shows_name
    assert not unshare_year(reader=TeacherFactory(), year=year)


def test_the_page_of_somebody_who_left_is_gone(client, reader, year):
    shared = share_year(reader=reader, year=year, shows_name=False)
    reader.is_active = False
    reader.save()
    assert shared_page(client, shared).status_code == 404


@pytest.mark.parametrize("token", ["x" * 32, "短", "x" * 31, "x" * 33, "../" * 10])
def test_other_addresses_lead_nowhere(client, year, token):
    assert client.get(f"/reading/years/{token}/").status_code == 404


def test_sharing_needs_a_post(client, reader, year):
    client.force_login(reader)
    for name in ("share", "unshare"):
        assert client.get(reverse(f"years:{name}", args=[year.pk])).status_code == 405
    assert client.post(reverse("years:year", args=[year.pk])).status_code == 405
    assert not SharedYear.objects.exists()


@pytest.mark.parametrize("amount", [1, 10, 100])
def test_a_shared_year_takes_one_query_for_its_books(
    reader, year, amount, django_assert_num_queries
):
    for number in range(amount):
        finish(reader, year, after=number)
    shared = share_year(reader=reader, year=year, shows_name=False)
    with django_assert_num_queries(1):
        assert len(shown_year(shared).volumes) == amount
