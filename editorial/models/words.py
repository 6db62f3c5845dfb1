"""The administrators' word lists."""

from django.db import models


class WordLevel(models.TextChoices):
    """What happens when a listed word is found in a piece."""

    FORBIDDEN = "forbidden", "禁用"
    WARN = "warn", "提醒"
    SUGGEST = "suggest", "建议"


class WordList(models.Model):
    """A list with a name, as the office that keeps it calls it."""

    name = models.CharField("词表名称", max_length=60, unique=True)
    is_active = models.BooleanField(
        "启用", default=True, help_text="停用后，检查稿件时不再用这张词表。"
    )
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    class Meta:
        verbose_name = "词表"
        verbose_name_plural = "词表"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ListedWord(models.Model):
    """A word of a list.

    ``key`` is the word as it is compared (``editorial.words.folding``): two ways of writing the
    same word are one entry.
    """

    word_list = models.ForeignKey(
        WordList, verbose_name="词表", on_delete=models.CASCADE, related_name="words"
    )
    word = models.CharField("词语", max_length=60)
    key = models.CharField(max_length=120, editable=False)
    level = models.CharField("级别", max_length=10, choices=WordLevel.choices)
    replacement = models.CharField("建议改为", max_length=60, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    # Tens of thousands of rows that refer to nothing.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "词语"
        verbose_name_plural = "词语"
        ordering = ["key"]
        # ``editorial.words.lexicon`` asks for the last change of each list.
        indexes = [models.Index(fields=["word_list", "updated_at"], name="editorial_word_changed")]
        constraints = [
            models.UniqueConstraint(
                fields=["word_list", "key"],
                name="editorial_listedword_once",
                violation_error_message="这张词表里已经有这个词。",
            )
        ]

    def __str__(self) -> str:
        return self.word
