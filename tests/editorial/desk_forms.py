"""A browser without scripts: opens a form of the desk, fills it in, sends it."""

import datetime
from html.parser import HTMLParser

from django.test import Client

from editorial.models import Submission, SubmissionIndexPage
from forums.models import ForumEventPage
from media.models import PortalImage
from people.models import User
from reading.models import BookListPage, ReadingLogPage, StudyCornerPage
from stories.models import Quality, StoryPage
from tests.editorial.factories import make_work
from tests.media.factories import ImageFactory
from workshops.models import (
    Membership,
    WorkshopIndexPage,
    WorkshopPage,
    WorkshopShowcasePage,
)

TEXT = "读完合上书，我在操场上走了很久。\n\n第二天我换了一种方式提问。"
MODELS: dict[str, type[Submission]] = {
    model.kind: model
    for model in (
        StoryPage,
        BookListPage,
        ReadingLogPage,
        StudyCornerPage,
        ForumEventPage,
        WorkshopShowcasePage,
    )
}
__all__ = ["MODELS", "TEXT", "FormReader", "SubmissionIndexPage", "complete", "open_form", "send"]


class FormReader(HTMLParser):
    """What a browser would send of the form ``#desk-form``."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self.action = ""
        self._inside = self._textarea = self._select = None
        self._first_line = False
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "form" and values.get("id") == "desk-form":
            self._inside, self.action = True, values["action"]
        if not self._inside:
            return
        name = values.get("name")
        if tag == "textarea" and name:
            self._textarea, self._first_line = name, True
            self.fields.setdefault(name, []).append("")
        elif tag == "select":
            self._select = name
            self.fields.setdefault(name, []).append("")
        elif tag == "option" and self._select and "selected" in values:
            self.fields[self._select][-1] = values.get("value") or ""
        elif tag == "input" and name:
            kind = values.get("type", "text")
            if kind in ("radio", "checkbox") and "checked" not in values:
                return
            if kind not in ("file", "submit"):
                self.fields.setdefault(name, []).append(values.get("value") or "")

    def handle_data(self, data: str) -> None:
        if self._textarea:
            if self._first_line:  # a browser drops the line end behind <textarea>
                data, self._first_line = data.removeprefix("\n"), False
            self.fields[self._textarea][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._textarea = None
        elif tag == "select":
            self._select = None
        elif tag == "form":
            self._inside = None


def open_form(client: Client, url: str) -> dict[str, object]:
    """Return the fields of the form at ``url`` as they stand there."""
    answer = client.get(url)
    assert answer.status_code == 200, answer.status_code
    return read(answer)


def read(answer) -> dict[str, object]:
    """Return the fields of the form in ``answer``; its address is ``@action``."""
    reader = FormReader(answer.content.decode())
    assert reader.action, "there is no form"
    return {**reader.fields, "@action": reader.action}


def send(client: Client, form: dict[str, object], action: str = "save", **changes: object):
    """Send a form that ``open_form`` or ``read`` returned, with some fields changed."""
    data = {**form, "action": action, **changes}
    return client.post(data.pop("@action"), data)


def make_workshop(title: str = "虚构语文工作坊") -> WorkshopPage:
    """Return a public workshop to which the newest account belongs."""
    page = WorkshopPage(title=title, slug="gong-zuo-fang", tier="city", host_name="王虚构")
    WorkshopIndexPage.objects.get().add_child(instance=page)
    page.save_revision().publish()
    author = User.objects.latest("pk")
    Membership.objects.create(workshop=page, user=author, state="active", came_by="entered")
    return page


def study_photo() -> PortalImage:
    """Return the one photo of a study, uploaded by the newest account."""
    author = User.objects.latest("pk")
    found = PortalImage.objects.filter(title="书房", uploaded_by_user=author).first()
    return found or ImageFactory(title="书房", uploaded_by_user=author)


def complete(kind: str) -> dict[str, object]:
    """Return the fields with which a piece of this kind can be handed in."""
    common = {"title": "一篇写全的稿件", "summary": "摘要。", "body": TEXT, "body_format": "text"}
    today = datetime.date(2025, 9, 10).isoformat()
    if kind == "reading-log":
        return common | {"work": make_work().pk, "slot": "classic", "finished_on": today}
    if kind == "book-list":
        books = [make_work("给教师的建议"), make_work("虚构的第二本书", authors="虚构作者")]
        rows = {"items-TOTAL_FORMS": "2"}
        for number, book in enumerate(books):
            rows |= {f"items-{number}-work": book.pk, f"items-{number}-reason": f"理由{number}"}
        return common | rows | {"list_kind": "personal"}
    if kind == "study-corner":
        return common | {
            "photos_checked": "yes",
            "pictures-TOTAL_FORMS": "1",
            "pictures-0-image": study_photo().pk,
            "pictures-0-alt": "窗下的一张书桌",
            "pictures-0-faces": "none",
        }
    if kind == "story":
        return common | {
            "person_name": "张虚构",
            "qualities": [Quality.objects.first().pk],
            "consent_scope": "name",
            "consent_date": today,
            "honours-0-title": "虚构区优秀教师",
            "honours-0-year": "2024",
        }
    if kind == "forum-event":
        return common | {
            "event_kind": "salon",
            "mode": "on_site",
            "starts_at": "2025-10-10T14:30",
            "ends_at": "2025-10-10T16:30",
            "place": "虚构小学图书室",
            "agenda-0-time": "14:30",
            "agenda-0-title": "读书分享",
            "speakers-0-name": "李虚构",
        }
    return common | {"result_kind": "lesson", "workshop": make_workshop().pk}
