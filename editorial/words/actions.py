"""What changes the word lists beside the admin's own forms."""

from collections.abc import Sequence

from django.db import transaction
from wagtail.log_actions import log

from editorial.errors import ReviewRefused
from editorial.models import ListedWord, WordList
from editorial.words.rows import (
    LEVEL,
    LEVELS,
    NOTE,
    REPLACEMENT,
    WORD,
    ImportResult,
    Row,
    problems_of,
)
from people.models import User
from people.permissions import is_site_admin

IMPORTED = "editorial.words.import"
_CHANGED = ("word", "level", "replacement", "note", "updated_at")
_BATCH = 2_000


def check_words(*, by: User, list_name: str, rows: Sequence[Row]) -> ImportResult:
    """Say what ``import_words`` would do; stores nothing.

    Args:
        by: a site administrator.
        list_name: the list, new or present.
        rows: of ``editorial.words.workbook.read_words``.

    Raises:
        ReviewRefused: somebody else asks.

    Queries: 1.
    """
    _refuse_others(by)
    result = ImportResult(problems=problems_of(rows))
    if result.is_ok:
        _sort(rows, _present(list_name), result)
    return result


@transaction.atomic
def import_words(*, by: User, list_name: str, rows: Sequence[Row]) -> ImportResult:
    """Store rows in a list, all or none; words that are there already take the new values.

    Words of the list that no row names stay. Running it twice changes nothing the second time.

    Args:
        by, list_name, rows: as of ``check_words``.

    Returns:
        The result; with problems nothing was stored.

    Raises:
        ReviewRefused: somebody else asks.
        ValidationError: the list has no acceptable name.
    """
    _refuse_others(by)
    result = ImportResult(problems=problems_of(rows))
    if not result.is_ok:
        return result
    word_list = _locked_list(list_name)
    _sort(rows, _present(word_list.name), result)
    wanted = {*result.created, *result.updated}
    ListedWord.objects.bulk_create(
        [_word(word_list, row) for row in rows if row.number in wanted],
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["word_list", "key"],
        update_fields=_CHANGED,
    )
    data = {"created": len(result.created), "updated": len(result.updated)}
    log(instance=word_list, action=IMPORTED, user=by, data=data)
    return result


def _refuse_others(by: User) -> None:
    if not is_site_admin(by):
        raise ReviewRefused("只有站点管理员可以导入词表。")


def _locked_list(name: str) -> WordList:
    word_list = WordList.objects.select_for_update().filter(name=name).first()
    if word_list is None:
        word_list = WordList(name=name)
        word_list.full_clean()
        word_list.save()
    return word_list


def _present(list_name: str) -> dict[str, tuple[str, ...]]:
    """Return the words of a list by their keys, as rows would have them. Queries: 1."""
    rows = ListedWord.objects.filter(word_list__name=list_name).order_by()
    return {
        key: tuple(values)
        for key, *values in rows.values_list("key", "word", "level", "replacement", "note")
    }


def _sort(rows: Sequence[Row], present: dict[str, tuple[str, ...]], result: ImportResult) -> None:
    for row in rows:
        stored = present.get(row.key)
        values = (row[WORD], LEVELS[row[LEVEL]].value, row[REPLACEMENT], row[NOTE])
        if stored is None:
            result.created.append(row.number)
        elif stored == values:
            result.unchanged.append(row.number)
        else:
            result.updated.append(row.number)


def _word(word_list: WordList, row: Row) -> ListedWord:
    return ListedWord(
        word_list=word_list,
        word=row[WORD],
        key=row.key,
        level=LEVELS[row[LEVEL]],
        replacement=row[REPLACEMENT],
        note=row[NOTE],
    )
