"""Other people's words: a single quotation that is long, and a text made of quotations."""

from collections.abc import Iterator

from editorial.checks.findings import Finding, Severity
from editorial.checks.material import Material, excerpt_of
from editorial.text import Part
from portal.html import count_characters

# From this share on the text is more quoted than written. Our own hint to editors, not a figure of
# the district: the portal asks for reviews in one's own words and never for copied excerpts.
LARGEST_SHARE = 0.5


def quotations(material: Material) -> Iterator[Finding]:
    """Report quotations longer than the office's setting, and too many of them together."""
    quoted = [part for part in material.parts if part.is_quotation]
    most = material.settings.longest_quotation
    for part in quoted:
        length = count_characters(part.text)
        if length > most:
            yield Finding(
                checker="quotation",
                severity=Severity.WARN,
                place=part.place,
                label=part.label,
                excerpt=excerpt_of(part.text, 0, 12),
                message=f"这段引文有 {length} 字，单段引文一般不超过 {most} 字。",
                position=(0, len(part.text)),
            )
    yield from _share(material, quoted)


def _share(material: Material, quoted: list[Part]) -> Iterator[Finding]:
    fields = material.piece.long_fields
    running = [part for part in material.parts if part.place.partition(".")[0] in fields]
    total = sum(count_characters(part.text) for part in running)
    of_others = sum(count_characters(part.text) for part in quoted if part in running)
    if total and of_others / total > LARGEST_SHARE:
        yield Finding(
            checker="quotation_share",
            severity=Severity.WARN,
            place=fields[0],
            label=str(material.piece._meta.get_field(fields[0]).verbose_name),
            excerpt="",
            message=f"引文占了正文的 {of_others / total:.0%}，请多写自己的话。",
        )
