"""What the public sees of a contest, how many queries it takes, and that it stays a contest."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from forums.contests import actions
from forums.models import Assignment, Contest, Entry, ForumEventPage, Juror
from forums.models.pages import KEEPS_ITS_CONTEST
from tests.editorial.desk_forms import open_form, send
from tests.forums.contests import factories as make
from tests.forums.contests.pages import text, url
from tests.forums.factories import make_draft
from tests.people.factories import TeacherFactory

pytestmark = pytest.mark.django_db


# -- the public -----------------------------------------------------------------------------


def test_names_and_works_are_public_with_consent_only(client, site_home):
    contest = make.make_contest(levels=[*make.LEVELS], shows_scores=True)
    named = make.with_file(
        make.enter(contest, TeacherFactory(name="愿公开"), names_public=True, work_public=True)
    )
    hidden = make.with_file(make.enter(contest, TeacherFactory(name="不公开")))
    for _ in range(2):
        make.add_juror(contest)
    make.close(contest)
    actions.draw_lots(page_id=contest.page_id, by=contest.page.owner)
    make.judge_all(contest)
    results = reverse("forums:contest_results", args=[contest.page_id])
    work = reverse("forums:contest_work", args=[named.files.get().pk])
    kept = reverse("forums:contest_work", args=[hidden.files.get().pk])
    for address in (results, work, kept):
        assert client.get(address).status_code == 404
    assert "愿公开" not in text(client, contest.page.url)
    actions.publish(page_id=contest.page_id, by=contest.page.owner)
    for address in (results, contest.page.url):
        shown = text(client, address)
        assert "愿公开" in shown
        assert named.unit.name in shown
        assert work in shown
        assert "不公开" not in shown
        assert hidden.unit.name not in shown
        assert kept not in shown
        assert f"{hidden.number} 号作品" in shown
        assert "80.00 分" in shown
    assert client.get(work).status_code == 200
    assert client.get(kept).status_code == 404
    values = {"entry_id": named.pk, "by": named.contestant}
    actions.set_consent(**values, names_public=False, work_public=False)
    assert "愿公开" not in text(client, contest.page.url)
    assert client.get(work).status_code == 404


def test_the_list_is_ordered_as_the_setting_says(client, site_home):
    for order, expected in (
        ("name", ["单虚构", "陈虚构", "赵虚构"]),
        ("number", ["赵虚构", "单虚构", "陈虚构"]),
        ("score", ["陈虚构", "赵虚构", "单虚构"]),
    ):
        contest = make.make_contest(levels=[make.LevelRow("奖", 9)], order=order)
        given = {"赵虚构": "7", "单虚构": "6", "陈虚构": "9"}
        for name in given:
            make.with_file(make.enter(contest, TeacherFactory(name=name), names_public=True))
        for _ in range(2):
            make.add_juror(contest)
        make.close(contest)
        actions.draw_lots(page_id=contest.page_id, by=contest.page.owner)
        for each in Assignment.objects.standing().filter(entry__contest=contest):
            make.judge(each, given[each.entry.contestant.name])
        actions.publish(page_id=contest.page_id, by=contest.page.owner)
        shown = text(client, reverse("forums:contest_results", args=[contest.page_id]))
        if order == "name":
            expected = sorted(expected, key=lambda name: {"陈": 1, "单": 2, "赵": 3}[name[0]])
        assert sorted(expected, key=shown.index) == expected


def test_results_of_a_withdrawn_event_are_gone(client, site_home):
    contest = make.make_published(entries=1)
    results = reverse("forums:contest_results", args=[contest.page_id])
    assert client.get(results).status_code == 200
    type(contest.page).objects.filter(pk=contest.page_id).update(live=False)
    assert client.get(results).status_code == 404


# -- queries --------------------------------------------------------------------------------


def counted(client, address):
    """Return the fewest queries of two looks: what is kept for some minutes may just end."""
    client.get(address)
    found = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        found.append(len(captured))
    return min(found)


def test_pages_take_the_same_queries_at_any_size(client, site_home):
    contest = make.make_contest(jurors_per_entry=1, levels=[make.LevelRow("奖", 99)])
    juror = make.add_juror(contest)
    counts = []
    for amount in (1, 10, 40):
        while contest.entries.count() < amount:
            entry = make.with_file(make.enter(contest, names_public=True, work_public=True))
            entry.blind_number = entry.number
            entry.save()
            Assignment.objects.create(entry=entry, juror=juror)
        now = contest.entry_closes_at
        Contest.objects.filter(pk=contest.pk).update(drawn_at=now)
        Assignment.objects.update(handed_in_at=None)
        for each in Assignment.objects.filter(scores=None).select_related("juror__user"):
            for row in contest.criteria.all():
                each.scores.create(criterion=row, value=8)
        Assignment.objects.update(handed_in_at=now)
        client.force_login(contest.page.owner)
        pk = contest.page_id
        own = [url(name, pk) for name in ("desk", "entries", "jurors", "scores")]
        found = [counted(client, address) for address in own]
        client.force_login(juror.user)
        found += [counted(client, url("judging", pk)), counted(client, url("mine"))]
        level = contest.levels.get()
        Entry.objects.update(award=level, place=1, result=80)
        Contest.objects.filter(pk=contest.pk).update(published_at=now)
        client.logout()
        results = reverse("forums:contest_results", args=[pk])
        found += [counted(client, results), counted(client, contest.page.url)]
        Contest.objects.filter(pk=contest.pk).update(published_at=None, drawn_at=None)
        counts.append(found)
    assert counts[0] == counts[1] == counts[2], counts
    assert max(counts[0]) <= 26, counts
    assert max(counts[0][-2:]) <= 20, counts


def test_conflicts_of_hundreds_cost_no_query_each(site_home, django_assert_max_num_queries):
    contest = make.make_contest()
    for _ in range(8):
        make.enter(contest)
        make.add_juror(contest)
    from forums.contests import queries

    jurors = list(Juror.objects.prefetch_related("groups"))
    entries = list(Entry.objects.select_related("unit"))
    with django_assert_max_num_queries(6):
        queries.may_judge(contest, jurors, entries)


# -- the kind of the event -------------------------------------------------------------------


def test_an_event_with_a_contest_keeps_its_kind(client, site_home):
    page = make_draft(event_kind="contest", title="虚构基本功大赛")
    make.make_contest(page=page)
    client.force_login(page.owner)
    address = reverse("editorial:edit", args=[page.pk])
    answer = send(client, open_form(client, address), event_kind="salon", title="改了题目")
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "这场活动已经设了比赛，类型要留在" in shown
    assert "改了题目" in shown
    assert send(client, open_form(client, address), event_kind="contest").status_code == 302


def test_an_event_without_a_contest_may_become_another_kind(client, site_home):
    page = make_draft(event_kind="contest")
    client.force_login(page.owner)
    address = reverse("editorial:edit", args=[page.pk])
    assert send(client, open_form(client, address), event_kind="salon").status_code == 302


def test_no_other_door_takes_the_kind_away(site_home):
    contest = make.make_contest()
    version = contest.page
    version.event_kind = "salon"
    assert version.missing_for_submission() == {"event_kind": KEEPS_ITS_CONTEST}


def test_a_contest_stays_within_reach_whatever_its_page_says(client, drawn):
    ForumEventPage.objects.filter(pk=drawn.page_id).update(event_kind="salon")
    client.force_login(drawn.page.owner)
    assert "泄密人" in text(client, url("entries", drawn.page_id))
