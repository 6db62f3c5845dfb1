"""Doors of Wagtail beside the editorial road: each was open once."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Page, Workflow
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from editorial import actions
from editorial.body import Picture
from editorial.enums import State, Verdict
from editorial.forms.pictures import describe
from editorial.models import Decision
from editorial.queries import standing_of
from editorial.setup import WAGTAIL_GROUPS, WAGTAIL_WORKFLOW, ensure_office
from people.roles import Role
from reading.models import ReadingLogPage
from tests.editorial.factories import approve_all, log_draft, make_staff, publish, waiting_state
from tests.media.factories import ImageFactory
from tests.people.factories import TeacherFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(site_home):
    return make_staff()


@pytest.fixture
def author(site_home):
    return UserFactory(role=Role.TEACHER)


def edit(client, page, **values):
    """Send Wagtail's page form."""
    fields = {
        "title": "后台改过的题目",
        "slug": "hou-tai",
        "summary": "摘要",
        "body": streamfield([("paragraph", rich_text("<p>后台写的正文。</p>"))]),
        "work": str(page.work_id),
        "slot": "classic",
        "manner": "alone",
        "finished_on": "2025-09-01",
        "quotations": inline_formset([]),
        "comments": inline_formset([]),
    }
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    answer = client.post(
        url, nested_form_data(fields | values), headers={"accept": "application/json"}
    )
    page.refresh_from_db()
    return answer


@pytest.mark.parametrize("fate", ["released", "returned"])
def test_a_version_that_was_decided_about_is_never_rewritten(client, author, staff, fate):
    page, writer = log_draft(author), UserFactory(role=Role.EDITOR)
    # Until it was handed in once, a draft is its author's alone.
    actions.submit(page_id=page.pk, author=author)
    actions.recall(page_id=page.pk, author=author)
    client.force_login(writer)
    edit(client, page)
    version = page.latest_revision
    assert version.user == writer
    if fate == "released":
        publish(page, staff)
    else:
        actions.submit(page_id=page.pk, author=author)
        actions.return_to_author(
            task_state_id=waiting_state(page).pk,
            reviewer=staff.first,
            revision_id=version.pk,
            comment="请核对。",
        )
    edit(client, page, title="没有审过的题目", overwrite_revision_id=str(version.pk))
    version.refresh_from_db()
    assert version.content["title"] == "后台改过的题目"


def test_a_reviewer_cannot_end_a_review_without_reason_and_record(client, author, staff):
    page = log_draft(author)
    actions.submit(page_id=page.pk, author=author)
    client.force_login(staff.first)
    answer = edit(client, page, **{"action-cancel-workflow": "1"})
    assert answer.url == reverse("wagtailadmin_home")  # Wagtail's way to refuse
    assert standing_of(page).state == State.IN_REVIEW


def test_wagtails_return_without_a_reason_is_refused_not_an_error(client, author, staff):
    page = log_draft(author)
    actions.submit(page_id=page.pk, author=author)
    args = [page.pk, "reject", waiting_state(page).pk]
    client.force_login(staff.first)
    answer = client.post(reverse("wagtailadmin_pages:workflow_action", args=args), {"comment": ""})
    assert answer.url == reverse("wagtailadmin_home")
    assert standing_of(page).state == State.IN_REVIEW


def test_wagtails_decision_about_a_step_that_has_ended_is_refused_not_an_error(
    client, author, staff
):
    page = log_draft(author)
    client.force_login(staff.first)
    answer = edit(
        client,
        page,
        **{"action-workflow-action": "1", "workflow-action-name": "approve"},
    )
    assert answer.url == reverse("wagtailadmin_home")
    assert standing_of(page).state == State.DRAFT


@pytest.mark.parametrize("who", ["chief", "superuser"])
def test_a_recorded_piece_does_not_go_with_the_page_above_it(client, author, staff, who):
    page = publish(log_draft(author), staff)
    client.force_login(staff.chief if who == "chief" else UserFactory(is_superuser=True))
    url = reverse("wagtailadmin_pages:delete", args=[page.get_parent().pk])
    client.post(url, {"confirm_site_name": "济源教师风采"})
    assert ReadingLogPage.objects.get(pk=page.pk).live
    with pytest.raises(PermissionDenied):
        Page.objects.get(pk=page.get_parent().pk).delete()


@pytest.mark.parametrize("alias", ["", "on"])
def test_nobody_takes_a_copy_of_somebody_elses_piece(client, author, staff, alias):
    page = log_draft(author)
    client.force_login(staff.first)
    values = {
        "new_title": "副本",
        "new_slug": "fu-ben",
        "new_parent_page": page.get_parent().pk,
        "alias": alias,
    }
    client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), values)
    assert ReadingLogPage.objects.count() == 1


def test_a_piece_that_waits_for_its_day_can_be_withdrawn(author, staff):
    page = log_draft(author)
    draft = page.get_latest_revision_as_object()
    draft.go_live_at = timezone.now() + timedelta(days=3)
    draft.save_revision(user=author, clean=False)
    page = publish(page, staff)
    assert page.approved_schedule
    assert not page.live
    actions.withdraw(page_id=page.pk, chief=staff.chief, comment="有误")
    assert not ReadingLogPage.objects.get(pk=page.pk).approved_schedule
    assert Decision.objects.get(verdict=Verdict.WITHDRAW).revision_id == page.latest_revision_id


def test_words_of_a_picture_stand_still_while_an_editor_reads_them(author, staff):
    image = ImageFactory(uploaded_by_user=author, alt_text="操场")
    page = log_draft(author, cover=image)
    describe([Picture(image.pk, "雨后的操场")], author)
    actions.submit(page_id=page.pk, author=author)
    describe([Picture(image.pk, "没有审过的文字")], author)
    approve_all(page, staff)
    image.refresh_from_db()
    assert image.alt_text == "雨后的操场"


def test_wagtails_own_groups_and_workflow_are_gone(site_home):
    assert not Group.objects.filter(name__in=WAGTAIL_GROUPS).exists()
    assert not Workflow.objects.filter(name=WAGTAIL_WORKFLOW).exists()
    assert not GroupApprovalTask.objects.exists()


def test_a_group_with_somebody_in_it_stays(site_home):
    group = Group.objects.create(name="Editors")
    group.user_set.add(TeacherFactory())
    Group.objects.create(name="Moderators")
    ensure_office(site_home)
    assert list(Group.objects.filter(name__in=WAGTAIL_GROUPS)) == [group]
