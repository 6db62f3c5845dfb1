"""The words that editors teach the search."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property

from search.folding import key_of, runs

MOST_SYNONYMS = 8
_SEPARATORS = re.compile(r"[\n\r、，,；;|]+")


class DictionaryWord(models.Model):
    """A term of the district that belongs together: 书房计划, 名师工作室, 2+N.

    ``key`` is the word as it is compared, so that two ways of writing it are one entry.
    """

    word = models.CharField(
        "词语",
        max_length=20,
        help_text="作为一个整体的本地用语，例如：书房计划。书名、作者和单位名称会自动收入，不用填。",
    )
    key = models.CharField(max_length=40, unique=True, editable=False)
    note = models.CharField("说明", max_length=100, blank=True)

    class Meta:
        verbose_name = "检索用语"
        verbose_name_plural = "检索用语"
        ordering = ["key"]

    def __str__(self) -> str:
        return self.word

    def save(self, *args, **kwargs) -> None:
        """Keep the key in step with the word."""
        self.key = key_of(self.word)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Refuse what is no word, and what is in the list already."""
        super().clean()
        self.word = " ".join(self.word.split())
        self.key = key_of(self.word)
        if sum(len(run) for _, run in runs(self.key)) < 2:
            raise ValidationError({"word": "词语至少要有两个文字。"})
        if len(self.key) > self._meta.get_field("key").max_length:
            raise ValidationError({"word": "词语太长了。"})
        same = DictionaryWord.objects.filter(key=self.key).exclude(pk=self.pk).first()
        if same:
            raise ValidationError({"word": f"已经有“{same.word}”。"})


class SynonymGroup(models.Model):
    """Words that mean the same: who looks for one of them also finds the others."""

    words = models.TextField(
        "同义词",
        max_length=200,
        help_text="意思相同的词，用顿号、逗号或换行隔开，例如：幼儿园、幼稚园。"
        f"每组 2 到 {MOST_SYNONYMS} 个。",
    )
    note = models.CharField("说明", max_length=100, blank=True)

    class Meta:
        verbose_name = "同义词"
        verbose_name_plural = "同义词"
        ordering = ["words"]

    def __str__(self) -> str:
        return self.words

    @cached_property
    def keys(self) -> list[str]:
        """The words as they are compared, each once, in the order in which they stand."""
        return _keys(self.words)

    def clean(self) -> None:
        """Refuse too few, too many and unreadable words, and one that another group has."""
        super().clean()
        self.__dict__.pop("keys", None)
        parts = [" ".join(part.split()) for part in _SEPARATORS.split(self.words)]
        parts = [part for part in parts if part]
        for part in parts:
            if not any(runs(key_of(part))):
                raise ValidationError({"words": f"“{part}”里没有可以检索的文字。"})
        if len(self.keys) < 2:
            raise ValidationError({"words": "一组至少要有两个不同的词。"})
        if len(self.keys) > MOST_SYNONYMS:
            raise ValidationError({"words": f"一组最多 {MOST_SYNONYMS} 个词。"})
        self._refuse_words_of_others()
        self.words = "、".join(parts)

    def _refuse_words_of_others(self) -> None:
        own = set(self.keys)
        for other in SynonymGroup.objects.exclude(pk=self.pk):
            if shared := own.intersection(other.keys):
                word = min(shared)
                raise ValidationError({"words": f"“{word}”已经在另一组里：{other.words}。"})


class Stamp(models.Model):
    """How often a list has changed, for the processes that keep it in memory."""

    name = models.CharField(max_length=20, primary_key=True)
    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.name} {self.number}"


def _keys(words: str) -> list[str]:
    keys = (key_of(part) for part in _SEPARATORS.split(words))
    return list(dict.fromkeys(key for key in keys if key))
