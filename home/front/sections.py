"""What all sections of the front page have in common, and their options."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks

from home.front.rules import Width
from portal.blocks import PartsBlock

GROUP = "首页栏目"
# Of one kind, for the lead story's turn and for a list.
MOST = 12


class SectionValue(blocks.StructValue):
    """A section of the front page.

    ``found`` is what stands in it once ``queries.fill`` has fetched it: a list, or one thing;
    a section of which nothing is found is left out.
    """

    found: Any = None

    @property
    def width(self) -> str:
        """How wide it stands: value of ``rules.Width``."""
        chosen: str = self.get("width") or self.block.meta.width
        return chosen


class SectionBlock(PartsBlock):
    """One section; ``source`` says to ``queries`` what stands in it."""

    source = ""

    class Meta:
        group = GROUP
        value_class = SectionValue
        width = Width.FULL
        preview_template = "home/front/preview.html"

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict:
        """Fetch what stands in the section, unless the page has fetched all its sections."""
        if value.found is None:
            from home.front import queries

            queries.fill([value])
        context = super().get_context(value, parent_context)
        # A page says which of its sections this is: for the names of headings.
        return {"section": "alone"} | context | {"found": value.found}

    @property
    def is_previewable(self) -> bool:
        """With its usual settings, showing what the site has today."""
        return True


def title(text: str) -> blocks.CharBlock:
    """The words above a section."""
    return blocks.CharBlock(label="标题", default=text, max_length=40)


def most(number: int) -> blocks.IntegerBlock:
    """How many pages it shows at most."""
    return blocks.IntegerBlock(label="几篇", default=number, min_value=1, max_value=MOST)


def by_hand(page_type: str) -> blocks.ListBlock:
    """Pages in place of those that it finds by itself."""
    return blocks.ListBlock(
        blocks.PageChooserBlock(label="页面", page_type=page_type),
        label="手工挑选",
        default=[],
        max_num=MOST,
        help_text="不选就自动放最新的，每天都会变；选了就只放这些。没有公开的不会显示。",
    )


def width(usual: Width) -> blocks.ChoiceBlock:
    """How wide it stands."""
    choices = [(each.value, each.label) for each in (Width.FULL, Width.HALF)]
    return blocks.ChoiceBlock(label="宽度", choices=choices, default=usual.value)


class PagesBlock(SectionBlock):
    """A section that lists pages of one kind: the newest, or those chosen by hand."""

    def clean(self, value: Any) -> Any:
        """Refuse the same page twice."""
        cleaned = super().clean(value)
        chosen = [page.pk for page in cleaned["pages"] if page]
        if len(chosen) != len(set(chosen)):
            raise blocks.StructBlockValidationError(
                block_errors={"pages": ValidationError("同一页面选了两次。")}
            )
        return cleaned
