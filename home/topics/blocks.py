"""The blocks of a topic: an article's, and what makes a topic or an exhibition of it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from wagtail import blocks

from home.topics import lists
from media.blocks import AudioBlock, VideoBlock
from portal.blocks import LISTS, WORDS, BodyBlock, PartsBlock, QuoteBlock

MOST_PAGES = 24
# Each asks the database once: a page of them stays below the budget of a public page.
MOST_RULES = 4


class LeadBlock(PartsBlock):
    """The words of the editors before everything else."""

    text = blocks.TextBlock(label="导语", rows=4, max_length=600)
    signature = blocks.CharBlock(label="落款", required=False, max_length=40)

    class Meta:
        label = "导语"
        icon = "bold"
        group = WORDS
        template = "home/topics/lead.html"
        description = "开头的一段话，字号大一些，可以落款。"
        preview_value = {
            "text": "我们把这一年的文章放在一起。学科、学段都不相同，读起来却像在互相答话。",
            "signature": "编辑部",
        }


class QuotationsBlock(PartsBlock):
    """What several people said of one thing."""

    title = blocks.CharBlock(label="标题", required=False, max_length=80)
    quotes = blocks.ListBlock(QuoteBlock(), label="引文", min_num=2, max_num=12)

    class Meta:
        label = "众人说"
        icon = "group"
        group = WORDS
        template = "home/topics/quotations.html"
        description = "几个人的话并排放在一起。"
        preview_value = {
            "title": "他们这样说",
            "quotes": [
                {"text": "等一等，答案会自己走过来。", "source": "一位语文教师"},
                {"text": "蹲下来，才看得见蜗牛。", "source": "一位幼儿园教师"},
            ],
        }


class TimelineEntryBlock(PartsBlock):
    """One dated step of a timeline."""

    date = blocks.CharBlock(label="时间", max_length=40, help_text="例如 2025年9月")
    title = blocks.CharBlock(label="事项", max_length=80)
    text = blocks.TextBlock(label="说明", required=False, rows=2)


class TimelineBlock(PartsBlock):
    """What happened, in order."""

    title = blocks.CharBlock(label="标题", required=False, max_length=80)
    entries = blocks.ListBlock(TimelineEntryBlock(), label="节点", min_num=1)

    class Meta:
        label = "时间线"
        icon = "history"
        group = LISTS
        template = "portal/blocks/timeline.html"
        description = "按先后列出几件事。"
        preview_value = {
            "title": "怎样走到今天",
            "entries": [
                {"date": "九月", "title": "选书", "text": "从晒书单里挑一本"},
                {"date": "十月", "title": "慢读", "text": ""},
            ],
        }


class FigureBlock(PartsBlock):
    """One number and what it counts."""

    number = blocks.CharBlock(label="数字", max_length=12, help_text="例如 36、1,204、九成")
    unit = blocks.CharBlock(label="单位", required=False, max_length=8, help_text="例如 篇、人次")
    label = blocks.CharBlock(label="说明", max_length=40)


class FiguresBlock(PartsBlock):
    """Numbers, with where they come from."""

    title = blocks.CharBlock(label="标题", required=False, max_length=80)
    figures = blocks.ListBlock(FigureBlock(), label="数字", min_num=1, max_num=8)
    source = blocks.CharBlock(
        label="数据来源", max_length=120, help_text="谁、什么时候统计的。没有来源的数字不要写。"
    )

    class Meta:
        label = "数字"
        icon = "order"
        group = LISTS
        template = "home/topics/figures.html"
        description = "几个大号数字，写明来源。"
        preview_value = {
            "title": "这一年",
            "figures": [
                {"number": "12", "unit": "次", "label": "沙龙"},
                {"number": "36", "unit": "篇", "label": "读书笔记"},
            ],
            "source": "示例，非真实数据",
        }


class ListingBlock(PartsBlock):
    """A list of pages, whichever way they are found."""

    class Meta:
        group = LISTS
        value_class = lists.ListValue
        template = "home/topics/page_list.html"

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict:
        """Add ``pages``: what the public may read of the list, in its order.

        A page fills all its lists at once before (``lists.fill``); a preview does it here.
        """
        if value.found is None:
            lists.fill([value])
        return super().get_context(value, parent_context) | {"pages": value.found}


class PageListBlock(ListingBlock):
    """Pages chosen by hand; whoever may not see one of them does not see it here either."""

    title = blocks.CharBlock(label="标题", required=False, max_length=80)
    pages = blocks.ListBlock(
        blocks.PageChooserBlock(label="页面"),
        label="页面",
        min_num=1,
        max_num=MOST_PAGES,
        help_text="还没有公开的页面不会显示，公开以后自动出现。",
    )

    class Meta:
        label = "手选列表"
        icon = "list-ul"
        description = "自己挑选页面，按挑选的顺序排列。"

    @property
    def is_previewable(self) -> bool:
        """No: somebody else's choice tells nothing."""
        return False

    def clean(self, value: Any) -> Any:
        """Refuse the same page twice."""
        cleaned = super().clean(value)
        chosen = [page.pk for page in cleaned["pages"] if page]
        if len(chosen) != len(set(chosen)):
            raise blocks.StructBlockValidationError(
                block_errors={"pages": ValidationError("同一页面选了两次。")}
            )
        return cleaned


class RuleListBlock(ListingBlock):
    """Pieces found by a rule: what is published tomorrow stands in it tomorrow."""

    title = blocks.CharBlock(label="标题", required=False, max_length=80)
    types = blocks.MultipleChoiceBlock(
        label="类型",
        choices=lists.kinds,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="不选就是所有类型。",
    )
    tags = blocks.CharBlock(
        label="标签",
        required=False,
        max_length=120,
        help_text="几个标签用逗号隔开，文章有其中一个就会列出；不填就不看标签。",
    )
    since = blocks.DateBlock(label="从哪天起发布", required=False)
    until = blocks.DateBlock(label="到哪天为止", required=False)
    order = blocks.ChoiceBlock(
        label="顺序", choices=[("newest", "新的在前"), ("oldest", "旧的在前")], default="newest"
    )
    most = blocks.IntegerBlock(label="最多几篇", default=6, min_value=1, max_value=MOST_PAGES)

    class Meta:
        label = "自动列表"
        icon = "rotate"
        description = "按类型、标签和发布日期自动列出，以后有新的会自己出现。"
        preview_value = {
            "title": "新近发布",
            "types": [],
            "tags": "",
            "since": None,
            "until": None,
            "order": "newest",
            "most": 3,
        }

    def clean(self, value: Any) -> Any:
        """Refuse an end before the beginning."""
        cleaned = super().clean(value)
        if cleaned["since"] and cleaned["until"] and cleaned["until"] < cleaned["since"]:
            raise blocks.StructBlockValidationError(
                block_errors={"until": ValidationError("结束日期早于开始日期。")}
            )
        return cleaned


class TopicBlock(BodyBlock):
    """The body of a page that editors assemble."""

    lead = LeadBlock()
    quotations = QuotationsBlock()
    timeline = TimelineBlock()
    figures = FiguresBlock()
    video = VideoBlock()
    audio = AudioBlock()
    page_list = PageListBlock()
    rule_list = RuleListBlock()

    class Meta:
        block_counts = {"rule_list": {"max_num": MOST_RULES}}
