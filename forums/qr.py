"""QR codes as drawings inside a page: sharp at any size, on the screen and on paper."""

import segno
from django.utils.safestring import SafeString, mark_safe

QUIET = 4  # modules of empty ground around a code (ISO/IEC 18004)


def drawing(text: str, *, title: str) -> SafeString:
    """Return ``text`` as an ``<svg>`` that fills its box, black on white in every colour scheme.

    Args:
        text: what a scanner shall read, usually an address; error correction M (15 %).
        title: what the code is for, to those who do not see it.
    """
    code = segno.make(text, error="m", micro=False, boost_error=False)
    markup = code.svg_inline(
        border=QUIET,
        dark="#000",
        light="#fff",
        omitsize=True,
        svgclass="code",
        lineclass=None,
        title=title,
    )
    return mark_safe(markup)  # noqa: S308 made by segno, which escapes the title
