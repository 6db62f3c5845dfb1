"""Files of entries come in: verified, without metadata, under names that say nothing."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File

from editorial.extraction.guard import read_attachment
from forums.contests.neutral.guard import CannotBeMadeNeutral, make_neutral
from forums.contests.rules import names_in
from forums.models import EntryFile
from media.actions import add_document, add_image
from media.document_intake import EXTENSIONS, clean_document
from people.models import User

PICTURES = ("jpg", "jpeg", "png", "webp", "heic", "heif")
# Of the stored rows, which editors may come across; nothing of the entrant's words.
TITLE = "参赛作品"
WRONG_TYPE = "只能上传 PDF、DOCX、XLSX、PPTX 文件，或 JPG、PNG、WebP、HEIC 图片。"
NOT_NEUTRAL = "文件加了密或有损坏，去不掉作者信息，不能用来盲评。请另存一份不加密的再上传。"


@dataclass(frozen=True)
class Taken:
    """A file that was taken in, with its row not yet stored."""

    file: EntryFile

    def drop(self) -> None:
        """Remove it again."""
        for stored in (self.file.document, self.file.image):
            if stored is not None:
                stored.delete()


def take(*, user: User, file: File) -> Taken:
    """Take in a file of an entry. Works on files, so it stands outside any transaction.

    Raises:
        ValidationError: not of an accepted kind, too large, damaged, encrypted.
    """
    name = str(file.name or "")
    extension = PurePosixPath(name).suffix.lower().removeprefix(".")
    own_name = "".join(char for char in name if char.isprintable())[-200:]
    if extension in PICTURES:
        image = add_image(user=user, file=file, alt_text="参赛作品的图片", title=TITLE)
        return Taken(EntryFile(image=image, own_name=own_name))
    if extension not in EXTENSIONS:
        raise ValidationError(WRONG_TYPE, code="wrong_type")
    content = clean_document(file).read()
    try:
        neutral = make_neutral(content, extension)
    except CannotBeMadeNeutral as error:
        raise ValidationError(NOT_NEUTRAL, code="not_neutral") from error
    document = add_document(
        user=user, file=ContentFile(neutral, name=f"entry.{extension}"), title=TITLE
    )
    found = names_in(_words(neutral, extension), names_of(user))
    return Taken(EntryFile(document=document, own_name=own_name, names_found=found))


def names_of(user: User) -> list[str]:
    """Return what must not stand in an entry: the person's name and that of the unit."""
    return [user.name, *([user.unit.name] if user.unit else [])]


def _words(content: bytes, extension: str) -> str:
    return "\n".join(text for _, text in read_attachment(content, extension).sections)
