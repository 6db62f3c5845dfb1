"""The sessions of an event: one row through all versions, kept while somebody attended."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail import hooks

from editorial import actions
from forums.hooks import SESSION_IN_USE
from forums.models import EventSession, ForumEventPage
from tests.editorial.desk_forms import open_form, send
from tests.editorial.factories import approve_all, make_staff
from tests.forums.factories import make_draft, make_host

pytestmark = pytest.mark.django_db
START = timezone.now().replace(microsecond=0) + timedelta(days=10)


def session(title="上午场", **values):
    defaults = {"starts_at": START, "ends_at": START + timedelta(hours=1)}
    return EventSession(title=title, **defaults | values)


@pytest.fixture
def page(site_home):
    return make_draft(sessions=[session()], starts_at=START)


def save(page, sessions):
    """Save a version with these sessions, as the form would."""

    def write(draft):
        draft.sessions.set(sessions(list(draft.sessions.all())))

    latest = ForumEventPage.objects.get(pk=page.pk).latest_revision_id
    return actions.update_draft(
        author=page.owner, page_id=page.pk, write=write, base_revision_id=latest
    )


def publish(page):
    staff = make_staff()
    actions.submit(page_id=page.pk, author=page.owner)
    approve_all(ForumEventPage.objects.get(pk=page.pk), staff)
    return ForumEventPage.objects.get(pk=page.pk)


def rows(page):
    return {row.title: row.pk for row in EventSession.objects.filter(page_id=page.pk)}


def test_a_session_stays_the_row_that_it_was_through_all_versions(page):
    publish(page)
    before = rows(page)
    save(page, lambda present: [*present, session("下午场")])
    publish(page)
    second = rows(page)
    assert second["上午场"] == before["上午场"]
    # The draft knows no number of the row that its own publication made.
    save(page, lambda present: [*reversed(present)])
    publish(page)
    assert rows(page) == second


def test_a_session_goes_with_the_version_that_drops_it(page):
    publish(page)
    save(page, lambda present: [session("另一场")])
    publish(page)
    assert list(rows(page)) == ["另一场"]


def test_a_session_in_use_is_not_dropped_but_the_author_is_told(page):
    publish(page)
    before = rows(page)
    with hooks.register_temporarily(SESSION_IN_USE, lambda pk: "已有签到记录"):
        draft = save(page, lambda present: [session("另一场")])
        assert draft.missing_for_submission() == {
            "sessions": "场次“上午场”已有签到记录，不能移除。"
        }
        # Whatever way it came to be released: the row stays.
        draft.save()
    assert set(rows(page).items()) >= set(before.items())


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"ends_at": START}, "结束时间要晚于开始时间"),
        ({"starts_at": None}, "还没有写起止时间"),
        ({"ends_at": START + timedelta(days=9)}, "不在活动的起止时间之内"),
        ({"planned_quarters": 2}, "请写明学时依据"),
    ],
)
def test_what_is_wrong_with_a_session_is_told_before_handing_in(site_home, values, words):
    page = make_draft(sessions=[session(**values)], starts_at=START)
    assert words in page.missing_for_submission()["sessions"]


def edited(client, page, **typed):
    """Send the form of the piece with some fields changed; returns the answer."""
    client.force_login(page.owner)
    form = open_form(client, f"/my/submissions/{page.pk}/edit/")
    return send(client, form, **typed)


def latest(page):
    return ForumEventPage.objects.get(pk=page.pk).get_latest_revision_as_object()


def test_the_form_keeps_the_session_whose_words_change(client, page):
    key = page.sessions.get().key
    answer = edited(client, page, **{"sessions-0-title": "改了名"})
    assert answer.status_code == 302
    [row] = latest(page).sessions.all()
    assert (row.key, row.title) == (key, "改了名")


def test_a_new_session_sent_twice_is_one(client, page):
    client.force_login(page.owner)
    form = open_form(client, f"/my/submissions/{page.pk}/edit/")
    typed = {
        "sessions-1-title": "下午场",
        "sessions-1-starts_at": f"{timezone.localtime(START):%Y-%m-%dT%H:%M}",
        "sessions-1-ends_at": f"{timezone.localtime(START + timedelta(hours=2)):%Y-%m-%dT%H:%M}",
    }
    for _ in range(2):
        assert send(client, form, **typed).status_code == 302
    assert [row.title for row in latest(page).sessions.all()] == ["上午场", "下午场"]


@pytest.mark.parametrize(
    ("hours", "words"),
    [("0.3", "学时以 0.25 为一档"), ("-1", "学时不能小于 0"), ("x", "学时请填数字")],
)
def test_hours_come_in_quarters(client, page, hours, words):
    typed = {"sessions-0-hours": hours, "sessions-0-hours_basis": "虚构文件"}
    answer = edited(client, page, **typed)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_hours_are_kept_as_quarters_and_need_a_basis(client, page):
    answer = edited(client, page, **{"sessions-0-hours": "1.25"})
    assert "有学时，请写明依据。" in answer.content.decode()
    edited(client, page, **{"sessions-0-hours": "1.25", "sessions-0-hours_basis": "虚构文件"})
    assert latest(page).sessions.get().planned_quarters == 5
    form = open_form(client, f"/my/submissions/{page.pk}/edit/")
    assert form["sessions-0-hours"] == ["1.25"]


def test_only_a_host_names_an_own_workshop(client, page):
    client.force_login(page.owner)
    form = open_form(client, f"/my/submissions/{page.pk}/edit/")
    assert "organising_page" not in form
    host, workshop = make_host()
    own = make_draft(host, title="工作坊的活动")
    assert edited(client, own, organising_page=str(workshop.pk)).status_code == 302
    assert latest(own).organising_page_id == workshop.pk
    answer = edited(client, own, organising_page="1")
    assert answer.status_code == 422
    assert "请从您主持的工作坊里选" in answer.content.decode()
