"""Who reads what by which channel: three audiences, and what is for nobody yet or any more.

The front page, feeds, the site map and the API show what is for everybody, whoever asks; addresses,
sections, lists, book pages, the search and the files of a piece follow the reader.
"""

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from editorial import actions
from editorial.enums import Audience
from editorial.models import Submission
from people.actions import move_teacher
from people.models import User
from people.roles import Role
from tests.editorial.factories import decide_at, log_draft
from tests.editorial.offices import Office, make_office
from tests.leaks import ALL_CHANNELS, OF_DOCUMENTS, ORIGINAL, Piece, channels_showing
from tests.media.factories import DocumentFactory, ImageFactory
from tests.people.factories import TeacherFactory, UserFactory

pytestmark = pytest.mark.django_db

WORDS = "青瓷般的清晨"
EVERY_CHANNEL = ALL_CHANNELS | OF_DOCUMENTS
FILES = {"picture", "document"}
SEEN = {
    "+": {"address", "section", "listing", "book page", "search", "search counts"}
    | {"archive", "author"}
    | FILES,
    "f": FILES | {ORIGINAL},
    "-": set(),
}
# + reads it as a reader does; f opens its files and the picture as it was sent, as their author
# does and whoever works in the admin; - sees nothing.
NOBODYS = {
    "anonymous": "-",
    "author": "f",
    "colleague": "-",
    "teacher below": "-",
    "teacher above": "-",
    "teacher elsewhere": "-",
    "school admin": "-",
    "admin above": "-",
    "admin elsewhere": "-",
    "host": "-",
    "without a unit": "-",
    "editor": "f",
    "chief": "f",
    "site admin": "f",
    "superuser": "f",
}
READ_BY = {
    "school": NOBODYS
    | dict.fromkeys(("colleague", "teacher below", "school admin", "admin above"), "+")
    | dict.fromkeys(("author", "chief"), "+f"),
    "district": {
        name: "-" if name == "anonymous" else letter.replace("-", "") + "+"
        for name, letter in NOBODYS.items()
    },
    "draft": NOBODYS,
    "in review": NOBODYS,
    "private": NOBODYS,
    "withdrawn": NOBODYS,
    "withdrawn from the school": NOBODYS,
}
REVIEWERS = {
    "school": ("school admin",),
    "district": ("editor",),
    "public": ("editor", "second editor", "chief"),
}


@pytest.fixture
def office(site_home) -> Office:
    office = make_office()
    office.people |= {
        "teacher below": TeacherFactory(unit=office.below),
        "teacher above": TeacherFactory(unit=office.above),
        "without a unit": UserFactory(role=Role.TEACHER),
    }
    return office


def piece_for(audience: str, author: User) -> Piece:
    """Return a draft for an audience, with a picture and an attachment of its own."""
    image = ImageFactory(uploaded_by_user=author, alt_text="只有这篇稿件用的照片")
    document = DocumentFactory(uploaded_by_user=author, title="只有这篇稿件带的附件")
    page = log_draft(
        author,
        title=f"{WORDS}：读书笔记",
        audience=audience,
        cover=image,
        body=[
            ("paragraph", f"<p>{WORDS}，我在操场上读书。</p>"),
            ("document", {"document": document, "title": ""}),
        ],
    )
    return Piece(page, WORDS, image, document)


def publish(page: Submission, office: Office) -> None:
    actions.submit(page_id=page.pk, author=page.owner)
    for name in REVIEWERS[page.audience]:
        actions.approve(**decide_at(page, office[name]))


def bring(state: str, office: Office) -> Piece:
    """Return a piece in a state of ``READ_BY``."""
    audience = {
        "school": Audience.SCHOOL,
        "withdrawn from the school": Audience.SCHOOL,
        "district": Audience.DISTRICT,
        "private": Audience.PRIVATE,
    }.get(state, Audience.PUBLIC)
    piece = piece_for(audience, office["author"])
    if state == "in review":
        actions.submit(page_id=piece.page.pk, author=office["author"])
    elif state not in ("draft", "private"):
        publish(piece.page, office)
    if state.startswith("withdrawn"):
        actions.withdraw(page_id=piece.page.pk, chief=office["chief"], comment="有误")
    call_command("update_index", verbosity=0)
    return piece


def seen_by(office: Office, piece: Piece) -> dict[str, set[str]]:
    seen = {}
    for name in NOBODYS:
        client = Client()
        if name != "anonymous":
            client.force_login(office[name])
        seen[name] = channels_showing(client, piece)
    return seen


def expected(state: str) -> dict[str, set[str]]:
    """Return the channels for each reader."""
    return {
        name: set().union(*(SEEN[letter] for letter in letters))
        for name, letters in READ_BY[state].items()
    }


@pytest.mark.parametrize("state", READ_BY)
def test_only_its_audience_meets_a_piece(office, state):
    assert seen_by(office, bring(state, office)) == expected(state)


def test_a_public_piece_is_met_by_everybody_everywhere(office):
    everything = {
        name: EVERY_CHANNEL | ({ORIGINAL} if letter == "f" else set())
        for name, letter in NOBODYS.items()
    }
    assert seen_by(office, bring("public", office)) == everything


def test_a_piece_that_becomes_narrower_leaves_the_others_at_once(office):
    """Public, then revised for the school: from that approval on only the school reads it."""
    piece = bring("public", office)
    page = type(piece.page).objects.get(pk=piece.page.pk)
    actions.update_draft(
        author=office["author"],
        page_id=page.pk,
        base_revision_id=page.latest_revision_id,
        write=lambda draft: setattr(draft, "audience", Audience.SCHOOL),
    )
    assert channels_showing(Client(), piece) == EVERY_CHANNEL, "the draft changes nothing"
    actions.submit(page_id=page.pk, author=office["author"])
    actions.approve(**decide_at(page, office["school admin"]))
    call_command("update_index", verbosity=0)
    assert seen_by(office, piece) == expected("school")


def test_a_teacher_who_moves_reads_for_the_new_unit(office):
    piece = bring("school", office)
    today = timezone.localdate()
    move_teacher(teacher=office["teacher elsewhere"].teacher_profile, unit=office.school, on=today)
    move_teacher(teacher=office["colleague"].teacher_profile, unit=office.elsewhere, on=today)
    seen = {}
    for name in ("teacher elsewhere", "colleague"):
        client = Client()
        client.force_login(office[name])
        seen[name] = channels_showing(client, piece)
    assert seen == {"teacher elsewhere": SEEN["+"], "colleague": set()}
