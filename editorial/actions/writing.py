"""Writing: drafts, and what is typed before it is one."""

import uuid
from collections.abc import Callable

from django.db import transaction
from wagtail.models import Page

from editorial import rules
from editorial.actions.locking import locked_submission
from editorial.errors import Conflict, NotPossible, ReviewRefused
from editorial.models import Decision, Submission, WorkingCopy
from editorial.queries import standing_of
from editorial.signals import draft_saved
from people.models import User

COPIES_KEPT = 50  # a bound on what one account can fill the table with


@transaction.atomic
def autosave(
    *,
    author: User,
    token: uuid.UUID,
    kind: str,
    data: dict[str, list[str]],
    page_id: int | None = None,
) -> WorkingCopy:
    """Keep what stands in an open form, as it is.

    Args:
        author: who types.
        token: the form's own number.
        kind: the kind of submission.
        data: the form's fields, each a list of texts.
        page_id: the piece that is being changed, if there is one.

    Raises:
        ReviewRefused: the form or the piece belongs to somebody else.
        NotPossible: the form was sent meanwhile, or too many are open.
    """
    copy = WorkingCopy.objects.select_for_update().filter(token=token).first()
    if copy and copy.author_id != author.pk:
        raise ReviewRefused("这份未存稿属于别人。")
    if copy and copy.page_id and page_id is None:
        raise NotPossible("这份表单已经存成稿件。")
    if page_id is not None and locked_submission(page_id).owner_id != author.pk:
        raise ReviewRefused("只有作者本人可以修改。")
    if copy is None:
        if WorkingCopy.objects.filter(author=author).exclude(data={}).count() >= COPIES_KEPT:
            raise NotPossible("未存稿太多了，请先整理。")
        copy = WorkingCopy(token=token, author=author, kind=kind, page_id=page_id)
    copy.data = data
    copy.save()
    return copy


def discard_working_copy(*, author: User, token: uuid.UUID) -> None:
    """Throw away what was typed and not saved."""
    WorkingCopy.objects.filter(author=author, token=token).delete()


@transaction.atomic
def create_draft(*, author: User, token: uuid.UUID, parent: Page, page: Submission) -> Submission:
    """Make the first version of a piece below ``parent``.

    The parent is locked first: two simultaneous children of one parent would compute the same
    place in the tree. The same ``token`` sent twice makes one piece.

    Args:
        author: who writes; becomes the owner.
        token: the number of the form that was sent.
        parent: the index page, or the workshop, below which the piece lies.
        page: the piece with its fields set, not yet saved.

    Raises:
        ReviewRefused: the form belongs to somebody else.
        NotPossible: pieces of this kind have no place below ``parent``.
    """
    parent = Page.objects.select_for_update().get(pk=parent.pk).specific
    copy = WorkingCopy.objects.select_for_update().filter(token=token).first()
    if copy and copy.author_id != author.pk:
        raise ReviewRefused("这份未存稿属于别人。")
    if copy and copy.page_id:
        return locked_submission(copy.page_id)
    if not type(page).can_create_at(parent):
        raise NotPossible("这里不能投这一类稿件。")
    page.owner = author
    page.unit = page.unit or author.unit
    page.live = False
    page.has_unpublished_changes = True
    parent.add_child(instance=page)
    page.save_revision(user=author, clean=False, log_action=True)
    WorkingCopy.objects.update_or_create(
        token=token,
        defaults={"author": author, "kind": page.kind, "page": page, "data": {}},
    )
    draft_saved.send(type(page), page=page)
    return page


@transaction.atomic
def update_draft(
    *,
    author: User,
    page_id: int,
    write: Callable[[Submission], None],
    base_revision_id: int | None,
    token: uuid.UUID | None = None,
) -> Submission:
    """Save a new version of a piece.

    Args:
        author: who writes; must own the piece.
        page_id: the piece.
        write: sets the new values on the version it is given.
        base_revision_id: the version that the author began from.
        token: the number of the form, whose working copy is then no longer needed.

    Raises:
        ReviewRefused: the piece belongs to somebody else.
        NotPossible: it is in review.
        Conflict: a newer version was saved meanwhile; nothing is written.
    """
    page = locked_submission(page_id)
    if page.owner_id != author.pk:
        raise ReviewRefused("只有作者本人可以修改。")
    verdict = rules.may_edit(standing_of(page).state)
    if not verdict:
        raise NotPossible(verdict.reason)
    if base_revision_id != page.latest_revision_id:
        raise Conflict("这篇稿件在别处有了更新的版本。您的文字还在，请核对后再保存一次。")
    draft = page.get_latest_revision_as_object()
    write(draft)
    draft.save_revision(user=author, clean=False, log_action=True)
    if token:
        WorkingCopy.objects.filter(token=token, author=author, data__isnull=False).update(data={})
    draft_saved.send(type(draft), page=draft)
    return draft


@transaction.atomic
def delete_draft(*, author: User, page_id: int) -> None:
    """Delete a piece that was never handed in.

    Raises:
        ReviewRefused: it belongs to somebody else.
        NotPossible: it has a record, which stays.
    """
    page = locked_submission(page_id)
    if page.owner_id != author.pk:
        raise ReviewRefused("只有作者本人可以删除。")
    if page.live or Decision.objects.filter(page_id=page.pk).exists():
        raise NotPossible("送审过的稿件有审稿记录，不能删除。")
    page.delete()
