"""基本功大赛: how one contest is run. Rows beside its event page; all figures are data."""

import secrets
from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from editorial.models.record import AppendOnly
from forums.models.pages import ForumEventPage
from people.choices import Stage


def new_seed() -> str:
    """Return what the draw is made from: 64 random bits, shown with the results."""
    return secrets.token_hex(8)


def score_field(name: str, **options: object) -> models.DecimalField:
    """Return a column for points."""
    return models.DecimalField(name, max_digits=6, decimal_places=2, **options)


class Contest(models.Model):
    """The contest of one event. Its row is the lock behind which everything about it changes.

    Attributes:
        jurors_per_entry: how many score each entry.
        drop_highest, drop_lowest: so many of the highest and lowest totals do not count.
        combine: how the totals that count become the result; places: its decimals.
        ties: what happens to equal results at the edge of an award.
        order: how the published list stands; by points only inside an award.
        bars_centre: colleagues of the same central school may not judge one another either.
        objection_days: after publication, so many days entrants may object.
        seed, draws: what the draw was made from, and how often it was made.
        next_number: the next entry's number.
    """

    class Combine(models.TextChoices):
        """How several totals become one."""

        MEAN = "mean", "平均分"
        MEDIAN = "median", "中位数"

    class Ties(models.TextChoices):
        """Equal results at the edge of an award."""

        UP = "up", "同分一起进，可以超出名额"
        DOWN = "down", "同分一起落到下一等，不超名额"

    class Order(models.TextChoices):
        """How the list of one award is ordered."""

        NAME = "name", "按姓名拼音"
        SCORE = "score", "按得分"
        NUMBER = "number", "按作品号"

    page = models.OneToOneField(
        ForumEventPage, verbose_name="活动", on_delete=models.PROTECT, related_name="contest"
    )
    entry_opens_at = models.DateTimeField("收作品开始", null=True, blank=True)
    entry_closes_at = models.DateTimeField("收作品截止")
    judging_ends_at = models.DateTimeField("评审截止")
    jurors_per_entry = models.PositiveSmallIntegerField(
        "每份作品几位评委", default=3, validators=[MinValueValidator(1), MaxValueValidator(15)]
    )
    drop_highest = models.PositiveSmallIntegerField(
        "去掉几个最高分", default=0, validators=[MaxValueValidator(3)]
    )
    drop_lowest = models.PositiveSmallIntegerField(
        "去掉几个最低分", default=0, validators=[MaxValueValidator(3)]
    )
    combine = models.CharField(
        "怎样合成", max_length=8, choices=Combine.choices, default=Combine.MEAN
    )
    places = models.PositiveSmallIntegerField(
        "保留几位小数", default=2, validators=[MaxValueValidator(4)]
    )
    ties = models.CharField("同分时", max_length=4, choices=Ties.choices, default=Ties.UP)
    order = models.CharField("名单次序", max_length=8, choices=Order.choices, default=Order.NAME)
    shows_scores = models.BooleanField("公布得分", default=False)
    bars_centre = models.BooleanField("同一中心校也回避", default=False)
    most_files = models.PositiveSmallIntegerField(
        "每份作品最多几个文件", default=5, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    objection_days = models.PositiveSmallIntegerField(
        "公示几天", default=5, validators=[MaxValueValidator(60)]
    )
    seed = models.CharField("抽签的种子", max_length=32, default=new_seed, editable=False)
    draws = models.PositiveSmallIntegerField("抽签次数", default=0, editable=False)
    drawn_at = models.DateTimeField("抽签时间", null=True, editable=False)
    published_at = models.DateTimeField("公布时间", null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="公布人",
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    corrected_at = models.DateTimeField("更正时间", null=True, editable=False)
    correction = models.CharField("更正说明", max_length=200, blank=True, editable=False)
    next_number = models.PositiveIntegerField("下一个作品号", default=1, editable=False)

    class Meta:
        verbose_name = "基本功大赛"
        verbose_name_plural = "基本功大赛"
        constraints = [
            models.CheckConstraint(
                condition=Q(entry_opens_at__isnull=True)
                | Q(entry_closes_at__gt=F("entry_opens_at")),
                name="forums_contest_closes_after_opening",
                violation_error_message="收作品截止要晚于开始。",
            ),
            models.CheckConstraint(
                condition=Q(judging_ends_at__gt=F("entry_closes_at")),
                name="forums_contest_judged_after_entries",
                violation_error_message="评审截止要晚于收作品截止。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page}：比赛"

    @property
    def is_drawn(self) -> bool:
        """Whether entries were given to jurors: from then on the rules stand still."""
        return self.drawn_at is not None

    @property
    def is_published(self) -> bool:
        """Whether the results are public."""
        return self.published_at is not None


class ContestGroup(models.Model):
    """Those who are judged side by side: by stage and subject."""

    contest = models.ForeignKey(
        Contest, verbose_name="比赛", on_delete=models.CASCADE, related_name="groups"
    )
    title = models.CharField("组名", max_length=40)
    stage = models.CharField("学段", max_length=20, choices=Stage.choices, blank=True)
    subject = models.ForeignKey(
        "people.Subject",
        verbose_name="学科",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    order = models.PositiveSmallIntegerField("顺序", default=0)

    class Meta:
        verbose_name = "组别"
        verbose_name_plural = "组别"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["contest", "title"], name="forums_contest_group_once")
        ]

    def __str__(self) -> str:
        return self.title


class Criterion(models.Model):
    """What is scored, with its bounds, its step and its weight in percent."""

    contest = models.ForeignKey(
        Contest, verbose_name="比赛", on_delete=models.CASCADE, related_name="criteria"
    )
    title = models.CharField("评分项", max_length=40)
    about = models.CharField("怎样算好", max_length=200, blank=True)
    weight = models.PositiveSmallIntegerField(
        "权重（%）", validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    least = score_field("最低分", default=Decimal(0))
    most = score_field("满分", default=Decimal(10))
    step = score_field("每级", default=Decimal("0.5"))
    order = models.PositiveSmallIntegerField("顺序", default=0)

    class Meta:
        verbose_name = "评分项"
        verbose_name_plural = "评分项"
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(least__gte=0) & Q(most__gt=F("least")) & Q(step__gt=0),
                name="forums_criterion_bounds",
                violation_error_message="满分要高于最低分，每级要大于 0。",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def bounds(self) -> str:
        """What may be given, in words."""
        least, most, step = (
            f"{value.normalize():f}" for value in (self.least, self.most, self.step)
        )
        return f"{least} 到 {most}，每级 {step}"


class AwardLevel(models.Model):
    """An award, the highest first; ``most`` in each group."""

    contest = models.ForeignKey(
        Contest, verbose_name="比赛", on_delete=models.CASCADE, related_name="levels"
    )
    title = models.CharField("奖项", max_length=40)
    most = models.PositiveSmallIntegerField("每组名额", validators=[MinValueValidator(1)])
    least_result = score_field("不低于多少分", null=True, blank=True)
    order = models.PositiveSmallIntegerField("顺序", default=0)

    class Meta:
        verbose_name = "奖项"
        verbose_name_plural = "奖项"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["contest", "title"], name="forums_award_once")
        ]

    def __str__(self) -> str:
        return self.title


class ContestRecord(AppendOnly):
    """What happened in a contest: who, when, what. Only added, never changed."""

    contest = models.ForeignKey(
        Contest, verbose_name="比赛", on_delete=models.PROTECT, related_name="records"
    )
    at = models.DateTimeField("时间", default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="谁",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    verb = models.CharField("做了什么", max_length=20)
    number = models.PositiveIntegerField("作品号", null=True)
    text = models.CharField("说明", max_length=500, blank=True)

    class Meta:
        verbose_name = "比赛记录"
        verbose_name_plural = "比赛记录"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.verb} {self.text}"
