"""The side dictionary: what can be suggested, corrected and read aloud."""

from django.db import models


class EntryKind(models.TextChoices):
    """Where an entry comes from."""

    TERM = "term", "检索用语"
    BOOK = "book", "书名"
    PERSON = "person", "人名"
    UNIT = "unit", "单位"
    TITLE = "title", "标题"
    WORD = "word", "词语"


class VocabularyEntry(models.Model):
    """A word, name or title of public content.

    ``key`` is the text as it is compared. ``weight`` grows with the use of the text. ``pinyin`` and
    ``initials`` are those of ``search.pinyin``; ``letter`` is the first of them, for the shortest
    and so most expensive question. ``page_id`` is the page that a title belongs to: it is asked
    for again before the title is shown to anyone.
    """

    key = models.CharField(max_length=40, primary_key=True)
    text = models.CharField("文字", max_length=80)
    kind = models.CharField("类别", max_length=8, choices=EntryKind.choices)
    weight = models.PositiveIntegerField("权重")
    pinyin = models.CharField("拼音", max_length=240, blank=True, db_index=True)
    initials = models.CharField("首字母", max_length=40, blank=True, db_index=True)
    letter = models.CharField(max_length=1, blank=True)
    page_id = models.PositiveBigIntegerField(null=True)

    # Rebuilt as a whole, by the hundred thousand.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "联想词"
        verbose_name_plural = "联想词"
        default_permissions = ()
        indexes = [models.Index("letter", models.F("weight").desc(), name="search_entry_letter")]

    def __str__(self) -> str:
        return self.text


class VocabularyNeighbour(models.Model):
    """An entry with one character left out.

    Two words one mistake apart share such a form, or one is a form of the other
    (W. Garbe's symmetric deletion, 2012).
    """

    entry = models.ForeignKey(VocabularyEntry, on_delete=models.CASCADE, related_name="neighbours")
    form = models.CharField(max_length=40, db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["entry", "form"], name="search_neighbour_once")
        ]

    def __str__(self) -> str:
        return self.form


class VocabularyRequest(models.Model):
    """That a rebuild of the vocabulary has been queued: one row or none."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    requested_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.requested_at:%Y-%m-%d %H:%M}"
