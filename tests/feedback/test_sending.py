"""Taking letters in: what passes, what is held, what is refused."""

from datetime import timedelta

import pytest
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from feedback.enums import Doubt, Kind, State, Way
from feedback.errors import StaleForm, TooMuch
from feedback.letters import actions
from feedback.letters.actions import Place
from feedback.models import FeedbackSettings, Letter
from tests.feedback.factories import (
    ANYWHERE,
    CONTACT,
    TEXT,
    a_page,
    about,
    by_hand,
    many,
    opened,
    send,
    worked,
)
from tests.people.factories import TeacherFactory

pytestmark = pytest.mark.django_db


def settings(**values):
    FeedbackSettings.objects.update_or_create(pk=1, defaults=values)


def test_a_letter_is_kept_with_where_it_was_written(site_home):
    page = a_page(site_home)
    place = Place(Kind.SUGGESTION, path=page.get_url(), page=page)
    letter = send(place, contact=CONTACT)
    stored = Letter.objects.get()
    assert stored == letter
    assert (stored.kind, stored.state, stored.way) == (Kind.SUGGESTION, State.NEW, Way.WORK)
    assert (stored.page_id, stored.page_title, stored.path) == (page.pk, page.title, page.get_url())
    assert (stored.text, stored.contact, stored.author) == (TEXT, CONTACT, None)
    assert len(stored.receipt) == 32


def test_a_letter_outlives_its_page(site_home):
    page = a_page(site_home)
    letter = send(about(page), quote="原句")
    page.delete()
    letter.refresh_from_db()
    assert (letter.page, letter.page_title) == (None, "虚构的一页")


def test_without_scripts_the_answer_to_the_question_is_enough():
    letter = by_hand()
    assert (letter.state, letter.way) == (State.NEW, Way.QUESTION)


@pytest.mark.parametrize("answer", ["", "0", "很多", "9" * 500])
def test_without_work_and_with_a_wrong_answer_the_question_is_asked_again(answer):
    asked = opened(bits=20)
    with pytest.raises(ValidationError) as refused:
        send(asked=asked, counter="1", answer=answer)
    assert set(refused.value.message_dict) == {"answer"}
    assert not Letter.objects.exists()
    # The challenge is not spent by that.
    assert send(asked=asked, counter="", answer=str(asked.answer)).state == State.NEW


def test_a_challenge_is_good_for_one_letter():
    asked = opened()
    first = send(asked=asked)
    assert send(asked=asked) == first  # a double click
    with pytest.raises(StaleForm):
        send(asked=asked, text="另一封")
    assert Letter.objects.count() == 1


@pytest.mark.parametrize(
    "place",
    [Place(Kind.SUGGESTION, path="/stories/"), Place(Kind.SUGGESTION)],
    ids=["another page", "no page"],
)
def test_a_challenge_of_another_form_is_refused(place):
    with pytest.raises(StaleForm):
        send(place, asked=opened(ANYWHERE))


def test_a_challenge_of_a_visitor_is_not_good_for_an_account():
    """What stands in the place of Django's token: another site has no challenge of this person."""
    teacher = TeacherFactory()
    with pytest.raises(StaleForm):
        send(ANYWHERE, teacher, asked=opened(ANYWHERE))
    with pytest.raises(StaleForm):
        send(ANYWHERE, teacher, asked=opened(ANYWHERE, TeacherFactory()))
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    ("values", "doubt"),
    [
        ({"bait": "http://spam.example"}, Doubt.BAIT),
        ({"asked": lambda: opened(seconds=1)}, Doubt.FAST),
    ],
)
def test_what_looks_like_a_machine_is_held_and_not_lost(values, doubt):
    values = {name: value() if callable(value) else value for name, value in values.items()}
    letter = send(**values)
    assert (letter.state, letter.held_for) == (State.HELD, doubt)


def test_above_the_ceiling_letters_are_held_then_refused():
    settings(most_worked=2, most_held=1)
    assert [send().state for _ in range(3)] == [State.NEW, State.NEW, State.HELD]
    with pytest.raises(TooMuch):
        send()
    assert by_hand().state == State.NEW  # the other way has a ceiling of its own
    teacher = TeacherFactory()
    assert send(ANYWHERE, teacher).state == State.NEW  # and so have accounts


def test_the_ceiling_is_of_an_hour():
    settings(most_worked=1)
    many(5, made_at=timezone.now() - timedelta(minutes=61))
    assert send().state == State.NEW


def test_an_account_has_a_measure():
    settings(most_of_account=2)
    teacher = TeacherFactory()
    for _ in range(2):
        send(ANYWHERE, teacher)
    with pytest.raises(TooMuch):
        send(ANYWHERE, teacher)
    assert send(ANYWHERE, TeacherFactory()).author


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"text": " \n "}, "text"),
        ({"text": "长" * 10_000}, "text"),
        ({"contact": "1" * 101}, "contact"),
        ({"quote": "句" * 501}, "quote"),
    ],
)
def test_words_are_judged_by_field(values, field):
    with pytest.raises(ValidationError) as refused:
        send(**values)
    assert set(refused.value.message_dict) == {field}


def test_the_longest_text_is_a_setting():
    settings(longest_text=10_000)
    assert len(send(text="长" * 10_000).text) == 10_000


@pytest.mark.parametrize(
    "values",
    [
        {"state": State.TAKEN},
        {"state": State.ANSWERED},
        {"state": State.NEW, "settled_at": timezone.now()},
        {"state": State.HELD},
        {"kind": Kind.CORRECTION},
    ],
)
def test_the_database_refuses_half_a_state(values):
    letter = send()
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(**values)


def test_an_expired_challenge_is_refused(monkeypatch):
    asked = opened()
    late = signing.time.time() + 5 * 3600
    signed = asked.signed
    monkeypatch.setattr(signing.time, "time", lambda: late)
    with pytest.raises(StaleForm):
        actions.send(
            place=ANYWHERE,
            author=None,
            challenge=signed,
            counter=worked(asked),
            answer="",
            bait="",
            text=TEXT,
        )
