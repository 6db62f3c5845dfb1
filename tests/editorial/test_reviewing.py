"""The editors' desk over HTTP, and Wagtail's own endpoints beside it."""

import pytest
from django.urls import reverse
from wagtail.models import Page, TaskState
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from editorial import actions
from editorial.enums import Step, Verdict
from editorial.models import Decision
from editorial.queries import standing_of
from people.roles import Role
from reading.models import ReadingLogPage
from tests.editorial.factories import approve_all, log_draft, make_staff, waiting_state
from tests.people.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(site_home):
    return make_staff()


@pytest.fixture
def author(site_home):
    return UserFactory(role=Role.TEACHER, name="林虚构")


@pytest.fixture
def piece(author):
    page = log_draft(author, title="一篇等待审核的笔记")
    actions.submit(page_id=page.pk, author=author)
    return page


def review_url(piece):
    return reverse("reviews:review", args=[waiting_state(piece).pk])


def decide(client, piece, decision="approve", comment=""):
    state = waiting_state(piece)
    return client.post(
        reverse("reviews:review", args=[state.pk]),
        {"decision": decision, "comment": comment, "revision": state.revision_id},
    )


def test_three_editors_publish_over_http(client, piece, staff):
    for reviewer, step in ((staff.first, "初审"), (staff.second, "复审"), (staff.chief, "终审")):
        client.force_login(reviewer)
        queue = client.get(reverse("reviews:queue"))
        assert "一篇等待审核的笔记" in queue.content.decode()
        page = client.get(review_url(piece)).content.decode()
        assert step in page
        answer = decide(client, piece)
        assert answer.url == reverse("reviews:queue")
    assert ReadingLogPage.objects.get(pk=piece.pk).live is True


def test_preview_frame_shows_the_piece_to_the_reviewer_only(client, piece, staff):
    state = waiting_state(piece)
    preview = reverse("wagtailadmin_pages:workflow_preview", args=[piece.pk, state.task_id])
    client.force_login(staff.first)
    assert "站上讲台的样子" in client.get(preview).content.decode()
    client.force_login(staff.chief)  # not their step
    answer = client.get(preview, follow=True)
    assert "站上讲台的样子" not in answer.content.decode()


def test_returning_without_a_reason_is_told_beside_the_field(client, piece, staff):
    client.force_login(staff.first)
    answer = decide(client, piece, "return", "   ")
    assert answer.status_code == 422
    assert "请写明退回的理由" in answer.content.decode()
    assert standing_of(piece).step == Step.FIRST


def test_the_slower_editor_is_told_who_decided(client, piece, staff):
    url, state = review_url(piece), waiting_state(piece)
    actions.approve(task_state_id=state.pk, reviewer=staff.first, revision_id=state.revision_id)
    client.force_login(staff.second)
    answer = client.post(
        url, {"decision": "return", "comment": "不行", "revision": state.revision_id}
    )
    assert answer.status_code == 409
    assert staff.first.name in answer.content.decode()
    assert Decision.objects.filter(verdict=Verdict.RETURN).count() == 0


def test_an_old_version_cannot_be_approved(client, piece, staff):
    client.force_login(staff.first)
    answer = client.post(review_url(piece), {"decision": "approve", "revision": 1})
    assert answer.status_code == 409
    assert "不是最新的版本" in answer.content.decode()


@pytest.mark.parametrize("role", [Role.TEACHER, Role.SCHOOL_ADMIN, Role.WORKSHOP_HOST, None])
def test_others_have_no_desk(client, piece, role):
    client.force_login(UserFactory(role=role) if role else UserFactory())
    for url in (review_url(piece), reverse("reviews:queue")):
        answer = client.get(url, follow=True)
        assert "一篇等待审核的笔记" not in answer.content.decode()
    decide(client, piece)
    assert standing_of(piece).step == Step.FIRST


def test_wagtails_own_approval_obeys_the_rules(client, piece, staff):
    """The chief holds no first review; Wagtail's endpoint must not give it either."""
    state = waiting_state(piece)
    url = reverse("wagtailadmin_pages:workflow_action", args=[piece.pk, "approve", state.pk])
    client.force_login(staff.chief)
    client.post(url, {"comment": ""})
    assert standing_of(piece).step == Step.FIRST

    client.force_login(staff.first)
    client.post(url, {"comment": ""})
    assert standing_of(piece).step == Step.SECOND
    assert Decision.objects.filter(verdict=Verdict.APPROVE).get().decided_by == staff.first


def admin_form(work, **buttons):
    """What Wagtail's page form sends for a complete reading log."""
    return nested_form_data(
        {
            "title": "从后台改的题目",
            "slug": "hou-tai",
            "summary": "摘要",
            "body": streamfield([("paragraph", rich_text("<p>后台写的正文。</p>"))]),
            "work": str(work.pk),
            "slot": "classic",
            "manner": "alone",
            "finished_on": "2025-09-01",
            "comments": inline_formset([]),
        }
        | buttons
    )


@pytest.mark.parametrize("role", ["superuser", Role.EDITOR, Role.CHIEF_EDITOR, Role.SITE_ADMIN])
@pytest.mark.parametrize("handed_in", [False, True])
def test_no_endpoint_of_the_admin_publishes(client, author, role, handed_in, staff):
    draft = log_draft(author, title="不该公开的文字")
    if handed_in:
        actions.submit(page_id=draft.pk, author=author)
    user = UserFactory(is_superuser=True) if role == "superuser" else UserFactory(role=role)
    client.force_login(user)
    edit = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    attempts = [
        (edit, admin_form(draft.work, **{"action-publish": "1"})),
        (edit, admin_form(draft.work, **{"action-submit": "1"})),
        (f"{bulk}?id={draft.pk}", {"include_descendants": "on"}),
        (
            reverse("wagtailadmin_pages:copy", args=[draft.pk]),
            {
                "new_title": "副本",
                "new_slug": "fu-ben",
                "new_parent_page": draft.get_parent().pk,
                "publish_copies": "on",
            },
        ),
        (
            reverse("wagtailadmin_pages:copy", args=[draft.pk]),
            {
                "new_title": "别名",
                "new_slug": "bie-ming",
                "new_parent_page": draft.get_parent().pk,
                "alias": "on",
            },
        ),
        (
            reverse(
                "wagtailadmin_pages:add",
                args=["reading", "readinglogpage", draft.get_parent().pk],
            ),
            admin_form(draft.work, **{"action-publish": "1"}),
        ),
        (
            reverse(
                "wagtailadmin_pages:add",
                args=["reading", "readinglogpage", draft.get_parent().pk],
            ),
            admin_form(draft.work, slug="zai-shi", **{"action-submit": "1"}),
        ),
    ]
    for url, data in attempts:
        answer = client.post(url, data)
        assert answer.status_code < 500
    assert Page.objects.type(ReadingLogPage).live().count() == 0
    assert TaskState.objects.filter(status=TaskState.STATUS_APPROVED).count() == 0


def test_a_chief_withdraws_with_a_reason_and_others_cannot(client, author, staff):
    draft = log_draft(author)
    actions.submit(page_id=draft.pk, author=author)
    approve_all(draft, staff)
    url = reverse("editorial_reviewing:withdraw", args=[draft.pk])
    public = ReadingLogPage.objects.get(pk=draft.pk).get_url()

    client.force_login(staff.first)
    client.post(url, {"comment": "越权"})
    assert client.get(public).status_code == 200

    client.force_login(staff.chief)
    assert "请写明撤稿的理由" in client.post(url, {"comment": ""}).content.decode()
    client.post(url, {"comment": "图片授权有问题"})
    client.logout()
    answer = client.get(public)
    assert answer.status_code == 410
    assert "已经撤下" in answer.content.decode()
    assert draft.title not in answer.content.decode()
    assert Decision.objects.get(verdict=Verdict.WITHDRAW).comment == "图片授权有问题"


@pytest.mark.parametrize("amount", [1, 5, 20])
def test_the_queue_asks_the_database_as_often_for_many_as_for_one(
    client, author, staff, django_assert_max_num_queries, amount
):
    for number in range(amount):
        page = log_draft(author, title=f"第{number}篇")
        actions.submit(page_id=page.pk, author=author)
    client.force_login(staff.first)
    client.get(reverse("reviews:queue"))
    with django_assert_max_num_queries(20) as counted:
        client.get(reverse("reviews:queue"))
    assert len(counted) <= 20
