"""A topic that an editor made into the draft of an article, and whom it quotes."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from wagtail.models import Page

from discussions.enums import CreditState
from discussions.models.contributions import Contribution
from discussions.models.topics import Topic


class Article(models.Model):
    """The draft that was begun from a topic."""

    topic = models.ForeignKey(
        Topic, verbose_name="话题", null=True, on_delete=models.SET_NULL, related_name="articles"
    )
    page = models.OneToOneField(
        Page, verbose_name="稿件", on_delete=models.CASCADE, related_name="+"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="整理人",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    made_at = models.DateTimeField("整理时间", default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "讨论整理稿"
        verbose_name_plural = "讨论整理稿"

    def __str__(self) -> str:
        return str(self.page)


class Credit(models.Model):
    """A person whose words stand in the article, and what they answered.

    Attributes:
        name: as the article names the person.
        contributions: whose words were taken.
    """

    article = models.ForeignKey(
        Article, verbose_name="整理稿", on_delete=models.CASCADE, related_name="credits"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="作者", on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField("署名", max_length=60)
    contributions = models.ManyToManyField(Contribution, verbose_name="发言", related_name="+")
    state = models.CharField(
        "答复", max_length=10, choices=CreditState.choices, default=CreditState.ASKED
    )
    asked_at = models.DateTimeField("询问时间", default=timezone.now)
    answered_at = models.DateTimeField("答复时间", null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "署名征求"
        verbose_name_plural = "署名征求"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "person"], name="discussions_credit_once")
        ]
        indexes = [models.Index(fields=["person", "state"], name="discussions_credits_of")]

    def __str__(self) -> str:
        return f"{self.name}：{self.get_state_display()}"
