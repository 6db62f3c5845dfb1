"""Storing an open form: a new piece or a new version, once, whatever is clicked twice."""

import uuid
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.urls import reverse
from wagtail.models import Page

from editorial import actions
from editorial.errors import Conflict, NotPossible
from editorial.forms import SubmissionForm
from editorial.forms.pictures import PREFIX, describe
from editorial.models import Submission


@dataclass
class Sheet:
    """An open form: what it writes, and from which version it began.

    Attributes:
        model: the page type; token: the form's own number.
        page: the latest version of the piece; a blank page while there is none.
        base_revision_id: the version that the author saw, if the piece exists.
    """

    model: type[Submission]
    token: uuid.UUID
    page: Submission
    base_revision_id: int | None = None

    @property
    def url(self) -> str:
        """Where the form is sent."""
        if self.page.pk:
            return reverse("editorial:edit", args=[self.page.pk])
        return reverse("editorial:new", args=[self.model.kind])

    def move_to(self, page_id: int) -> None:
        """Let the form continue on the version of the piece that is the latest now."""
        row = Page.objects.get(pk=page_id).specific
        self.page = row.get_latest_revision_as_object()
        self.base_revision_id = row.latest_revision_id


def store(sheet: Sheet, form: SubmissionForm, author: AbstractBaseUser) -> None:
    """Store a valid form; ``sheet`` then stands on the version that was stored.

    A form that arrives twice with the same content is stored once, and the second time is as good
    as the first.

    Raises:
        Conflict: the piece has changed since the form was opened; ``sheet`` stands on the present
            version, so that storing again goes through.
        NotPossible: the piece is in review, or its section does not exist.
        ReviewRefused: the piece is somebody else's.
    """
    if sheet.page.pk:
        _update(sheet, form, author)
    else:
        _create(sheet, form, author)
    describe(form.rows[PREFIX].chosen(), author)


def _create(sheet: Sheet, form: SubmissionForm, author: AbstractBaseUser) -> None:
    parent = form.parent()
    if parent is None:
        raise NotPossible("这个栏目还没有建好，请联系站点管理员。文字已留在页面上。")
    page = sheet.model()
    form.write(page)
    stored = actions.create_draft(author=author, token=sheet.token, parent=parent, page=page)
    sheet.move_to(stored.pk)
    if stored is not page and not _is_stored(stored.pk, form):
        raise Conflict("这份表单已经存成稿件。您又改了文字：请核对后再保存一次。")


def _update(sheet: Sheet, form: SubmissionForm, author: AbstractBaseUser) -> None:
    page_id = sheet.page.pk
    try:
        actions.update_draft(
            author=author,
            page_id=page_id,
            write=form.write,
            base_revision_id=sheet.base_revision_id,
            token=sheet.token,
        )
    except (Conflict, NotPossible):
        sheet.move_to(page_id)
        if not _is_stored(page_id, form):
            raise
    else:
        sheet.move_to(page_id)


def _is_stored(page_id: int, form: SubmissionForm) -> bool:
    """Say whether the latest version of the piece is what the form would write."""
    page = Page.objects.get(pk=page_id).specific.get_latest_revision_as_object()
    before = page.serializable_data()
    form.write(page)
    return page.serializable_data() == before
