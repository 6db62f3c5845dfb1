"""StreamField blocks that every subject shares; their templates lie in ``portal/blocks/``."""

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

# What authors may use in running text; ``portal.html`` lets the same tags through.
TEXT_FEATURES = ["h3", "bold", "italic", "ol", "ul", "link", "blockquote"]


class HeadingBlock(blocks.CharBlock):
    """A heading inside an article, one level below the title."""

    class Meta:
        label = "小标题"
        icon = "title"
        template = "portal/blocks/heading.html"


class ParagraphBlock(blocks.RichTextBlock):
    """Running text."""

    class Meta:
        label = "正文"
        icon = "pilcrow"
        template = "portal/blocks/paragraph.html"

    def __init__(self, **kwargs: object) -> None:
        super().__init__(features=TEXT_FEATURES, **kwargs)


class PictureChooserBlock(ImageChooserBlock):
    """A picture; a body with many of them asks for all their renditions at once."""

    def bulk_to_python(self, values: list[int]) -> list[object]:
        """Return the pictures with these ids, nothing where one is gone. Queries: 2."""
        pictures = self.model_class.objects.prefetch_renditions().in_bulk(values)
        return [pictures.get(pk) for pk in values]


# Who can be recognised in a picture, as its author declares it; "" where nothing was declared.
FACES = [
    ("none", "没有人物，或看不清面容"),
    ("adults", "只有成年人"),
    ("minors_consented", "有未成年人的面容，已征得监护人同意"),
    ("minors", "有未成年人的面容，还没有征得同意"),
]


class ImageBlock(blocks.StructBlock):
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
        template = "portal/blocks/image.html"

    def get_api_representation(self, value: object, context: dict | None = None) -> dict:
        """Leave out who is in the picture: that is between the author and the editors."""
        shown = super().get_api_representation(value, context=context)
        return {name: content for name, content in shown.items() if name != "faces"}


class QuoteBlock(blocks.StructBlock):
    """A quotation with its source."""

    text = blocks.TextBlock(label="引文", rows=3)
    source = blocks.CharBlock(label="出处", required=False, max_length=200)

    class Meta:
        label = "引文"
        icon = "openquote"
        template = "portal/blocks/quote.html"


class GalleryBlock(blocks.StructBlock):
    """Several pictures that belong together."""

    title = blocks.CharBlock(label="标题", required=False, max_length=80)
    images = blocks.ListBlock(ImageBlock(), label="图片", min_num=2, max_num=24)

    class Meta:
        label = "图集"
        icon = "image"
        template = "portal/blocks/gallery.html"


class TimelineEntryBlock(blocks.StructBlock):
    """One dated step of a timeline."""

    date = blocks.CharBlock(label="时间", max_length=40, help_text="例如 2025年9月")
    title = blocks.CharBlock(label="事项", max_length=80)
    text = blocks.TextBlock(label="说明", required=False, rows=2)


class TimelineBlock(blocks.StructBlock):
    """What happened, in order."""

    title = blocks.CharBlock(label="标题", required=False, max_length=80)
    entries = blocks.ListBlock(TimelineEntryBlock(), label="节点", min_num=1)

    class Meta:
        label = "时间线"
        icon = "history"
        template = "portal/blocks/timeline.html"


class DocumentBlock(blocks.StructBlock):
    """A file to download."""

    document = DocumentChooserBlock(label="文件")
    title = blocks.CharBlock(label="显示名称", required=False, max_length=120)

    class Meta:
        label = "附件"
        icon = "doc-full"
        template = "portal/blocks/document.html"


class PageListBlock(blocks.StructBlock):
    """Pages chosen by hand; whoever may not see one of them does not see it here either."""

    title = blocks.CharBlock(label="标题", required=False, max_length=80)
    pages = blocks.ListBlock(
        blocks.PageChooserBlock(label="页面"), label="页面", min_num=1, max_num=24
    )

    class Meta:
        label = "页面列表"
        icon = "list-ul"
        template = "portal/blocks/page_list.html"

    def get_context(self, value: object, parent_context: dict | None = None) -> dict:
        """Add ``pages``: the live, unrestricted ones among those chosen, in the chosen order."""
        from portal.queries import specific_in_order

        context = super().get_context(value, parent_context=parent_context)
        context["pages"] = specific_in_order([page.pk for page in value["pages"] if page])
        return context

    def clean(self, value: object) -> object:
        """Refuse the same page twice."""
        cleaned = super().clean(value)
        chosen = [page.pk for page in cleaned["pages"] if page]
        if len(chosen) != len(set(chosen)):
            raise blocks.StructBlockValidationError(
                block_errors={"pages": ValidationError("同一页面选了两次。")}
            )
        return cleaned


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


class TopicBlock(BodyBlock):
    """The body of a page that editors assemble: an article's blocks, timelines and lists."""

    timeline = TimelineBlock()
    page_list = PageListBlock()
