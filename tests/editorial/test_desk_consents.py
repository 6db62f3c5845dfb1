"""The desk's page of consents: what is shown to whom, and taking one back."""

import pytest
from django.test import Client

from people.actions import record_consent
from people.choices import ConsentScope, Role
from people.models import Consent
from stories.models import StoryPage
from tests.people.factories import SchoolAdminFactory, TeacherFactory, UnitFactory, UserFactory
from tests.stories.factories import GIVEN, publish_story, story_draft, submit_story

pytestmark = pytest.mark.django_db
ADDRESS = "/my/consents/"


@pytest.fixture
def author(site_home):
    return TeacherFactory(name="虚构作者")


@pytest.fixture
def person():
    return TeacherFactory(name="张虚构", unit=UnitFactory())


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def test_a_visitor_is_asked_to_sign_in(site_home):
    assert Client().get(ADDRESS).url == f"/accounts/login/?next={ADDRESS}"


def test_an_unapproved_title_is_for_its_author_only(author, person):
    submit_story(story_draft(author, title="还没公开的题目", person_unit=person.unit))
    seen = {
        user: "还没公开的题目" in signed_in(user).get(ADDRESS).content.decode()
        for user in (author, person, SchoolAdminFactory(unit=person.unit))
    }
    assert list(seen.values()) == [True, False, False]
    html = signed_in(person).get(ADDRESS).content.decode()
    assert "一篇没有公开的稿件" in html
    assert "由虚构作者登记" in html


def test_each_sees_their_own_and_their_relation_to_it(author, person):
    publish_story(story_draft(author, person_unit=person.unit))
    relations = {
        "写的是您": person,
        "您登记的": author,
        "本单位教师": SchoolAdminFactory(unit=person.unit),
    }
    for relation, user in relations.items():
        [line] = signed_in(user).get(ADDRESS).context["lines"]
        assert line.relation == relation
    for stranger in (TeacherFactory(unit=person.unit), UserFactory(role=Role.EDITOR)):
        assert signed_in(stranger).get(ADDRESS).context["lines"] == []


def test_the_recorder_says_how_the_person_asked(author):
    page = publish_story(story_draft(author))
    client, pk = signed_in(author), page.consents.get().pk
    empty = client.post(ADDRESS, {"consent": pk, "note": " "})
    assert empty.status_code == 422
    assert "请写明本人是怎样提出撤回的。" in empty.content.decode()
    long = client.post(ADDRESS, {"consent": pk, "note": "长" * 1001})
    assert long.status_code == 422
    assert "长" * 1001 in long.content.decode()
    assert client.post(ADDRESS, {"consent": pk, "note": "本人来电"}).status_code == 302
    # A second click finds it done.
    assert client.post(ADDRESS, {"consent": pk, "note": "本人来电"}).status_code == 302
    page.refresh_from_db()
    assert not page.live
    html = client.get(ADDRESS).content.decode()
    assert "已撤回" in html
    assert "确定撤回" not in html


@pytest.mark.parametrize("sent", ["", "0", "x", "9" * 30, "-1", "１"])
def test_no_such_consent(author, sent):
    assert signed_in(author).post(ADDRESS, {"consent": sent}).status_code == 404


def test_somebody_elses_looks_like_none(author):
    page = publish_story(story_draft(author))
    consent = page.consents.get()
    answer = signed_in(TeacherFactory()).post(ADDRESS, {"consent": consent.pk, "note": "闹着玩"})
    assert answer.status_code == 404
    assert StoryPage.objects.get(pk=page.pk).live


def test_the_list_costs_the_same_for_many(author, django_assert_max_num_queries):
    page = publish_story(story_draft(author))
    client = signed_in(author)

    def queries():
        with django_assert_max_num_queries(20) as counted:
            assert client.get(ADDRESS).status_code == 200
        return len(counted)

    queries()
    few = queries()
    for number in range(10):
        record_consent(
            page=page, person_name=f"虚构{number}", scope=ConsentScope.NAME, given_on=GIVEN
        )
    Consent.objects.update(recorded_by=author)
    assert queries() == few
