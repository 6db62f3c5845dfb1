"""Editors and letters: who may, who is told off, what the trail says."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from editorial.errors import Conflict, NotPossible, ReviewRefused
from feedback.enums import State, Verb
from feedback.letters import actions, queries
from feedback.models import Handling, Letter
from tests.feedback.factories import ANYWHERE, CONTACT, again, make_crowd, send

pytestmark = pytest.mark.django_db

ACTS = {
    "take": lambda letter, by: actions.take(letter_id=letter.pk, by=by),
    "answer": lambda letter, by: actions.answer(letter_id=letter.pk, by=by, reply="好"),
    "close": lambda letter, by: actions.close(letter_id=letter.pk, by=by, reply="不合适"),
    "give back": lambda letter, by: actions.give_back(letter_id=letter.pk, by=by),
    "see contact": lambda letter, by: actions.see_contact(letter_id=letter.pk, by=by),
}


@pytest.fixture
def crowd():
    return make_crowd()


def trail(letter: Letter) -> list[str]:
    return list(letter.handlings.values_list("verb", flat=True))


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("name", ["teacher", "school admin", "host", "site admin", "superuser"])
def test_only_editors_see_to_letters(crowd, act, name):
    letter = send(contact=CONTACT)
    with pytest.raises(ReviewRefused):
        ACTS[act](letter, crowd[name])
    assert trail(letter) == []
    assert again(letter).state == State.NEW


@pytest.mark.parametrize("act", ACTS)
def test_not_even_editors_see_to_their_own(crowd, act):
    letter = send(ANYWHERE, crowd["editor"], contact=CONTACT)
    with pytest.raises(ReviewRefused):
        ACTS[act](letter, crowd["editor"])
    ACTS[act](letter, crowd["chief"])


@pytest.mark.parametrize("name", ["editor", "chief"])
def test_the_whole_way(crowd, name):
    letter, editor = send(contact=CONTACT), crowd[name]
    actions.take(letter_id=letter.pk, by=editor)
    actions.take(letter_id=letter.pk, by=editor)  # again changes nothing
    assert (again(letter).state, again(letter).editor) == (State.TAKEN, editor)
    assert actions.see_contact(letter_id=letter.pk, by=editor) == CONTACT
    actions.answer(letter_id=letter.pk, by=editor, reply=" 已经放大。 ")
    assert (again(letter).state, again(letter).reply) == (State.ANSWERED, "已经放大。")
    actions.reopen(letter_id=letter.pk, by=editor)
    assert (again(letter).state, again(letter).reply) == (State.TAKEN, "")
    actions.close(letter_id=letter.pk, by=editor, reply="办不到。")
    assert trail(letter) == [
        Verb.TAKE,
        Verb.SEE_CONTACT,
        Verb.ANSWER,
        Verb.REOPEN,
        Verb.CLOSE,
    ]
    answered = letter.handlings.get(verb=Verb.ANSWER)
    assert (answered.note, answered.by) == ("已经放大。", editor)
    assert CONTACT not in "".join(letter.handlings.values_list("note", flat=True))


def test_what_a_colleague_has_is_left_alone(crowd):
    letter = send()
    actions.take(letter_id=letter.pk, by=crowd["editor"])
    for act in ("take", "answer", "close", "give back"):
        with pytest.raises(Conflict):
            ACTS[act](letter, crowd["second editor"])
    actions.give_back(letter_id=letter.pk, by=crowd["editor"])
    actions.take(letter_id=letter.pk, by=crowd["second editor"])
    assert again(letter).editor == crowd["second editor"]


def test_the_later_one_hears_who_was_first(crowd):
    letter = send()
    actions.take(letter_id=letter.pk, by=crowd["editor"])
    with pytest.raises(Conflict, match="虚构编辑"):
        actions.take(letter_id=letter.pk, by=crowd["second editor"])


@pytest.mark.parametrize("reply", ["", "  \n", "字" * 1001])
def test_a_reply_has_words_and_not_too_many(crowd, reply):
    letter = send()
    with pytest.raises(ValidationError) as refused:
        actions.answer(letter_id=letter.pk, by=crowd["editor"], reply=reply)
    assert set(refused.value.message_dict) == {"reply"}
    assert again(letter).state == State.NEW


def test_settled_is_settled(crowd):
    letter, editor = send(), crowd["editor"]
    actions.close(letter_id=letter.pk, by=editor, reply="重复。")
    with pytest.raises(Conflict):
        actions.answer(letter_id=letter.pk, by=editor, reply="再答")
    with pytest.raises(Conflict):
        actions.take(letter_id=letter.pk, by=editor)
    with pytest.raises(Conflict):
        actions.reopen(letter_id=send().pk, by=editor)


def test_there_is_no_such_letter(crowd):
    with pytest.raises(NotPossible):
        actions.take(letter_id=10**18, by=crowd["editor"])
    with pytest.raises(NotPossible):
        actions.see_contact(letter_id=send().pk, by=crowd["editor"])  # left none


def test_the_trail_is_only_added_to(crowd):
    letter = send()
    actions.take(letter_id=letter.pk, by=crowd["editor"])
    step = letter.handlings.get()
    with pytest.raises(PermissionDenied):
        step.save()
    with pytest.raises(PermissionDenied):
        step.delete()
    with pytest.raises(PermissionDenied):
        Handling.objects.all().update(note="")


def test_contacts_are_forgotten_after_a_while(crowd):
    old, young, waiting = (send(contact=CONTACT) for _ in range(3))
    for letter in (old, young):
        actions.answer(letter_id=letter.pk, by=crowd["editor"], reply="好")
    long_ago = timezone.now() - timedelta(days=91)
    Letter.objects.filter(pk=old.pk).update(settled_at=long_ago)
    Letter.objects.filter(pk=waiting.pk).update(made_at=long_ago)
    assert actions.erase_contacts() == 1
    assert [again(each).contact for each in (old, young, waiting)] == ["", CONTACT, CONTACT]
    assert trail(old)[-1] == Verb.ERASE_CONTACT
    assert actions.erase_contacts() == 0


def test_what_waits_for_whom(crowd):
    new, own = send(), send(ANYWHERE, crowd["editor"])
    held = send(bait="x")
    mine, others = send(), send()
    actions.take(letter_id=mine.pk, by=crowd["editor"])
    actions.take(letter_id=others.pk, by=crowd["second editor"])
    assert set(queries.waiting(crowd["editor"])) == {new, mine}
    assert set(queries.in_tab(crowd["editor"], "held")) == {held}
    assert set(queries.in_tab(crowd["editor"], "others")) == {others}
    assert set(queries.in_tab(crowd["editor"], "")) == {new, own}
    assert queries.counts(crowd["editor"]) == {"": 2, "mine": 1, "others": 1, "held": 1}
