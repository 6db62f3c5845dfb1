"""The answers to an organiser's questions, checked before they are kept."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError

from editorial.forms.fields import without_control
from forums.models import Admission, Question

LONGEST = 300
FIELD = "question-"
LONGEST_NUMBER = 18
YES_NO = ("是", "否")


def asked(admission: Admission) -> list[Question]:
    """Return the questions that are asked now. Queries: 1."""
    return list(admission.questions.filter(retired_at=None))


def answers_in(fields: Mapping[str, str]) -> dict[int, str]:
    """Return what a form answers, by the number of the question; not checked."""
    named = ((name.partition(FIELD), text) for name, text in fields.items())
    # Python refuses to read a number of thousands of digits; no question has one so long.
    return {
        int(number): text
        for (_, _, number), text in named
        if number.isdecimal() and len(number) <= LONGEST_NUMBER
    }


def options_of(question: Question) -> tuple[str, ...]:
    """Return what can be chosen; empty for a free answer."""
    if question.kind == Question.Kind.YES_NO:
        return YES_NO
    if question.kind == Question.Kind.CHOICE:
        words = question.options.replace("，", ",").replace("、", ",").split(",")
        return tuple(dict.fromkeys(word.strip() for word in words if word.strip()))
    return ()


def checked(admission: Admission, answers: Mapping[int, str]) -> dict[int, str]:
    """Return the answers to what is asked; others are dropped. Queries: 1.

    Raises:
        ValidationError: missing, too long, or nothing that can be chosen, by ``question-<number>``.
    """
    given: dict[int, str] = {}
    problems: dict[str, str] = {}
    for question in asked(admission):
        text = without_control(str(answers.get(question.pk, ""))).strip()
        if problem := _problem(question, text):
            problems[f"question-{question.pk}"] = problem
        given[question.pk] = text
    if problems:
        raise ValidationError(problems)
    return given


def _problem(question: Question, text: str) -> str:
    if not text:
        return "请回答这个问题。" if question.is_required else ""
    if len(text) > LONGEST:
        return f"最多 {LONGEST} 个字，现在有 {len(text)} 个字。"
    options = options_of(question)
    if options and text not in options:
        return "请从列出的选项里选一项。"
    return ""
