"""The register of exemplary teachers: those of whom stories tell, and who hold honours."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.text import slugify
from wagtail.models import Page

from people.choices import Stage
from people.naming import LONGEST_KEY, keys_of, spoken_in
from people.rules import clean_text
from portal.slugs import MAX_LENGTH
from search.pinyin import syllables

if TYPE_CHECKING:
    from people.talks import Speaker


class ExemplarQuerySet(models.QuerySet["Exemplar"]):
    """Persons of the register; whom the public may see is told by ``portraits.queries``."""

    def by_name(self, *, strokes: bool) -> "ExemplarQuerySet":
        """In the order of names that the district decided on."""
        return self.order_by("stroke_key" if strokes else "pinyin_key", "pk")


class Exemplar(models.Model):
    """A teacher who is held up as an example.

    Nothing here is public by itself: a consent in force for one of the ``portrayals`` makes it so.

    Attributes:
        portrait: shown while such a consent covers photos.
        pinyin_key, stroke_key: the place in lists, see ``people.naming``; kept by ``clean``.
    """

    name = models.CharField("姓名", max_length=40)
    sort_name = models.CharField(
        "姓名读音",
        max_length=80,
        blank=True,
        help_text="读音不对、排错位置时才填：拼音，一字一空，不写声调，例如：ou xiao shan。",
    )
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name="本人账号",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="exemplar",
        help_text="连上账号，本人署名发表的作品会列在人物页上。",
    )
    unit = models.ForeignKey(
        "people.Unit",
        verbose_name="单位",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    stage = models.CharField("学段", max_length=20, choices=Stage.choices, blank=True)
    subject = models.CharField("学科", max_length=20, blank=True)
    title = models.CharField("职务", max_length=60, blank=True)
    introduction = models.CharField("简介", max_length=300, blank=True)
    portrait = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name="肖像",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="本人同意公开照片时才显示。",
    )
    is_demo = models.BooleanField("演示内容", default=False, editable=False)
    pinyin_key = models.CharField("拼音次序", max_length=LONGEST_KEY, editable=False, db_index=True)
    stroke_key = models.CharField("笔画次序", max_length=LONGEST_KEY, editable=False, db_index=True)

    objects = ExemplarQuerySet.as_manager()

    class Meta:
        verbose_name = "榜样教师"
        verbose_name_plural = "榜样教师"
        ordering = ["pinyin_key", "pk"]
        indexes = [models.Index(fields=["name", "unit"], name="stories_exemplar_name_unit")]

    def __str__(self) -> str:
        return f"{self.name}（{self.unit.name}）" if self.unit else self.name

    def get_absolute_url(self) -> str:
        """The person's page; whether it answers depends on their consent."""
        return reverse("stories:person", args=[self.pk, self.slug])

    def clean(self) -> None:
        """Bring the name into its stored form and find its place in lists."""
        super().clean()
        self.name = clean_text(self.name)
        self.settle_order()

    def settle_order(self) -> None:
        """Let the keys follow the name and its reading."""
        keys = keys_of(self.name, reading=self.sort_name)
        self.pinyin_key, self.stroke_key = keys.pinyin, keys.strokes

    @property
    def unit_name(self) -> str:
        """The unit in words, for the API; empty where none is known."""
        return self.unit.name if self.unit else ""

    @property
    def slug(self) -> str:
        """The readable half of the address; surnames read as surnames are."""
        known = self.sort_name.split() or spoken_in(self.pinyin_key, self.name)
        spoken = known or syllables(self.name, is_name=True)
        # Always the same, or the address would lead from one to the next without an end.
        return slugify("-".join(spoken))[:MAX_LENGTH] or "jiaoshi"

    @property
    def initial(self) -> str:
        """The letter under which the name stands in a list by pinyin."""
        return self.pinyin_key[:1].upper()

    def as_speaker(self) -> "Speaker":
        """Return by what other rooms know the person."""
        from people.talks import Speaker

        return Speaker(self.name, self.unit_name, self.account_id)


class Portrayal(models.Model):
    """A page shows a person; it lies outside the versions of the page, as consents do.

    The page is a story, or the section itself where the person agreed to stand in the register
    without a story.

    Attributes:
        person_name: under which name; recorded consents are found by page and name.
    """

    exemplar = models.ForeignKey(
        Exemplar, verbose_name="榜样教师", on_delete=models.CASCADE, related_name="portrayals"
    )
    page = models.ForeignKey(
        Page, verbose_name="页面", on_delete=models.CASCADE, related_name="portrayals"
    )
    person_name = models.CharField("页面上的姓名", max_length=50)

    class Meta:
        verbose_name = "人物与稿件"
        verbose_name_plural = "人物与稿件"
        constraints = [
            models.UniqueConstraint(fields=["page", "exemplar"], name="stories_portrayal_once"),
            # Two namesakes on one page could not be told apart by their consents.
            models.UniqueConstraint(
                fields=["page", "person_name"],
                name="stories_portrayal_one_of_a_name",
                violation_error_message="这个页面上已经有一位同名的老师。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_name}：{self.page_id}"
