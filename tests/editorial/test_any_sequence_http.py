"""The same over HTTP: whatever is sent to the admin and to our desks, by whom, in which order."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Revision, TaskState
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from editorial.enums import Audience
from editorial.models import Decision, Submission
from reading.models import ReadingIndexPage, ReadingLogPage
from tests.editorial.desk_forms import complete
from tests.editorial.factories import log_draft
from tests.editorial.offices import Office, make_office
from tests.editorial.readers import check_readers

pytestmark = pytest.mark.django_db

PEOPLE = (
    "author",
    "school admin",
    "editor",
    "second editor",
    "chief",
    "site admin",
    "superuser",
)
BULK = ("publish", "unpublish", "delete", "move")
API = (
    "publish",
    "unpublish",
    "delete",
    "move",
    "copy",
    "create_alias",
    "convert_alias",
    "revert_to_page_revision",
)
BUTTONS: tuple[dict[str, str], ...] = (
    {},
    {"action-publish": "1"},
    {"action-submit": "1"},
    {"action-restart-workflow": "1"},
    {"action-cancel-workflow": "1"},
    *(
        {
            "action-workflow-action": "1",
            "workflow-action-name": name,
            "workflow-action-extra-data": json.dumps(comment),
        }
        for name in ("approve", "reject")
        for comment in ({}, {"comment": "意见"})
    ),
)
DECISIONS = ("approve", "return", "hold", "decline")


class Requests:
    """What one person sends about one piece; ``detail`` is a drawn number for what to choose."""

    def __init__(self, client: Client, page: Submission, office: Office, detail: int) -> None:
        self.client, self.office, self.detail = client, office, detail
        self.page = ReadingLogPage.objects.get(pk=page.pk)
        state = TaskState.objects.order_by("-pk").filter(workflow_state__object_id=str(page.pk))
        step = state.filter(status=TaskState.STATUS_IN_PROGRESS).first() or state.first()
        self.step_id, self.revision_id = (step.pk, step.revision_id) if step else (0, 0)

    def _post(self, name: str, *args: object, **data: object) -> HttpResponse:
        return self.client.post(reverse(name, args=args), data)

    def _pick(self, values: tuple) -> object:
        return values[self.detail % len(values)]

    # -- Wagtail's admin -------------------------------------------------------------------------

    def _page_form(self, **values: object) -> dict[str, object]:
        fields = {
            "title": "后台改过的题目",
            "slug": "hou-tai",
            "summary": "摘要",
            "body": streamfield([("paragraph", rich_text("<p>后台写的正文。</p>"))]),
            "work": str(self.page.work_id),
            "slot": "classic",
            "manner": "alone",
            "finished_on": "2025-09-01",
            "audience": Audience.PUBLIC,
            "comments": inline_formset([]),
        }
        return nested_form_data(fields | values)

    def edit(self) -> HttpResponse:
        data = self._page_form(**self._pick(BUTTONS))
        return self._post("wagtailadmin_pages:edit", self.page.pk, **data)

    def edit_with_time(self) -> HttpResponse:
        moment = timezone.localtime() + timedelta(hours=self._pick((-2, 2)))
        data = self._page_form(go_live_at=f"{moment:%Y-%m-%d %H:%M}", **{"action-publish": "1"})
        return self._post("wagtailadmin_pages:edit", self.page.pk, **data)

    def add(self) -> HttpResponse:
        data = self._page_form(slug="xin-de", **self._pick(BUTTONS[:3]))
        args = ["reading", "readinglogpage", self.page.get_parent().pk]
        return self._post("wagtailadmin_pages:add", *args, **data)

    def workflow_action(self) -> HttpResponse:
        name, comment = self._pick(
            (("approve", ""), ("approve", "意见"), ("reject", ""), ("reject", "意见"))
        )
        url = "wagtailadmin_pages:workflow_action"
        return self._post(url, self.page.pk, name, self.step_id, comment=comment)

    def collect_action_data(self) -> HttpResponse:
        name = self._pick(("approve", "reject"))
        url = "wagtailadmin_pages:collect_workflow_action_data"
        return self._post(url, self.page.pk, name, self.step_id, comment="意见")

    def confirm_cancellation(self) -> HttpResponse:
        return self._post("wagtailadmin_pages:confirm_workflow_cancellation", self.page.pk)

    def bulk(self) -> HttpResponse:
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", self._pick(BULK)])
        elsewhere = ReadingIndexPage.objects.exclude(pk=self.page.get_parent().pk).first()
        data = {"include_descendants": "on", "chooser": elsewhere.pk, "move_applicable": "on"}
        return self.client.post(f"{url}?id={self.page.pk}", data)

    def copy(self) -> HttpResponse:
        option = self._pick(({}, {"publish_copies": "on"}, {"alias": "on"}))
        data = {
            "new_title": "副本",
            "new_slug": f"fu-ben-{self.detail}",
            "new_parent_page": self.page.get_parent().pk,
        }
        return self._post("wagtailadmin_pages:copy", self.page.pk, **data | option)

    def unpublish(self) -> HttpResponse:
        return self._post("wagtailadmin_pages:unpublish", self.page.pk)

    def delete(self) -> HttpResponse:
        return self._post("wagtailadmin_pages:delete", self.page.pk)

    def delete_above(self) -> HttpResponse:
        return self._post(
            "wagtailadmin_pages:delete",
            self.page.get_parent().pk,
            confirm_site_name="济源教师风采",
        )

    def convert_alias(self) -> HttpResponse:
        return self._post("wagtailadmin_pages:convert_alias", self.page.pk)

    def lock(self) -> HttpResponse:
        return self._post(
            self._pick(("wagtailadmin_pages:lock", "wagtailadmin_pages:unlock")), self.page.pk
        )

    def unschedule(self) -> HttpResponse:
        args = [self.page.pk, self.page.latest_revision_id]
        return self._post("wagtailadmin_pages:revisions_unschedule", *args)

    def revert(self) -> HttpResponse:
        """Open the first version in Wagtail's editor and send it off."""
        first = self.page.revisions.order_by("pk").first()
        args = [self.page.pk, first.pk]
        self.client.get(reverse("wagtailadmin_pages:revisions_revert", args=args))
        data = self._page_form(revision=str(first.pk), **self._pick(BUTTONS[:3]))
        return self._post("wagtailadmin_pages:edit", self.page.pk, **data)

    def admin_api(self) -> HttpResponse:
        name = self._pick(API)
        url = reverse("wagtailadmin_api:pages:action", args=[self.page.pk, name])
        data = {
            "destination_page_id": self.page.get_parent().pk,
            "revision_id": self.page.latest_revision_id,
            "keep_live": True,
            "update_slug": f"api-{self.detail}",
            "slug": f"api-{self.detail}",
        }
        return self.client.post(url, json.dumps(data), content_type="application/json")

    # -- our desks -------------------------------------------------------------------------------

    def submit(self) -> HttpResponse:
        return self._post("editorial:submit", self.page.pk, confirmed="1")

    def recall(self) -> HttpResponse:
        return self._post("editorial:recall", self.page.pk)

    def write(self) -> HttpResponse:
        data = complete("reading-log") | {
            "action": self._pick(("save", "submit")),
            "audience": self._pick(tuple(Audience.values)),
            "base_revision": self.page.latest_revision_id,
            "pictures-TOTAL_FORMS": "0",
            "pictures-INITIAL_FORMS": "0",
            "quotations-TOTAL_FORMS": "0",
            "quotations-INITIAL_FORMS": "0",
        }
        return self._post("editorial:edit", self.page.pk, **data)

    def _decide(self, decision: str, **data: object) -> HttpResponse:
        form = {
            "decision": decision,
            "revision": self.revision_id,
            "comment": "意见",
            "marks-TOTAL_FORMS": "0",
            "marks-INITIAL_FORMS": "0",
        }
        return self._post("reviews:review", self.step_id, **form | data)

    def decide(self) -> HttpResponse:
        return self._decide(self._pick(DECISIONS))

    def approve(self) -> HttpResponse:
        return self._decide("approve")

    def approve_for_later(self) -> HttpResponse:
        later = timezone.localtime() + timedelta(hours=1)
        return self._decide("approve", go_live_at=f"{later:%Y-%m-%dT%H:%M}")

    def approve_together(self) -> HttpResponse:
        return self._post("reviews:together", chosen=f"{self.step_id}-{self.revision_id}")

    def claim(self) -> HttpResponse:
        names = ("reviews:claim", "reviews:release", "reviews:resume")
        return self._post(self._pick(names), self.step_id)

    def name_another(self) -> HttpResponse:
        other = self.office[self._pick(PEOPLE)]
        if self.detail % 2:
            return self._post("reviews:hand_over", self.step_id, **{"to-person": other.pk})
        data = {"stand-in-person": other.pk, "stand-in-reason": "出差"}
        return self._post("reviews:stand_in", self.step_id, **data)

    def undo(self) -> HttpResponse:
        last = Decision.objects.filter(page_id=self.page.pk).last()
        return self._post("reviews:undo", last.pk if last else 0)

    def withdraw(self) -> HttpResponse:
        name = self._pick(("editorial_reviewing:withdraw", "editorial_reviewing:correct"))
        return self._post(name, self.page.pk, comment="有误")


VERBS = tuple(name for name in vars(Requests) if not name.startswith("_"))
ROAD = [
    ("submit", "author", 0),
    ("approve", "school admin", 0),
    ("approve", "editor", 0),
    ("approve", "second editor", 0),
    ("approve", "chief", 0),
]
steps = st.lists(
    st.tuples(st.sampled_from(VERBS), st.sampled_from(PEOPLE), st.integers(0, 23)),
    min_size=3,
    max_size=5,
)


def check_everything() -> None:
    """No copy, alias or piece of its own is before readers without what it takes."""
    for page in ReadingLogPage.objects.filter(live=True):
        check_readers(page)


def let_time_pass() -> None:
    """What was planned by whatever door is due, and the hourly command runs."""
    past = timezone.now() - timedelta(minutes=1)
    for revision in Revision.objects.exclude(approved_go_live_at=None):
        revision.approved_go_live_at = past
        if revision.content.get("go_live_at"):
            revision.content |= {"go_live_at": past.isoformat()}
        revision.save(update_fields=["approved_go_live_at", "content"])
    call_command("publish_scheduled")


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.sampled_from(Audience.values[1:]), steps, steps)
def test_no_requests_show_readers_what_was_not_approved(site_home, audience, before, after):
    with transaction.atomic():
        office = make_office()
        clients = {name: Client() for name in PEOPLE}
        for name, client in clients.items():
            client.force_login(office[name])
        page = log_draft(office["author"], audience=audience)
        for verb, name, detail in [*before, *ROAD, *after]:
            if not ReadingLogPage.objects.filter(pk=page.pk).exists():
                break  # a draft that was never handed in may be deleted
            # A client raises what the server would answer with 500.
            answer = getattr(Requests(clients[name], page, office, detail), verb)()
            assert answer.status_code < 500
            check_everything()
        let_time_pass()
        check_everything()
        transaction.set_rollback(True)
