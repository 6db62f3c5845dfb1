"""A missing book is written down and can be used by whoever missed it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError

from editorial.errors import NotPossible
from editorial.models import Notification
from people.roles import Role
from reading.catalogue.actions import approve_work, merge_works, propose_work
from reading.models import Proposal, Work
from tests.people.factories import SchoolAdminFactory, TeacherFactory, UserFactory
from tests.reading.catalogue.factories import WorkFactory, proposed

ISBN, ISBN_10 = "9787303002214", "7303002219"
pytestmark = pytest.mark.django_db


def test_a_new_book_waits_and_is_usable_by_the_proposer_only():
    teacher, colleague = TeacherFactory(), TeacherFactory()
    work = propose_work(
        by=teacher, title="《虚构的课堂》", authors=" 虚构甲 ", publisher="虚构社", year=2020
    )
    assert (work.title, work.authors, work.state) == ("虚构的课堂", "虚构甲", "proposed")
    assert work.editions.get().publisher == "虚构社"
    assert work.match_key == "虚构的课堂|虚构甲"
    assert list(Work.objects.usable_by(teacher)) == [work]
    assert list(Work.objects.usable_by(colleague)) == []
    assert list(Work.objects.approved()) == []


def test_twice_is_once():
    teacher = TeacherFactory()
    one = propose_work(by=teacher, title="虚构的课堂", authors="虚构甲")
    two = propose_work(by=teacher, title="虚构的課堂", authors="虚构甲 著")
    assert one == two
    assert Proposal.objects.count() == 1


def test_two_people_share_what_waits():
    first, second = TeacherFactory(), TeacherFactory()
    work = propose_work(by=first, title="虚构的课堂", authors="虚构甲", isbn=ISBN_10)
    assert work.editions.get().isbn == ISBN
    same = propose_work(by=second, title="另一种写法", isbn="978-7-303-00221-4")
    assert same == work
    assert {each.proposed_by for each in work.proposals.all()} == {first, second}
    assert list(Work.objects.usable_by(second)) == [work]


def test_what_the_catalogue_has_is_found_instead():
    work = WorkFactory(title="爱弥儿——论教育", authors="[法]卢梭")
    assert propose_work(by=TeacherFactory(), title="爱弥儿", authors="卢梭 著") == work
    assert propose_work(by=TeacherFactory(), title="爱弥儿", authors="") == work
    assert Proposal.objects.count() == 0


def test_without_an_author_two_candidates_are_none():
    WorkFactory(title="教育学", authors="甲某某")
    WorkFactory(title="教育学", authors="乙某某")
    assert propose_work(by=TeacherFactory(), title="教育学").state == "proposed"


def test_an_entry_without_author_is_the_same_book():
    work = WorkFactory(title="虚构的课堂", authors="")
    assert propose_work(by=TeacherFactory(), title="虚构的课堂", authors="甲某") == work


def test_a_merged_entry_is_not_found_again():
    target = WorkFactory(title="甲书", authors="甲某")
    WorkFactory(title="乙书", authors="乙某", state="merged", merged_into=target)
    assert propose_work(by=TeacherFactory(), title="乙书", authors="乙某").state == "proposed"


@pytest.mark.parametrize(
    ("entered", "field"),
    [
        ({"title": " 《》 "}, "title"),
        ({"title": "长" * 121}, "title"),
        ({"title": "书", "authors": "长" * 121}, "authors"),
        ({"title": "书", "isbn": "9787303002215"}, "isbn"),
        ({"title": "书", "isbn": "x" * 30}, "isbn"),
        ({"title": "书", "year": -1}, "year"),
        ({"title": "书", "kind": "novel"}, "kind"),
    ],
)
def test_what_cannot_be_is_told_by_field(entered, field):
    with pytest.raises(ValidationError) as refused:
        propose_work(by=TeacherFactory(), **entered)
    assert field in refused.value.message_dict
    assert not Work.objects.exists()


def test_a_limit_a_day(settings):
    settings.READING_PROPOSALS_A_DAY = 2
    teacher = TeacherFactory()
    for number in range(2):
        propose_work(by=teacher, title=f"虚构{number}号")
    with pytest.raises(NotPossible, match="一天最多补 2 本书"):
        propose_work(by=teacher, title="虚构三号")
    assert propose_work(by=teacher, title="虚构1号").title == "虚构1号"
    assert propose_work(by=TeacherFactory(), title="虚构三号").title == "虚构三号"


def test_nobody_proposes_without_signing_in():
    with pytest.raises(PermissionDenied):
        propose_work(by=AnonymousUser(), title="虚构的课堂")


@pytest.mark.parametrize("role", [Role.EDITOR, Role.CHIEF_EDITOR])
def test_editors_approve(role):
    work = proposed(TeacherFactory(), clc="G40")
    approve_work(work=work, by=UserFactory(role=role))
    work.refresh_from_db()
    assert (work.state, work.kind) == ("approved", "monograph")
    assert list(Work.objects.usable_by(TeacherFactory())) == [work]


@pytest.mark.parametrize("make", [TeacherFactory, SchoolAdminFactory])
def test_others_do_not(make):
    work = proposed(TeacherFactory())
    with pytest.raises(PermissionDenied):
        approve_work(work=work, by=make())
    with pytest.raises(PermissionDenied):
        approve_work(work=work, by=UserFactory(role=Role.SITE_ADMIN))
    work.refresh_from_db()
    assert work.state == "proposed"


def test_the_key_is_written_whichever_way_a_row_is_saved():
    work = WorkFactory(title="甲书", authors="甲某")
    work.title = "乙书"
    work.save(update_fields=["title"])
    work.refresh_from_db()
    assert work.match_key == "乙书|甲某"
    (bulk,) = Work.objects.bulk_create([Work(title="《丙书》", authors="丙某 著")])
    assert Work.objects.get(pk=bulk.pk).match_key == "丙书|丙某"


def test_everybody_who_proposed_a_book_is_told_once_of_its_approval():
    first, second, editor = TeacherFactory(), TeacherFactory(), UserFactory(role=Role.EDITOR)
    work = propose_work(by=first, title="虚构的课堂")
    propose_work(by=second, title="虚构的课堂")
    propose_work(by=editor, title="虚构的课堂")
    approve_work(work=work, by=editor)
    approve_work(work=work, by=editor)
    told = Notification.objects.order_by("pk")
    assert [each.recipient for each in told] == [first, second]
    assert told[0].text == "您补的《虚构的课堂》由编辑确认了，大家都能用。"
    assert told[0].url == f"/my/reading/books/{work.pk}/"


def test_who_proposed_a_book_is_told_into_which_it_was_merged():
    teacher, editor = TeacherFactory(), UserFactory(role=Role.EDITOR)
    known = WorkFactory(title="爱弥儿")
    merge_works(into=known, from_=propose_work(by=teacher, title="爱米儿"), by=editor)
    told = Notification.objects.get(recipient=teacher)
    assert "并入《爱弥儿》" in told.text
    assert told.url == f"/my/reading/books/{known.pk}/"
    merge_works(into=known, from_=WorkFactory(), by=editor)
    assert Notification.objects.count() == 1
