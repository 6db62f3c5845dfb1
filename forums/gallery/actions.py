"""What changes the photos of an event."""

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from editorial.errors import NotPossible, ReviewRefused
from editorial.rules import Answer
from forums.gallery import rules
from forums.gallery.queries import is_editor
from forums.models import EventPhoto, ForumEventPage
from forums.notices import tell
from forums.registration.actions.locking import require_organiser
from media.actions import add_image
from people.models import User

GONE = "没有这张照片，它可能已经移走。"


def add_photo(*, page_id: int, by: User, file: File) -> EventPhoto:
    """Take in a photo; those who run the event see it, nobody else.

    Raises:
        ReviewRefused: ``by`` does not run the event.
        NotPossible: there is none, it has not begun, or it has enough photos.
        ValidationError: the file is no acceptable picture (``file``).
    """
    _require_room(_led_event(page_id, by))
    try:
        # Reading the picture is no work for a transaction.
        image = add_image(user=by, file=file, alt_text="")
    except ValidationError as error:
        raise ValidationError({"file": error.messages}) from None
    with transaction.atomic():
        page = ForumEventPage.objects.select_for_update(of=("self",)).get(pk=page_id)
        _require_room(page)
        return EventPhoto.objects.create(page=page, image=image, added_by=by)


@transaction.atomic
def describe_photo(*, photo_id: int, by: User, alt: str, faces: str) -> EventPhoto:
    """Say what a photo shows and who is in it; an editor can look at it then.

    Raises:
        ReviewRefused: ``by`` does not run the event.
        NotPossible: there is none, or everybody sees it already.
        ValidationError: by field; what was written is kept by the form.
    """
    photo = _led(photo_id, by)
    _require(rules.may_change(_facts(photo)))
    if problems := rules.words_problem(rules.PhotoFacts(alt, faces)):
        raise ValidationError(problems)
    photo.alt, photo.faces, photo.reason = alt.strip(), faces, ""
    photo.save(update_fields=["alt", "faces", "reason"])
    return photo


@transaction.atomic
def show_photo(*, photo_id: int, by: User) -> EventPhoto:
    """Let all readers of the event see a photo. Again changes nothing.

    Raises:
        ReviewRefused: ``by`` is no editor, or uploaded it.
        NotPossible: there is none, or it is not described.
    """
    photo = _led(photo_id, by)
    answer = rules.may_show(
        _facts(photo), is_editor=is_editor(by), is_uploader=photo.added_by_id == by.pk
    )
    if not answer:
        raise ReviewRefused(answer.reason)
    if photo.shown_at is None:
        photo.shown_at, photo.shown_by, photo.reason = timezone.now(), by, ""
        photo.save(update_fields=["shown_at", "shown_by", "reason"])
    return photo


@transaction.atomic
def decline_photo(*, photo_id: int, by: User, reason: str) -> EventPhoto:
    """Do not show a photo; its uploader is told why, and may describe it anew or remove it.

    Raises:
        ReviewRefused: ``by`` is no editor.
        NotPossible: there is none. ValidationError: no reason.
    """
    photo = _led(photo_id, by)
    if not is_editor(by):
        raise ReviewRefused("照片由编辑来看。")
    if not reason.strip():
        raise ValidationError({"reason": "请写一句理由，主办人会看到。"})
    photo.reason, photo.shown_at, photo.shown_by = reason.strip()[:200], None, None
    photo.save(update_fields=["reason", "shown_at", "shown_by"])
    if photo.added_by_id and photo.added_by_id != by.pk:
        tell(
            recipient_id=photo.added_by_id,
            page=photo.page,
            words=f"有一张照片没有公开：{photo.reason}",
            url=reverse("events:photos", args=[photo.page_id]),
        )
    return photo


@transaction.atomic
def withhold_photo(*, photo_id: int, by: User) -> EventPhoto:
    """Take a photo out of sight at once. Again changes nothing.

    Raises:
        ReviewRefused, NotPossible: see ``describe_photo``.
    """
    photo = _led(photo_id, by)
    if photo.shown_at is not None:
        photo.shown_at, photo.shown_by = None, None
        # It waits for no editor before somebody has described it anew.
        photo.reason = "已经收回。要再公开，请重新保存说明。"
        photo.save(update_fields=["shown_at", "shown_by", "reason"])
    return photo


@transaction.atomic
def remove_photo(*, photo_id: int, by: User) -> int:
    """Remove a photo that is not shown, and its file; returns the event's number.

    Raises:
        ReviewRefused, NotPossible: see ``describe_photo``.
    """
    photo = _led(photo_id, by)
    _require(rules.may_change(_facts(photo)))
    image, page_id = photo.image, photo.page_id
    photo.delete()
    if not image.published_uses.exists():
        image.delete()
    return page_id


def _led_event(page_id: int, by: User) -> ForumEventPage:
    page = ForumEventPage.objects.filter(pk=page_id).first()
    if page is None:
        raise NotPossible("没有这场活动。")
    require_organiser(by, page)
    return page


def _led(photo_id: int, by: User) -> EventPhoto:
    rows = EventPhoto.objects.select_for_update(of=("self",)).select_related("page", "image")
    photo = rows.filter(pk=photo_id).first()
    if photo is None:
        raise NotPossible(GONE)
    require_organiser(by, photo.page)
    return photo


def _require_room(page: ForumEventPage) -> None:
    if page.starts_at is None or timezone.now() < page.starts_at:
        raise NotPossible("活动开始以后再放照片。")
    if page.photos.count() >= rules.MOST:
        raise NotPossible(f"一场活动最多放 {rules.MOST} 张照片，请先移走一些。")


def _facts(photo: EventPhoto) -> rules.PhotoFacts:
    return rules.PhotoFacts(photo.alt, photo.faces, is_shown=photo.shown_at is not None)


def _require(answer: Answer) -> None:
    if not answer:
        raise NotPossible(answer.reason)
