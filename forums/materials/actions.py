"""What changes the materials of an event."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone

from editorial.errors import NotPossible
from forums.models import ForumEventPage, Material
from forums.registration.actions.locking import require_organiser
from media.actions import add_document
from people.models import User

MOST = 50
SCHEMES = ["http", "https"]


@transaction.atomic
def add_material(
    *,
    page_id: int,
    by: User,
    kind: str,
    title: str,
    file: File | None = None,
    link: str = "",
) -> Material:
    """Add a file or a link; private to those with a seat until it is released.

    Raises:
        ReviewRefused: ``by`` does not run the event; NotPossible: there is none, or it is full.
        ValidationError: by field: neither or both, no name, a file or an address that cannot be.
    """
    page = ForumEventPage.objects.select_for_update(of=("self",)).filter(pk=page_id).first()
    if page is None:
        raise NotPossible("没有这场活动。")
    require_organiser(by, page)
    if page.materials.count() >= MOST:
        raise NotPossible(f"一场活动最多放 {MOST} 份资料，请先移走一些。")
    if not title.strip():
        raise ValidationError({"title": "请写资料的名称。"})
    if bool(file) == bool(link):
        raise ValidationError({"file": "请上传文件，或填写网址，两样选一样。"})
    values: dict[str, Any] = {"link": _checked(link)} if link else {}
    if file is not None and file:
        try:
            values["document"] = add_document(user=by, file=file, title=title.strip())
        except ValidationError as error:
            raise ValidationError({"file": error.messages}) from error
    return Material.objects.create(page=page, kind=kind, title=title.strip(), added_by=by, **values)


def _checked(link: str) -> str:
    try:
        URLValidator(schemes=SCHEMES)(link)
    except ValidationError:
        raise ValidationError({"link": "请填完整的网址，以 http:// 或 https:// 开头。"}) from None
    return link


@transaction.atomic
def release_material(*, material_id: int, by: User) -> Material:
    """Let all readers of the event have a material. Again changes nothing.

    Raises:
        ReviewRefused, NotPossible: see ``add_material``.
    """
    material = _led(material_id, by)
    if material.released_at is None:
        material.released_at = timezone.now()
        material.save(update_fields=["released_at"])
    return material


@transaction.atomic
def withhold_material(*, material_id: int, by: User) -> Material:
    """Keep a material to those with a seat again.

    Raises:
        ReviewRefused, NotPossible: see ``add_material``.
    """
    material = _led(material_id, by)
    material.released_at = None
    material.save(update_fields=["released_at"])
    return material


@transaction.atomic
def remove_material(*, material_id: int, by: User) -> Material:
    """Take a material away; its file goes with it.

    Raises:
        ReviewRefused, NotPossible: see ``add_material``.
    """
    material = _led(material_id, by)
    document = material.document
    page_id = material.page_id
    material.delete()
    if document is not None and not document.published_uses.exists():
        document.delete()
    material.page_id = page_id
    return material


def _led(material_id: int, by: User) -> Material:
    rows = Material.objects.select_for_update(of=("self",)).select_related("page")
    material = rows.filter(pk=material_id).first()
    if material is None:
        raise NotPossible("没有这份资料，它可能已经移走。")
    require_organiser(by, material.page)
    return material
