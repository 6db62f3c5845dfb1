"""The main road through the actions: submit, three approvals, publication; and what is refused."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import Page, Revision, TaskState

from editorial import actions
from editorial.enums import State, Step, Verdict
from editorial.errors import Conflict, NotPossible, NotReleased, ReviewRefused
from editorial.models import Decision, Release
from editorial.queries import own_pieces, queue_for, standing_of
from people.roles import Role
from reading.models import ReadingLogPage
from tests.editorial.factories import (
    approve_all,
    log_draft,
    make_staff,
    waiting_state,
)
from tests.people.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(site_home):
    return make_staff()


@pytest.fixture
def author(site_home):
    return UserFactory(role=Role.TEACHER)


@pytest.fixture
def piece(author):
    return log_draft(author)


def test_three_reviews_publish_the_version_that_was_read(piece, author, staff):
    actions.submit(page_id=piece.pk, author=author)
    assert standing_of(piece).state == State.IN_REVIEW
    assert standing_of(piece).step == Step.FIRST

    approve_all(piece, staff)

    published = ReadingLogPage.objects.get(pk=piece.pk)
    assert published.live is True
    assert published.live_revision_id == piece.latest_revision_id
    assert standing_of(published).state == State.PUBLISHED
    assert [(d.step, d.verdict) for d in published.decisions] == [
        ("", Verdict.SUBMIT),
        (Step.FIRST, Verdict.APPROVE),
        (Step.SECOND, Verdict.APPROVE),
        (Step.FINAL, Verdict.APPROVE),
    ]
    assert Release.objects.get().revision_id == published.live_revision_id
    assert published.responsible_editor == staff.first.name


def test_nobody_takes_two_steps_of_one_piece(piece, author, staff):
    chief_and_editor = UserFactory(role=Role.CHIEF_EDITOR)
    chief_and_editor.groups.add(*staff.first.groups.all())
    actions.submit(page_id=piece.pk, author=author)
    state = waiting_state(piece)
    actions.approve(
        task_state_id=state.pk, reviewer=chief_and_editor, revision_id=state.revision_id
    )

    state = waiting_state(piece)
    with pytest.raises(ReviewRefused, match="已经做过这篇稿件的初审"):
        actions.approve(
            task_state_id=state.pk, reviewer=chief_and_editor, revision_id=state.revision_id
        )
    assert state.pk not in [entry.pk for entry in queue_for(chief_and_editor)]


def test_an_author_with_all_roles_reviews_nothing_of_their_own(piece, author, staff):
    author.groups.add(*staff.first.groups.all(), *staff.chief.groups.all())
    author = type(author).objects.get(pk=author.pk)
    actions.submit(page_id=piece.pk, author=author)
    state = waiting_state(piece)

    for decide in (actions.approve, actions.return_to_author):
        with pytest.raises(ReviewRefused, match="自己写的"):
            decide(
                task_state_id=state.pk,
                reviewer=author,
                revision_id=state.revision_id,
                comment="好",
            )
    assert list(queue_for(author)) == []


def test_a_superuser_reviews_nothing_by_right(piece, author):
    superuser = UserFactory(is_superuser=True)
    actions.submit(page_id=piece.pk, author=author)
    state = waiting_state(piece)
    with pytest.raises(ReviewRefused, match="不负责这篇稿件的初审"):
        actions.approve(task_state_id=state.pk, reviewer=superuser, revision_id=state.revision_id)
    assert standing_of(piece).step == Step.FIRST


def test_a_returned_piece_comes_back_to_the_same_step(piece, author, staff):
    actions.submit(page_id=piece.pk, author=author)
    state = waiting_state(piece)
    actions.approve(task_state_id=state.pk, reviewer=staff.first, revision_id=state.revision_id)
    state = waiting_state(piece)
    actions.return_to_author(
        task_state_id=state.pk,
        reviewer=staff.second,
        revision_id=state.revision_id,
        comment="请写明读的是哪一版。",
    )
    assert standing_of(piece).label == "待修改"
    assert own_pieces(author)[0].standing.state == State.RETURNED

    def write(draft):
        draft.title = "改过的题目"

    actions.update_draft(
        author=author, page_id=piece.pk, write=write, base_revision_id=piece.latest_revision_id
    )
    actions.submit(page_id=piece.pk, author=author)
    assert standing_of(piece).step == Step.SECOND
    approve_all(piece, staff, steps=("second", "chief"))
    assert ReadingLogPage.objects.get(pk=piece.pk).title == "改过的题目"


def test_a_return_needs_a_reason(piece, author, staff):
    actions.submit(page_id=piece.pk, author=author)
    state = waiting_state(piece)
    with pytest.raises(NotPossible, match="理由"):
        actions.return_to_author(
            task_state_id=state.pk,
            reviewer=staff.first,
            revision_id=state.revision_id,
            comment="  ",
        )
    assert Decision.objects.filter(verdict=Verdict.RETURN).count() == 0


def test_the_second_of_two_decisions_is_told_who_was_faster(piece, author, staff):
    actions.submit(page_id=piece.pk, author=author)
    state = waiting_state(piece)
    actions.approve(task_state_id=state.pk, reviewer=staff.first, revision_id=state.revision_id)
    with pytest.raises(Conflict, match=f"{staff.first.name}已经处理过这一步：初审通过"):
        actions.return_to_author(
            task_state_id=state.pk,
            reviewer=staff.second,
            revision_id=state.revision_id,
            comment="不同意",
        )


def test_an_incomplete_piece_is_refused_by_field(author):
    draft = log_draft(author, work=None, finished_on=None)
    with pytest.raises(ValidationError) as refused:
        actions.submit(page_id=draft.pk, author=author)
    assert set(refused.value.message_dict) == {"work", "finished_on"}
    assert Decision.objects.count() == 0


def test_text_cannot_change_during_review(piece, author, staff):
    actions.submit(page_id=piece.pk, author=author)
    with pytest.raises(NotPossible, match="正在审核中"):
        actions.update_draft(
            author=author,
            page_id=piece.pk,
            write=lambda draft: None,
            base_revision_id=piece.latest_revision_id,
        )
    # A script may still save a revision: what was read can then no longer be approved.
    page = ReadingLogPage.objects.get(pk=piece.pk)
    page.title = "趁审核时改掉"
    page.save_revision(clean=False)
    state = waiting_state(piece)
    with pytest.raises(Conflict, match="不是最新的版本"):
        actions.approve(task_state_id=state.pk, reviewer=staff.first, revision_id=state.revision_id)


def test_an_edited_piece_keeps_its_public_version_until_reviewed_again(piece, author, staff):
    actions.submit(page_id=piece.pk, author=author)
    approve_all(piece, staff)
    page = ReadingLogPage.objects.get(pk=piece.pk)
    old_title = page.title

    def write(draft):
        draft.title = "还没有审过的新题目"

    actions.update_draft(
        author=author, page_id=page.pk, write=write, base_revision_id=page.latest_revision_id
    )
    page.refresh_from_db()
    assert (page.live, page.title) == (True, old_title)
    assert standing_of(page).has_new_text is True

    actions.submit(page_id=page.pk, author=author)
    approve_all(page, staff)
    assert ReadingLogPage.objects.get(pk=page.pk).title == "还没有审过的新题目"


def test_withdrawn_is_gone_and_stays_gone(piece, author, staff):
    actions.submit(page_id=piece.pk, author=author)
    approve_all(piece, staff)
    with pytest.raises(ReviewRefused):
        actions.withdraw(page_id=piece.pk, chief=staff.first, comment="试试")
    actions.withdraw(page_id=piece.pk, chief=staff.chief, comment="书名有误")

    page = ReadingLogPage.objects.get(pk=piece.pk)
    assert page.live is False
    assert standing_of(page).state == State.WITHDRAWN
    with pytest.raises(NotReleased):
        page.get_latest_revision().publish()


def test_recall_ends_the_round(piece, author, staff):
    actions.submit(page_id=piece.pk, author=author)
    state = waiting_state(piece)
    actions.recall(page_id=piece.pk, author=author)
    assert standing_of(piece).state == State.DRAFT
    with pytest.raises(Conflict, match="作者已经撤回"):
        actions.approve(task_state_id=state.pk, reviewer=staff.first, revision_id=state.revision_id)


def publish_revision(page):
    page.get_latest_revision().publish(skip_permission_checks=True)


def publish_by_field(page):
    page.live = True
    page.save()


def publish_by_copy(page):
    copy = page.copy(update_attrs={"slug": "copy", "live": True}, keep_live=True)
    assert copy.live is False
    raise NotReleased


def publish_by_alias(page):
    page.live = True
    page.create_alias(update_slug="alias")


def publish_by_workflow(page):
    page.get_workflow().start(page, page.owner)


def publish_by_task_state(page):
    actions.submit(page_id=page.pk, author=page.owner)
    for _ in range(3):
        TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).get().approve()


def publish_on_schedule(page):
    revision = page.get_latest_revision()
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at="2020-01-01T00:00:00Z")
    from django.core.management import call_command

    call_command("publish_scheduled")


@pytest.mark.parametrize(
    "by_script",
    [
        publish_revision,
        publish_by_field,
        publish_by_copy,
        publish_by_alias,
        publish_by_workflow,
        publish_by_task_state,
        publish_on_schedule,
    ],
)
def test_no_script_gets_around_the_reviews(piece, by_script):
    with pytest.raises(PermissionDenied):
        by_script(ReadingLogPage.objects.get(pk=piece.pk))
    assert Page.objects.type(ReadingLogPage).live().count() == 0


@pytest.mark.parametrize("change", ["update", "delete", "save", "delete one"])
def test_the_record_is_append_only(piece, author, change):
    actions.submit(page_id=piece.pk, author=author)
    decision = Decision.objects.get()
    with pytest.raises(PermissionDenied, match="只能追加"):
        {
            "update": lambda: Decision.objects.update(comment="x"),
            "delete": lambda: Decision.objects.all().delete(),
            "save": decision.save,
            "delete one": decision.delete,
        }[change]()
