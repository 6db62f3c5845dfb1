"""Bold, stress and links of running text, and what changed about them in words."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser

# What an element becomes, by its tag or, for a block of its own, by the block's name.
BECOMES = {
    "p": "改成正文段落",
    "h3": "改成小标题",
    "ul": "改成项目列表",
    "ol": "改成编号列表",
    "blockquote": "改成引文段落",
    "quote": "改成引文",
}
_STYLES = {"b": "加粗", "strong": "加粗", "i": "着重", "em": "着重"}
LINK = "链接"
_QUOTED = 20  # longer words are shortened in a note


@dataclass(frozen=True)
class Span:
    """Words with a style: at which character they begin, and where a link leads."""

    style: str
    text: str
    start: int
    target: str = ""


class _Reader(HTMLParser):
    def __init__(self, page_names: Mapping[int, str]) -> None:
        super().__init__(convert_charrefs=True)
        self.page_names = page_names
        self.open: list[tuple[str, str, str, int]] = []
        self.text = ""
        self.spans: list[Span] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "a":
            self.open.append((tag, LINK, self._target(values), len(self.text)))
        elif tag in _STYLES:
            self.open.append((tag, _STYLES[tag], "", len(self.text)))

    def _target(self, values: dict[str, str | None]) -> str:
        if values.get("linktype") != "page":
            return values.get("href") or ""
        number = values.get("id") or ""
        name = self.page_names.get(int(number)) if number.isdecimal() else None
        return f"站内《{name}》" if name else f"站内页面 {number}"

    def handle_endtag(self, tag: str) -> None:
        for position in range(len(self.open) - 1, -1, -1):
            if self.open[position][0] == tag:
                _, style, target, start = self.open.pop(position)
                if words := self.text[start:].strip():
                    self.spans.append(Span(style, words, start, target))
                return

    def handle_data(self, data: str) -> None:
        self.text += data


def spans_of(markup: str, page_names: Mapping[int, str]) -> tuple[Span, ...]:
    """Return what is bold, stressed or linked in clean HTML, in the order of reading.

    Args:
        markup: one element of running text.
        page_names: the titles of the pages that links lead to, by number.
    """
    reader = _Reader(page_names)
    reader.feed(markup)
    reader.close()
    return tuple(sorted(reader.spans, key=lambda span: (span.start, span.style)))


def notes_on(
    before: tuple[Span, ...], after: tuple[Span, ...], old_text: str, new_text: str
) -> Iterator[str]:
    """Say in words how the styles changed, where the words themselves stayed.

    Args:
        before, after: the spans of the two versions.
        old_text, new_text: their words; a style that came or went with its words is no news.
    """
    old, new = (Counter((span.style, span.text) for span in spans) for spans in (before, after))
    said = False
    for style, words in new - old:
        if words in old_text and style != LINK:
            said = True
            yield f"{style}：{_short(words)}"
    for style, words in old - new:
        if words in new_text and style != LINK:
            said = True
            yield f"取消{style}：{_short(words)}"
    for note in _notes_on_links(before, after, old_text, new_text):
        said = True
        yield note
    if not said and old_text == new_text and before != after:
        yield "格式的位置有改动"


def _notes_on_links(
    before: tuple[Span, ...], after: tuple[Span, ...], old_text: str, new_text: str
) -> Iterator[str]:
    old, new = ({s.text: s.target for s in spans if s.style == LINK} for spans in (before, after))
    for words, target in new.items():
        if words in old and old[words] != target:
            yield f"{_short(words)}的链接改为 {target}（原为 {old[words]}）"
        elif words not in old and words in old_text:
            yield f"加链接：{_short(words)} → {target}"
    for words, target in old.items():
        if words not in new and words in new_text:
            yield f"去掉链接：{_short(words)}（原为 {target}）"


def _short(words: str) -> str:
    return f"“{words if len(words) <= _QUOTED else words[: _QUOTED - 1] + '…'}”"
