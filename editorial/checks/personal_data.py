"""Personal data in a piece, its tables and its attachments: one checker a kind."""

from collections.abc import Callable, Iterator
from functools import partial

from editorial.checks.findings import Finding, Severity
from editorial.checks.material import Material, Passage
from editorial.checks.personal import Sighting

Checker = Callable[[Material], Iterator[Finding]]
_SHOWN = 3  # of the numbers in one place of an attachment, which may be a table of thousands


def _check(
    material: Material, *, kind: str, severity: Severity, noun: str, advice: str
) -> Iterator[Finding]:
    for passage, sightings in material.sightings:
        own = [sighting for sighting in sightings if sighting.kind == kind]
        for group in _groups(passage, own):
            excerpt = "、".join(sighting.masked for sighting in group[:_SHOWN])
            more = f"（共 {len(group)} 处）" if len(group) > 1 else ""
            yield Finding(
                checker=kind,
                severity=severity,
                place=passage.place,
                label=passage.label,
                excerpt=excerpt,
                message=f"像是{noun}{more}。{advice}",
                position=None if passage.is_attached else (group[0].start, group[0].end),
            )


def _groups(passage: Passage, sightings: list[Sighting]) -> list[list[Sighting]]:
    """In the piece each is one finding, which is marked where it stands; in a file all are one."""
    if passage.is_attached:
        return [sightings] if sightings else []
    return [[sighting] for sighting in sightings]


# An identity number, a card or a private phone is never shown to the public; a plate in a picture
# caption or a mail address of an office may be meant.
identity_numbers: Checker = partial(
    _check,
    kind="identity_number",
    severity=Severity.BLOCK,
    noun="身份证号",
    advice="请删去，稿件和附件里都不能公开。",
)
bank_cards: Checker = partial(
    _check,
    kind="bank_card",
    severity=Severity.BLOCK,
    noun="银行卡号",
    advice="请删去，稿件和附件里都不能公开。",
)
mobile_numbers: Checker = partial(
    _check,
    kind="mobile_number",
    severity=Severity.BLOCK,
    noun="手机号",
    advice="请删去，需要联系方式的，请写单位的座机。",
)
licence_plates: Checker = partial(
    _check,
    kind="licence_plate",
    severity=Severity.WARN,
    noun="车牌号",
    advice="能看出是谁的车，请删去或遮挡。",
)
mail_addresses: Checker = partial(
    _check,
    kind="mail_address",
    severity=Severity.SUGGEST,
    noun="电子邮箱",
    advice="个人邮箱最好不公开，请换成单位的邮箱。",
)
