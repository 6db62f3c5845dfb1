"""Faces of minors, as the author declares them; nothing looks into the pictures themselves."""

from collections.abc import Iterator

from editorial.checks.findings import Finding, Severity
from editorial.checks.material import Material

# Pupils' faces: default no.
_BY_DECLARATION = {
    "": (Severity.WARN, "请说明画面里有没有未成年人的脸。"),
    "minors": (Severity.BLOCK, "学生的面容不公开：请换一张，或先征得监护人同意。"),
    "minors_consented": (Severity.WARN, "作者说明已征得监护人同意，请编辑核实。"),
}


def faces(material: Material) -> Iterator[Finding]:
    """Report each picture with a minor's face, and each that was not declared."""
    for picture in material.pictures:
        # A cover is declared where the text shows it; by itself it has no place for that.
        if picture.place != "cover" and picture.faces in _BY_DECLARATION:
            severity, message = _BY_DECLARATION[picture.faces]
            yield Finding("faces", severity, picture.place, picture.label, "", message)
