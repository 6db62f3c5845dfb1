"""Two entries become one, and nothing that named either is lost."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models.fields.reverse_related import ForeignObjectRel

from editorial.errors import NotPossible
from people.roles import Role
from reading.catalogue.actions import merge_works, propose_work
from reading.models import (
    BookEvent,
    BookListItem,
    Edition,
    Note,
    Passage,
    Placement,
    PlannedBook,
    ProgressEntry,
    Proposal,
    ReadingGroup,
    ReadingLogPage,
    ReadingRecord,
    ReadingYear,
    RuleSet,
    Work,
)
from tests.editorial.factories import log_draft, make_staff, publish, put_live
from tests.people.factories import TeacherFactory, UserFactory
from tests.reading.catalogue.factories import WorkFactory, list_draft, proposed, record

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return UserFactory(role=Role.EDITOR)


@pytest.fixture
def pair():
    return WorkFactory(title="甲书", authors="甲某"), WorkFactory(title="乙书", authors="乙某")


def test_the_old_row_leads_to_the_new_one(pair, editor):
    target, source = pair
    source.is_classic, source.clc, source.description = True, "G40", "讲教育的书。"
    source.save()
    merge_works(into=target, from_=source, by=editor)
    source.refresh_from_db()
    target.refresh_from_db()
    assert (source.state, source.merged_into) == ("merged", target)
    assert (target.clc, target.description, target.kind) == ("G40", "讲教育的书。", "classic")
    assert target.authors == "甲某"


def test_every_kind_of_link_moves(site_home, pair, editor):
    target, source = pair
    reader = TeacherFactory()
    year = ReadingYear.objects.create(
        name="2025",
        starts_on=date(2025, 1, 1),
        ends_on=date(2025, 12, 31),
        rule_set=RuleSet.objects.create(name="试"),
    )
    made = [
        log_draft(reader, work=source),
        list_draft(reader, [source]).items.get(),
        record(reader, source),
        PlannedBook.objects.create(reader=reader, year=year, work=source, slot="general"),
        ReadingGroup.objects.create(
            title="共读",
            work=source,
            organiser=reader,
            starts_on=date(2025, 9, 1),
            ends_on=date(2025, 12, 1),
        ),
        Passage.objects.create(text="句子", author="乙某", source="《乙书》", work=source),
        Proposal.objects.create(work=source, proposed_by=reader),
        Edition.objects.create(work=source, publisher="虚构社", isbn="9787303002214"),
        BookEvent.objects.create(work=source, page_id=site_home.pk),
        WorkFactory(title="丙书", state="merged", merged_into=source),
    ]
    linked = {
        field.related_model
        for field in Work._meta.get_fields(include_hidden=True)
        if isinstance(field, ForeignObjectRel)
    }
    assert {type(each) for each in made} == linked  # a new model must come into this test
    merge_works(into=target, from_=source, by=editor)
    for each in made:
        each.refresh_from_db()
        assert (each.merged_into if isinstance(each, Work) else each.work) == target


def test_editions_are_not_doubled(pair, editor):
    target, source = pair
    kept = Edition.objects.create(work=target, isbn="9787303002214")
    gone = Edition.objects.create(work=source, isbn="9787303002214", publisher="虚构社", pages=300)
    other = Edition.objects.create(work=source, publisher="另一社", year=1999)
    reading = record(TeacherFactory(), source, edition=gone)
    merge_works(into=target, from_=source, by=editor)
    assert set(target.editions.all()) == {kept, other}
    kept.refresh_from_db()
    reading.refresh_from_db()
    assert (kept.publisher, kept.pages, reading.edition) == ("虚构社", 300, kept)


def test_a_reader_with_both_open_keeps_one_with_everything(pair, editor):
    target, source = pair
    reader = TeacherFactory()
    want = record(reader, target, "want", wanted_on=date(2025, 1, 1))
    reading = record(reader, source, "reading", started_on=date(2025, 3, 1), page=80, pages=300)
    ProgressEntry.objects.create(record=want, on=date(2025, 4, 1), page=10)
    ProgressEntry.objects.create(record=reading, on=date(2025, 4, 1), page=80)
    ProgressEntry.objects.create(record=want, on=date(2025, 4, 2), page=90)
    Note.objects.create(record=want, text="第一个想法")
    Placement.objects.create(record=want, slot="general")
    merge_works(into=target, from_=source, by=editor)
    (kept,) = ReadingRecord.objects.filter(reader=reader)
    assert (kept.pk, kept.work, kept.state) == (reading.pk, target, "reading")
    assert (kept.wanted_on, kept.started_on, kept.page) == (date(2025, 1, 1), date(2025, 3, 1), 80)
    assert [(e.on.day, e.page) for e in kept.progress.order_by("on")] == [(1, 80), (2, 90)]
    assert kept.notes.get().text == "第一个想法"
    assert kept.placement.slot == "general"


def test_finished_readings_stay_each_for_itself(pair, editor):
    target, source = pair
    reader = TeacherFactory()
    record(reader, target, "finished")
    record(reader, source, "finished", finished_on=date(2025, 10, 1))
    merge_works(into=target, from_=source, by=editor)
    assert ReadingRecord.objects.filter(reader=reader, work=target).count() == 2


def test_one_plan_and_one_proposal_a_person(pair, editor):
    target, source = pair
    reader, other = TeacherFactory(), TeacherFactory()
    year = ReadingYear.objects.create(
        name="2025",
        starts_on=date(2025, 1, 1),
        ends_on=date(2025, 12, 31),
        rule_set=RuleSet.objects.create(name="试"),
    )
    for work in pair:
        PlannedBook.objects.create(reader=reader, year=year, work=work, slot="general")
        Proposal.objects.create(work=work, proposed_by=reader)
    PlannedBook.objects.create(reader=other, year=year, work=source, slot="general")
    merge_works(into=target, from_=source, by=editor)
    assert {p.reader for p in PlannedBook.objects.filter(work=target)} == {reader, other}
    assert PlannedBook.objects.count() == 2
    assert Proposal.objects.get().work == target


def test_a_list_with_both_names_the_book_once_with_both_reasons(site_home, pair, editor):
    target, source = pair
    third = WorkFactory(title="丙书")
    page = put_live(list_draft(TeacherFactory(), [source, third, target]))
    merge_works(into=target, from_=source, by=editor)
    rows = [(item.work, item.reason) for item in BookListItem.objects.filter(page=page.pk)]
    assert rows == [(target, "理由0\n理由2"), (third, "理由1")]
    version = page.get_latest_revision_as_object()
    assert [(item.work, item.reason) for item in version.items.all()] == rows


def test_a_draft_written_before_is_published_with_the_new_book(site_home, pair, editor):
    target, source = pair
    author = TeacherFactory()
    draft = log_draft(author, work=source, slot="general")
    draft.latest_revision.refresh_from_db()
    content = draft.latest_revision.content
    merge_works(into=target, from_=source, by=editor)
    draft.latest_revision.refresh_from_db()
    assert draft.latest_revision.content == content  # what reviewers saw is not rewritten
    live = publish(ReadingLogPage.objects.get(pk=draft.pk), make_staff())
    assert (live.live, live.work) == (True, target)


def test_a_draft_whose_book_was_deleted_still_opens(site_home):
    draft = log_draft(TeacherFactory(), work=(work := WorkFactory()))
    names = list_draft(TeacherFactory(), [work, other := WorkFactory()])
    ReadingLogPage.objects.filter(pk=draft.pk).update(work=None)
    BookListItem.objects.filter(work=work).delete()
    work.delete()
    assert draft.get_latest_revision_as_object().work is None
    assert [i.work for i in names.get_latest_revision_as_object().items.all()] == [other]


def test_merging_into_what_waits_approves_it(editor):
    teacher = TeacherFactory()
    target, source = proposed(teacher), WorkFactory()
    merge_works(into=target, from_=source, by=editor)
    target.refresh_from_db()
    assert target.state == "approved"


def test_two_that_wait_go_on_waiting_for_both_proposers(editor):
    one, two = TeacherFactory(), TeacherFactory()
    target, source = proposed(one), proposed(two)
    merge_works(into=target, from_=source, by=editor)
    assert list(Work.objects.usable_by(two)) == [target]
    assert propose_work(by=two, title=target.title, authors=target.authors) == target


def test_twice_is_once_and_no_rings(pair, editor):
    target, source = pair
    third = WorkFactory(title="丙书")
    merge_works(into=target, from_=source, by=editor)
    assert merge_works(into=target, from_=source, by=editor) == target
    with pytest.raises(NotPossible):
        merge_works(into=source, from_=target, by=editor)
    with pytest.raises(NotPossible):
        merge_works(into=target, from_=target, by=editor)
    merge_works(into=third, from_=target, by=editor)
    source.refresh_from_db()
    assert source.merged_into == third


def test_an_author_that_would_make_two_alike_is_not_taken_over(editor):
    target = WorkFactory(title="甲书", authors="")
    source = WorkFactory(title="乙书", authors="乙某")
    WorkFactory(title="甲书", authors="乙某")
    merge_works(into=target, from_=source, by=editor)
    target.refresh_from_db()
    assert target.authors == ""


def test_only_editors_merge(pair):
    target, source = pair
    for person in (TeacherFactory(), UserFactory(role=Role.SITE_ADMIN)):
        with pytest.raises(PermissionDenied):
            merge_works(into=target, from_=source, by=person)
    source.refresh_from_db()
    assert source.state == "approved"
