"""Words on the administrators' lists."""

from collections.abc import Iterator

from editorial.checks.findings import Finding, Severity
from editorial.checks.material import Material, Passage, excerpt_of
from editorial.models import WordLevel
from editorial.words.lexicon import Match, current_lexicon

_SEVERITIES = {
    WordLevel.FORBIDDEN: Severity.BLOCK,
    WordLevel.WARN: Severity.WARN,
    WordLevel.SUGGEST: Severity.SUGGEST,
}


def word_lists(material: Material) -> Iterator[Finding]:
    """Report each listed word once a passage, where it stands first. Queries: 1 to 2."""
    lexicon = current_lexicon()
    for passage in material.passages:
        found: dict[tuple[str, bool], list[Match]] = {}
        for match in lexicon.find(passage.text):
            found.setdefault((match.entry.word, match.is_split), []).append(match)
        for matches in found.values():
            yield _finding(passage, matches)


def _finding(passage: Passage, matches: list[Match]) -> Finding:
    first = matches[0]
    severity = Severity.WARN if first.is_split else _SEVERITIES[first.entry.level]
    return Finding(
        checker="word_list",
        severity=severity,
        place=passage.place,
        label=passage.label,
        excerpt=excerpt_of(passage.text, first.start, first.end),
        message=_message(first, len(matches)),
        position=None if passage.is_attached else (first.start, first.end),
    )


def _message(match: Match, count: int) -> str:
    entry = match.entry
    said = {
        WordLevel.FORBIDDEN: f"“{entry.word}”是禁用词",
        WordLevel.WARN: f"“{entry.word}”请再斟酌",
        WordLevel.SUGGEST: f"“{entry.word}”可以换个说法",
    }[entry.level]
    if match.is_split:
        said = f"连起来读是禁用词“{entry.word}”"
    if entry.replacement:
        said += f"，建议改为“{entry.replacement}”"
    times = f"（共 {count} 处）" if count > 1 else ""
    note = f"{entry.note.rstrip('。')}。" if entry.note else ""
    return f"{said}{times}。{note}（词表：{entry.list_name}）"
