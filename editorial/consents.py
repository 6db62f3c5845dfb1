"""Whether the persons whom a piece portrays have agreed to it: the rule and its facts.

Source of the rule: publishing a person's name, story or photo needs their recorded consent, and
they may take it back at any time (Personal Information Protection Law of the PRC, articles 13-15,
25).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from people.choices import ConsentScope
from people.models import Consent, Unit
from people.rules import clean_text


@dataclass(frozen=True)
class Portrayed:
    """A person whom a version of a piece shows, and what it declares about their consent.

    Attributes:
        name: as the piece has it.
        scope: value of ``ConsentScope``, or empty.
        given_on, expires_on: first and last day of the consent, if declared.
        unit: the person's unit, if declared.
        place: content path before ``consent_scope``, ``consent_date`` and ``consent_expires``:
            empty for fields of the page itself, ``members.3.`` for those of a child row.
        is_pictured: whether pictures of the piece may show the person; not, where only the name
            stands beside a few words.
    """

    name: str
    scope: str
    given_on: date | None
    expires_on: date | None
    unit: Unit | None = None
    place: str = ""
    is_pictured: bool = True


@dataclass(frozen=True)
class ConsentProblem:
    """What stands against publication.

    Attributes:
        place: the content path of the field or the picture.
        message: what is wrong and what to do, for author and reviewer.
        is_blocking: whether it forbids publication, or only asks for a look.
    """

    place: str
    message: str
    is_blocking: bool = True


def consent_findings(piece: Any, on: date) -> list[ConsentProblem]:
    """Return the problems of a version with the consents of the persons whom it portrays.

    What the version declares is judged together with the recorded withdrawals, which lie outside
    the versions. Queries: none if it portrays nobody; otherwise 1 and those of ``portrayed()``.

    Args:
        piece: a ``Submission`` as one of its versions has it.
        on: the day of the question.
    """
    portrayed = piece.portrayed()
    if not portrayed:
        return []
    withdrawn = _withdrawals(piece.pk)
    found: list[ConsentProblem] = []
    for person in portrayed:
        found += problems_with(person, on=on, withdrawn_on=withdrawn.get(clean_text(person.name)))
        if person.scope == ConsentScope.NAME and person.is_pictured:
            found += _pictures_in(piece, person.name)
    return list(dict.fromkeys(found))


def problems_with(
    person: Portrayed, *, on: date, withdrawn_on: date | None
) -> list[ConsentProblem]:
    """Return what is wrong with a declared consent; pure.

    Args:
        person: who is shown, and what the version declares.
        on: the day of the question.
        withdrawn_on: the last day on which the person took a consent for this piece back. Only
            one given on a later day counts: of the same day nobody can say which came first.
    """
    scope, given, expires = (
        f"{person.place}{name}" for name in ("consent_scope", "consent_date", "consent_expires")
    )
    name = person.name.strip() or "本人"
    if not (person.scope and person.given_on):
        return [ConsentProblem(scope, "公开他人的姓名和事迹，要先取得本人同意并填写日期。")]
    if person.given_on > on:
        return [ConsentProblem(given, "同意日期不能晚于今天。")]
    if person.expires_on and person.expires_on < person.given_on:
        return [ConsentProblem(expires, "到期日早于同意日期。")]
    if withdrawn_on and person.given_on <= withdrawn_on:
        day = f"{withdrawn_on.year}年{withdrawn_on.month}月{withdrawn_on.day}日"
        return [
            ConsentProblem(given, f"{name}已在{day}撤回同意；要公开，须在这一天之后重新征得同意。")
        ]
    if person.expires_on and person.expires_on < on:
        return [ConsentProblem(expires, f"{name}的同意已经到期，请重新征得同意。")]
    return []


def _withdrawals(page_id: int | None) -> dict[str, date]:
    """Return the last day of withdrawal by the person's name. Queries: 1."""
    rows = Consent.objects.withdrawn().filter(page=page_id).order_by("withdrawn_on")
    return dict(rows.values_list("person_name", "withdrawn_on"))


def _pictures_in(piece: Any, name: str) -> Iterator[ConsentProblem]:
    """Yield the pictures of a piece that may not show the person.

    The cover stands for the person in every list, so it is refused. A picture in the text may show
    a classroom: somebody has to look.
    """
    if piece.cover_id:
        yield ConsentProblem("cover", "本人没有同意公开照片，请去掉题图或重新征得同意。")
    text = f"{name.strip() or '本人'}没有同意公开照片，请确认这张图片里没有本人。"
    for block in piece.body:
        if block.block_type == "image":
            yield ConsentProblem(f"body.{block.id}", text, is_blocking=False)
        elif block.block_type == "gallery":
            for item in block.value["images"].bound_blocks:
                place = f"body.{block.id}.images.{item.id}"
                yield ConsentProblem(place, text, is_blocking=False)
