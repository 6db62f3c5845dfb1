"""The pictures of a piece: taken in at once, so that no mistake elsewhere costs an upload."""

from typing import Any

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.forms.formsets import TOTAL_FORM_COUNT
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from wagtail.images import get_image_model
from wagtail.models import WorkflowState

from editorial.body import Picture, pictures_of
from editorial.forms.fields import TextField, choice_field
from editorial.forms.picking import number
from editorial.forms.rows import RowForm, RowFormSet, rows_of
from editorial.queries import own_pages
from media.actions import add_image
from media.queries import is_public
from portal.blocks import FACES

MOST_PICTURES = 9
PREFIX = "pictures"
NEW_FILES = f"{PREFIX}-new"


class PictureForm(RowForm):
    """A picture that is stored already, and the words that go with it."""

    marked = ("alt", "faces")

    image = forms.CharField(required=False, widget=forms.HiddenInput)
    alt = TextField(
        label="替代文字",
        max_length=200,
        help_text="一句话说清画面，读屏软件会念给看不见的人听。",
    )
    caption = TextField(label="图注", max_length=200)
    faces = choice_field(
        "画面里有未成年人的脸吗？",
        FACES,
        help_text="学生的面容一般不公开；要公开，须先征得监护人同意。",
    )

    @property
    def stored(self) -> Any:
        """The image, for its small version in the form."""
        return self.pictures.get(number(str(self["image"].value() or "")) or 0)

    @property
    def cover_value(self) -> str:
        """The image's number, as the choice of the cover names it."""
        return str(self["image"].value() or "")

    def check(self, cleaned: dict[str, Any]) -> None:
        if number(cleaned.get("image", "")) not in self.pictures:
            self.add_error("image", "这张图片不能用，请移除后重新上传。")


class PictureFormSet(RowFormSet):
    """The pictures, in their order."""

    title = "图片"
    noun = "张图片"
    help_text = f"最多 {MOST_PICTURES} 张，每张写一句替代文字。照片里的位置信息会自动去掉。"
    template = "editorial/desk/components/pictures.html"

    def __init__(self, *args: Any, pictures: dict[int, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pictures = pictures or {}

    @classmethod
    def initial_of(cls, page: Any) -> list[dict[str, Any]]:
        """Return the pictures of the page's body."""
        return [
            {
                "image": str(picture.image_id),
                "alt": picture.alt,
                "caption": picture.caption,
                "faces": picture.faces,
            }
            for picture in pictures_of(page.body)
        ]

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        form.pictures = self.pictures

    def chosen(self) -> list[Picture]:
        """Return the pictures as the body stores them."""
        return [
            Picture(int(values["image"]), values["alt"], values["caption"], values["faces"])
            for values in (form.values for form in self.filled)
        ]


Pictures = rows_of(PictureForm, PictureFormSet, most=MOST_PICTURES)
Pictures.extra = 0


def take_in(
    data: QueryDict, files: MultiValueDict, author: AbstractBaseUser
) -> list[tuple[str, str]]:
    """Store the new files and give each a row in ``data``.

    Args:
        data: the form as sent; gets one row more for every file.
        files: the uploads of the request.
        author: who uploads.

    Returns:
        The name of each file that was refused, with the reason in words.
    """
    refused = []
    for file in files.getlist(NEW_FILES):
        present = picture_ids(data)
        if len(present) >= MOST_PICTURES:
            refused.append((file.name, f"一篇最多 {MOST_PICTURES} 张图片，这张没有收下。"))
            continue
        try:
            image_id = _store(file, author)
        except ValidationError as error:
            refused.append((file.name, " ".join(error.messages)))
            continue
        if image_id not in present:
            row = number(data.get(f"{PREFIX}-{TOTAL_FORM_COUNT}", "")) or 0
            data[f"{PREFIX}-{row}-image"] = str(image_id)
            data[f"{PREFIX}-{row}-ORDER"] = str(row + 1)
            data[f"{PREFIX}-{TOTAL_FORM_COUNT}"] = str(row + 1)
    return refused


def picture_ids(data: QueryDict) -> list[int]:
    """Return the numbers of the pictures that the form as sent holds on to."""
    total = min(number(data.get(f"{PREFIX}-{TOTAL_FORM_COUNT}", "")) or 0, 100)
    kept = (row for row in range(total) if not data.get(f"{PREFIX}-{row}-DELETE"))
    ids = (number(data.get(f"{PREFIX}-{row}-image", "")) for row in kept)
    return [pk for pk in ids if pk]


def usable_pictures(ids: list[int], author: AbstractBaseUser, own_ids: set[int]) -> dict[int, Any]:
    """Return those of the images that the author uploaded or that are in the piece already.

    Queries: 2.
    """
    images = get_image_model().objects.filter(pk__in=ids)
    images = images.filter(Q(uploaded_by_user=author) | Q(pk__in=own_ids))
    return {image.pk: image for image in images.prefetch_renditions()}


def describe(pictures: list[Picture], author: AbstractBaseUser) -> None:
    """Give the author's own images the words typed for them, which a cover shows without a block.

    An image that the public sees, or an editor reads, keeps its words: changing them is a matter
    for the reviews.
    """
    words = {picture.image_id: picture.alt for picture in pictures if picture.alt}
    own = get_image_model().objects.filter(pk__in=words, uploaded_by_user=author)
    for image in own.exclude(pk__in=pictures_in_review(author)):
        if image.alt_text != words[image.pk] and not is_public(image):
            image.alt_text = words[image.pk]
            image.save(update_fields=["alt_text"])


def pictures_in_review(author: AbstractBaseUser) -> set[int]:
    """Return the pictures of those of the author's pieces that are in review."""
    found: set[int] = set()
    in_review = own_pages(author).filter(_workflow_states__status=WorkflowState.STATUS_IN_PROGRESS)
    for page in in_review.specific():
        read = page.get_latest_revision_as_object()  # it stands still until it is decided
        found |= {picture.image_id for picture in pictures_of(read.body)}
        found |= {read.cover_id} - {None}
    return found


def _store(file: UploadedFile, author: AbstractBaseUser) -> int:
    """Store a file, or find it: a form sent twice brings the same files twice."""
    image = add_image(user=author, file=file, alt_text="")
    own = get_image_model().objects.filter(uploaded_by_user=author, file_hash=image.file_hash)
    first = own.order_by("pk").first()
    if first is not None and first.pk != image.pk:
        image.delete()
        return first.pk
    return image.pk
