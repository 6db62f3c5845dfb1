"""StreamField blocks that every subject shares; their templates lie in ``portal/blocks/``."""

from typing import Any

from django.db import models
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock

from portal.prepared import Several

# How the picker of blocks is divided.
WORDS, PICTURES, LISTS = "文字", "图片与声像", "列表"

# What authors may use in running text; ``portal.html`` lets the same tags through.
TEXT_FEATURES = ["h3", "bold", "italic", "ol", "ul", "link", "blockquote"]


class PartsBlock(blocks.StructBlock):
    """Several parts in one block; words that nobody wrote are no words, never nothing.

    Wagtail gives a text without a default the value ``None``, and its search reads that as the word
    "None": it would stand in the index and in excerpts. Migrations are not touched by this.
    """

    def __init__(self, local_blocks: Any = None, **kwargs: Any) -> None:
        super().__init__(local_blocks, **kwargs)
        for part in self._words().values():
            if getattr(part.meta, "default", None) is None:
                part.meta.default = ""

    def _words(self) -> dict[str, blocks.FieldBlock]:
        texts = (blocks.CharBlock, blocks.TextBlock)
        return {name: part for name, part in self.child_blocks.items() if isinstance(part, texts)}

    def _with_words(self, value: Any) -> dict[str, Any]:
        words = self._words()
        return {name: part for name, part in value.items() if part is not None or name not in words}

    def to_python(self, value: Any) -> Any:
        """Leave out the nothing that older pages have stored in the place of words."""
        return super().to_python(self._with_words(value))

    def bulk_to_python(self, values: Any) -> Any:
        """The same for many at once."""
        return super().bulk_to_python([self._with_words(value) for value in values])

    def get_searchable_content(self, value: Any) -> list[str]:
        """Return the words alone, also of a value that was made in code with parts missing."""
        return [words for words in super().get_searchable_content(self._with_words(value)) if words]


class HeadingBlock(blocks.CharBlock):
    """A heading inside an article, one level below the title."""

    class Meta:
        label = "小标题"
        icon = "title"
        group = WORDS
        template = "portal/blocks/heading.html"
        description = "把长文分成几段，比标题小一级。"
        preview_value = "从一堂课说起"


class ParagraphBlock(blocks.RichTextBlock):
    """Running text."""

    class Meta:
        label = "正文"
        icon = "pilcrow"
        group = WORDS
        template = "portal/blocks/paragraph.html"
        description = "一段或几段文字，可以加粗、列表和链接。"
        preview_value = (
            "<p>九月的第一个早晨，操场边的梧桐还没有落叶。</p>"
            "<p>孩子们抱着新书，从她面前一个一个走过去。</p>"
        )

    def __init__(self, **kwargs: object) -> None:
        super().__init__(features=TEXT_FEATURES, **kwargs)


_pictures = Several(
    lambda ids: get_image_model().objects.prefetch_renditions().filter(pk__in=ids),
    models.IntegerField(),
)


class PictureChooserBlock(ImageChooserBlock):
    """A picture; a body with many of them asks for all their renditions at once."""

    def bulk_to_python(self, values: list[int]) -> list[object]:
        """Return the pictures with these ids, nothing where one is gone. Queries: 2."""
        pictures = {each.pk: each for each in _pictures(filter(None, values))}
        return [pictures.get(pk) for pk in values]


# Who can be recognised in a picture, as its author declares it; "" where nothing was declared.
FACES = [
    ("none", "没有人物，或看不清面容"),
    ("adults", "只有成年人"),
    ("minors_consented", "有未成年人的面容，已征得监护人同意"),
    ("minors", "有未成年人的面容，还没有征得同意"),
]


class ImageBlock(PartsBlock):
    """A picture with what a reader who cannot see it needs."""

    image = PictureChooserBlock(label="图片")
    alt = blocks.CharBlock(
        label="替代文字",
        required=False,
        max_length=200,
        help_text="给看不见图片的人读的一句话；留空时用图片自带的替代文字。",
    )
    caption = blocks.CharBlock(label="图注", required=False, max_length=200)
    faces = blocks.ChoiceBlock(
        label="画面里的人", choices=FACES, required=False, search_index=False
    )

    class Meta:
        label = "图片"
        icon = "image"
        group = PICTURES
        template = "portal/blocks/image.html"
        description = "一张图片，带替代文字和图注。"

    def get_preview_value(self) -> object:
        """Show the latest picture of the site; before there is one, its caption alone."""
        return self.normalize(_pictures_to_preview(1)[0])

    @property
    def is_previewable(self) -> bool:
        """The preview is made when it is asked for."""
        return True

    def get_api_representation(self, value: object, context: dict | None = None) -> dict:
        """Leave out who is in the picture: that is between the author and the editors."""
        shown = super().get_api_representation(value, context=context)
        return {name: content for name, content in shown.items() if name != "faces"}


class QuoteBlock(PartsBlock):
    """A quotation with its source."""

    text = blocks.TextBlock(label="引文", rows=3)
    source = blocks.CharBlock(label="出处", required=False, max_length=200)

    class Meta:
        label = "引文"
        icon = "openquote"
        group = WORDS
        template = "portal/blocks/quote.html"
        description = "一句话和它的出处。"
        preview_value = {"text": "学然后知不足，教然后知困。", "source": "《礼记·学记》"}


class GalleryBlock(PartsBlock):
    """Several pictures that belong together; each opens large, one after another."""

    title = blocks.CharBlock(label="标题", required=False, max_length=80)
    images = blocks.ListBlock(ImageBlock(), label="图片", min_num=2, max_num=24)

    class Meta:
        label = "图集"
        icon = "copy"
        group = PICTURES
        template = "portal/blocks/gallery.html"
        description = "两张以上的图片，点开可以一张张看大图。"

    def get_preview_value(self) -> object:
        """Show the latest pictures of the site."""
        return self.normalize({"title": "校园一角", "images": _pictures_to_preview(3)})

    @property
    def is_previewable(self) -> bool:
        """The preview is made when it is asked for."""
        return True


class DocumentBlock(PartsBlock):
    """A file to download."""

    document = DocumentChooserBlock(label="文件")
    title = blocks.CharBlock(label="显示名称", required=False, max_length=120)

    class Meta:
        label = "附件"
        icon = "doc-full"
        group = LISTS
        template = "portal/blocks/document.html"
        description = "一个供下载的文件。"

    def get_preview_value(self) -> object:
        """Show the latest file of the site."""
        latest = get_document_model().objects.order_by("-pk").first()
        return self.normalize({"document": latest, "title": "活动方案"})

    @property
    def is_previewable(self) -> bool:
        """There is a file to show as soon as one was uploaded."""
        return True


class BodyBlock(blocks.StreamBlock):
    """The body of an article."""

    heading = HeadingBlock()
    paragraph = ParagraphBlock()
    image = ImageBlock()
    quote = QuoteBlock()
    gallery = GalleryBlock()
    document = DocumentBlock()

    class Meta:
        required = False


def _pictures_to_preview(most: int) -> list[dict[str, object]]:
    latest = list(get_image_model().objects.prefetch_renditions().order_by("-pk")[:most])
    caption = "图注写在这里"
    return [{"image": image, "alt": "", "caption": caption, "faces": ""} for image in latest] or [
        {"image": None, "alt": "", "caption": caption, "faces": ""}
    ]
