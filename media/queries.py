"""Reads about files: who may see them, and pictures for whole lists of pages."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef, Prefetch, QuerySet
from django.db.models.functions import Cast
from wagtail import hooks
from wagtail.models import Page, ReferenceIndex
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtailmedia import get_permission_policy

from media.models import (
    PortalDocument,
    PortalImage,
    PortalRecording,
    PublishedUse,
    PublishedUseQuerySet,
)
from media.visibility import Visitor

StoredFile = PortalImage | PortalDocument | PortalRecording
# Wagtail's own: the modules that hold them in 7.4 must not be imported early in 8.0.
_IMAGES = CollectionOwnershipPermissionPolicy(
    PortalImage, auth_model="wagtailimages.Image", owner_field_name="uploaded_by_user"
)
_DOCUMENTS = CollectionOwnershipPermissionPolicy(
    PortalDocument, auth_model="wagtaildocs.Document", owner_field_name="uploaded_by_user"
)
# Floors above name more people who may see a private file:
#     @hooks.register(FILE_VIEWERS_HOOK)
#     def reviewers(user, file): return ...
FILE_VIEWERS_HOOK = "private_file_viewers"
# And what shows files to everybody without being a page; asked each time, kept nowhere:
#     @hooks.register(PUBLIC_FILES_HOOK)
#     def portraits(file): return ...
PUBLIC_FILES_HOOK = "public_files"


def is_public(file: StoredFile) -> bool:
    """Whether everybody may see ``file``: some page open to all shows it, or a floor above does.

    Queries: 1; where no page shows it, those of the hooks.
    """
    return _uses(file).visible_to().exists() or any(
        shows(file) for shows in hooks.get_hooks(PUBLIC_FILES_HOOK)
    )


def may_view(user: Visitor, file: StoredFile) -> bool:
    """Whether ``user`` may see ``file``: it is public, or ``may_view_private``."""
    return is_public(file) or may_view_private(user, file)


def may_view_private(user: Visitor, file: StoredFile) -> bool:
    """Whether ``user`` may see ``file`` although it is not public.

    The uploader; whoever works in the CMS (reviewers see what they review); holders of
    Wagtail's choose or change permission; the author of a page with the file in it; readers of a
    restricted live page that shows it; and whom a floor above names (``FILE_VIEWERS_HOOK``).
    Cheapest questions first.
    """
    if not user.is_authenticated or not user.is_active:
        return False
    return (
        file.uploaded_by_user_id == user.pk
        or user.has_perm("wagtailadmin.access_admin")
        or _policy(file).user_has_any_permission_for_instance(user, ["choose", "change"], file)
        or _uses(file).visible_to(user).exists()
        or _is_on_page_of(user, file)
        or any(may_view(user, file) for may_view in hooks.get_hooks(FILE_VIEWERS_HOOK))
    )


def may_view_original(user: Visitor, file: PortalImage) -> bool:
    """Originals are for those who work with them, also when the picture is public."""
    if not user.is_authenticated or not user.is_active:
        return False
    return (
        file.uploaded_by_user_id == user.pk
        or user.has_perm("wagtailadmin.access_admin")
        or _policy(file).user_has_any_permission_for_instance(user, ["choose", "change"], file)
    )


def _uses(file: StoredFile) -> PublishedUseQuerySet:
    if isinstance(file, PortalImage):
        return PublishedUse.objects.filter(image_id=file.pk)
    if isinstance(file, PortalRecording):
        return PublishedUse.objects.filter(recording_id=file.pk)
    return PublishedUse.objects.filter(document_id=file.pk)


def _policy(file: StoredFile) -> Any:
    if isinstance(file, PortalRecording):
        return get_permission_policy()
    return _IMAGES if isinstance(file, PortalImage) else _DOCUMENTS


def _is_on_page_of(user: Visitor, file: StoredFile) -> bool:
    """Whether a page owned by ``user``, published or not, refers to ``file``."""
    references = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id=OuterRef("pk_text"),
        to_content_type=ContentType.objects.get_for_model(file),
        to_object_id=str(file.pk),
    )
    own = Page.objects.filter(owner=user).annotate(pk_text=Cast("pk", CharField())).order_by()
    return own.filter(Exists(references)).exists()


def with_renditions(pages: QuerySet, image_field: str) -> QuerySet:
    """Return ``pages`` with their pictures and renditions: two more queries for any number.

    ``image_field`` names the foreign key to ``PortalImage`` on the model of ``pages``.
    """
    images = PortalImage.objects.prefetch_renditions()
    return pages.prefetch_related(Prefetch(image_field, queryset=images))


def attach_images(pages: Iterable[Page], image_field: str = "image") -> list[Page]:
    """Give each page its picture with renditions; for lists of mixed page types. Two queries.

    Pages without such a field, or without a picture, are returned as they are.
    """
    pages = list(pages)
    key = f"{image_field}_id"
    wanted = {pk for page in pages if (pk := getattr(page, key, None))}
    images = PortalImage.objects.prefetch_renditions().in_bulk(wanted) if wanted else {}
    for page in pages:
        image = images.get(getattr(page, key, None))
        if image is not None:
            setattr(page, image_field, image)
    return pages
