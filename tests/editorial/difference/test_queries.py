"""Which version a reviewer compares with."""

import pytest

from editorial import actions
from editorial.difference import last_reviewed
from tests.editorial.factories import log_draft, make_staff, publish, put_live, waiting_state
from tests.people.factories import TeacherFactory

pytestmark = pytest.mark.django_db


def save_again(page) -> int:
    """Save another version and return its number."""
    draft = page.get_latest_revision_as_object()
    draft.summary += "又改了。"
    return draft.save_revision(user=page.owner, clean=False).pk


def test_a_first_version_has_none_before_it(site_home):
    page = log_draft(TeacherFactory())
    assert last_reviewed(page.pk, before_revision_id=page.latest_revision_id) is None


def test_the_version_that_was_returned_counts_not_those_in_between(site_home):
    page, staff = log_draft(TeacherFactory()), make_staff()
    actions.submit(page_id=page.pk, author=page.owner)
    state = waiting_state(page)
    actions.return_to_author(
        task_state_id=state.pk,
        reviewer=staff.first,
        revision_id=state.revision_id,
        comment="请改。",
    )
    save_again(page)
    newest = save_again(page)
    found = last_reviewed(page.pk, before_revision_id=newest)
    assert found is not None
    assert found.pk == state.revision_id
    assert last_reviewed(page.pk, before_revision_id=state.revision_id) is None


def test_an_approved_version_counts(site_home):
    page = publish(log_draft(TeacherFactory()))
    released = page.live_revision_id
    assert last_reviewed(page.pk, before_revision_id=save_again(page)).pk == released


def test_without_a_decision_the_published_version_counts(site_home, django_assert_num_queries):
    page = put_live(log_draft(TeacherFactory()))
    newest = save_again(page)
    with django_assert_num_queries(2):
        assert last_reviewed(page.pk, before_revision_id=newest).pk == page.live_revision_id
    assert last_reviewed(page.pk, before_revision_id=page.live_revision_id) is None
