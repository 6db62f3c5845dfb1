from django.db import models
from treebeard.mp_tree import MP_Node
from wagtail.search import index

from people import rules
from people.choices import Stage, UnitKind


class Unit(index.Indexed, MP_Node):
    """A unit of the district: bureau, central school, directly governed school, school.

    Units come from the district's own list (import or the admin) and are never made up by code.
    A role scoped to a unit covers the unit and everything below it.
    """

    name = models.CharField("单位名称", max_length=100)
    code = models.CharField(
        "单位代码",
        max_length=32,
        unique=True,
        help_text="本区统一使用的代码，导入时据此识别单位。",
    )
    kind = models.CharField("类别", max_length=20, choices=UnitKind)
    stage = models.CharField("学段", max_length=20, choices=Stage, blank=True, default="")
    is_active = models.BooleanField(
        "启用", default=True, help_text="撤并的单位停用后不再出现在选择列表里，历史记录保留。"
    )

    search_fields = [
        index.SearchField("name", boost=2),
        index.SearchField("code"),
        index.AutocompleteField("name"),
        index.AutocompleteField("code"),
        index.FilterField("path"),
        index.FilterField("kind"),
        index.FilterField("stage"),
        index.FilterField("is_active"),
    ]

    class Meta(MP_Node.Meta):
        abstract = False
        verbose_name = "单位"
        verbose_name_plural = "单位"

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        self.name = rules.clean_text(self.name)
        self.code = rules.clean_identifier(self.code)

    def subtree(self) -> models.QuerySet["Unit"]:
        """This unit and everything below it."""
        return type(self).objects.filter(path__startswith=self.path)

    def contains(self, other: "Unit") -> bool:
        """Whether ``other`` is this unit or lies below it; needs no query."""
        return other.path.startswith(self.path)

    @property
    def indented_name(self) -> str:
        """Name with one full-width space per level, for lists and drop-downs."""
        return "\u3000" * (self.depth - 1) + self.name

    indented_name.fget.short_description = "名称"  # type: ignore[attr-defined]
