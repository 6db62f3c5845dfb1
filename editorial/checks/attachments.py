"""Attachments whose words could not be checked, or not all of them."""

from collections.abc import Iterator

from editorial.checks.attachment_texts import NOT_READ
from editorial.checks.findings import Finding, Severity
from editorial.checks.material import Material
from editorial.extraction import reading

_MESSAGES = {
    reading.UNREADABLE: "附件读不出文字，请人工核对。",
    reading.CUT: "附件太长，只检查了前面的部分，后面请人工核对。",
    reading.NO_WORDS: "附件里没有可以检查的文字，可能是扫描件，请人工核对。",
    reading.EMBEDDED: "附件里还嵌着别的文件，没有检查，请人工核对。",
    NOT_READ: "附件里的文字还没有检查，稍后会补上。",
}


def attachments(material: Material) -> Iterator[Finding]:
    """Tell a person which attachments to look into."""
    for attachment in material.attachments:
        if attachment.problem:
            yield Finding(
                checker="attachment",
                severity=Severity.WARN,
                place=attachment.place,
                label=f"附件《{attachment.title}》",
                excerpt="",
                message=_MESSAGES[attachment.problem],
            )
