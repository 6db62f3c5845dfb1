"""The checks of personal data and of listed words, before anything is handed in."""

from django.core.exceptions import ValidationError

from editorial.checks import Finding, Passage, Severity, check_words

LABELS = {"title": "题目", "text": "内容", "quote": "引文"}


def check(**texts: str) -> list[Finding]:
    """Return what the checks say about the fields of a contribution. Queries: 1 to 2.

    Args:
        texts: by name of the field.
    """
    passages = [Passage(name, LABELS[name], text) for name, text in texts.items() if text.strip()]
    return check_words(passages)


def refuse_blocked(findings: list[Finding]) -> None:
    """Refuse what may not be shown to anybody.

    Raises:
        ValidationError: by field, with what each finding says.
    """
    problems: dict[str, list[str]] = {}
    for finding in findings:
        if finding.is_blocking:
            problems.setdefault(finding.place, []).append(f"{finding.excerpt}：{finding.message}")
    if problems:
        raise ValidationError(problems)


def warnings_in(findings: list[Finding]) -> list[Finding]:
    """Return those at which an editor has to look."""
    return [finding for finding in findings if finding.severity == Severity.WARN]
