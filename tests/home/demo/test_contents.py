"""``manage.py demo`` in an empty database: what is there, and what nobody sees."""

from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from django.utils.html import escape
from wagtail.models import Page, PageLogEntry, Revision, TaskState

from editorial.enums import State, Step, Verdict
from editorial.models import Decision, Submission
from editorial.queries import standing_of
from forums.models import ForumEventPage
from home.demo.people import PASSWORD, logins
from home.demo.pieces import KINDS, Desk
from media.models import PortalImage, PublishedUse
from people.models import Unit, User
from people.roles import Role, has_role, units_in_scope
from portal.models import DemoMark
from portal.queries import public_pages
from portal.registry import concrete_subclasses
from reading.models import Passage, PassageDay, Work
from stories.models import StoryPage
from tests.maps import map_addresses

MARK = "演示内容，人物均为虚构"
# Each state of the text files, as the editorial road names it.
STANDINGS = {
    "draft": (State.DRAFT, None),
    "recalled": (State.DRAFT, None),
    "first": (State.IN_REVIEW, Step.FIRST),
    "second": (State.IN_REVIEW, Step.SECOND),
    "final": (State.IN_REVIEW, Step.FINAL),
    "returned": (State.RETURNED, Step.FIRST),
    "published": (State.PUBLISHED, None),
    "edited": (State.PUBLISHED, None),
    "withdrawn": (State.WITHDRAWN, None),
    "private": (State.PRIVATE, None),
    "school": (State.IN_REVIEW, Step.SCHOOL),
    "shared": (State.PUBLISHED, None),
    "district": (State.IN_REVIEW, Step.FIRST),
    "circulated": (State.PUBLISHED, None),
    "held": (State.HELD, Step.FIRST),
    "declined": (State.DECLINED, None),
    "scheduled": (State.SCHEDULED, None),
}
# Live for some readers, but not for everybody.
NARROW = ("shared", "circulated")
ROWS = {row["slug"]: row for kind in KINDS for row in Desk.rows(kind)}
HIDDEN = [slug for slug, row in ROWS.items() if row["state"] not in ("published", "edited")]

pytestmark = pytest.mark.django_db


def piece(slug: str) -> Submission:
    return Page.objects.get(slug=slug).specific


@pytest.mark.parametrize("slug", ROWS)
def test_each_piece_stands_where_its_text_file_says(slug):
    standing = standing_of(piece(slug))
    assert (standing.state, standing.step) == STANDINGS[ROWS[slug]["state"]]
    assert standing.is_live == (slug not in HIDDEN or ROWS[slug]["state"] in NARROW)


def test_every_kind_and_every_state_of_the_road_is_there():
    assert {row["state"] for row in ROWS.values()} == set(STANDINGS)
    kinds = {piece(slug).kind for slug in ROWS}
    assert kinds == {model.kind for model in concrete_subclasses(Submission)}


def test_a_published_piece_went_through_three_people_in_the_order_of_the_steps():
    for slug in ROWS.keys() - HIDDEN:
        page = piece(slug)
        decisions = [d for d in page.decisions if d.verdict == Verdict.APPROVE]
        assert [d.step for d in decisions] == [Step.FIRST, Step.SECOND, Step.FINAL], slug
        people = {d.decided_by.staff_number for d in decisions}
        assert people == {"editor1", "editor2", "chief"}, slug
        moments = [d.decided_at for d in page.decisions]
        assert moments == sorted(moments), slug
        assert page.first_published_at == decisions[-1].decided_at


def test_the_returned_piece_tells_its_author_why_and_what_to_do():
    (slug,) = [slug for slug, row in ROWS.items() if row["state"] == "returned"]
    decision = piece(slug).decisions.get(verdict=Verdict.RETURN)
    assert decision.comment == ROWS[slug]["return_reason"]
    assert decision.todo == ROWS[slug]["return_todo"]
    assert [reason["code"] for reason in decision.reasons] == [ROWS[slug]["return_code"]]


def test_the_edited_piece_has_a_newer_draft_that_readers_do_not_see(client):
    (slug,) = [slug for slug, row in ROWS.items() if row["state"] == "edited"]
    page = piece(slug)
    assert page.has_unpublished_changes
    added = "家里的钟还是快十分钟"
    assert added in page.get_latest_revision_as_object().body_text
    assert added not in client.get(page.url).content.decode()


def test_nothing_lies_in_the_future():
    now = timezone.now()
    for model, field in (
        (Decision, "decided_at"),
        (Revision, "created_at"),
        (TaskState, "started_at"),
        (PageLogEntry, "timestamp"),
        (Page, "first_published_at"),
    ):
        assert not model.objects.filter(**{f"{field}__gt": now}).exists(), model


def test_events_lie_behind_and_ahead():
    events = public_pages(ForumEventPage.objects.all())
    past = [event for event in events if event.is_over]
    assert len(past) >= 3
    assert all(event.report for event in past)
    assert len(events) - len(past) >= 2


def test_the_catalogue_and_the_passages_are_complete():
    assert Work.objects.approved().count() == 60
    assert Passage.objects.count() == 39
    today = timezone.localdate()
    week = PassageDay.objects.filter(date__lte=today, date__gt=today - timezone.timedelta(days=39))
    assert len({day.passage_id for day in week}) == 39
    book = Work.objects.get(title="给教师的建议")
    assert (book.authors, book.editions.get().translators) == ("苏霍姆林斯基", "杜殿坤")
    assert Work.objects.get(title="思考，快与慢").editions.get().isbn == "9787508633558"
    assert Passage.objects.filter(
        text="学而不思则罔，思而不学则殆。", source="《论语·为政》"
    ).exists()


def test_the_demo_accounts_can_log_in_and_hold_their_roles():
    roles = {
        "teacher1": Role.TEACHER,
        "teacher2": Role.TEACHER,
        "schooladmin": Role.SCHOOL_ADMIN,
        "host": Role.WORKSHOP_HOST,
        "editor1": Role.EDITOR,
        "editor2": Role.EDITOR,
        "chief": Role.CHIEF_EDITOR,
        "siteadmin": Role.SITE_ADMIN,
        "secadmin": Role.SECURITY_ADMIN,
        "auditor": Role.AUDITOR,
    }
    assert [number for number, *_ in logins()] == list(roles)
    for number, role in roles.items():
        user = User.objects.get(staff_number=number)
        assert user.check_password(PASSWORD)
        assert not user.must_change_password
        assert has_role(user, role)
    schooladmin = User.objects.get(staff_number="schooladmin")
    assert units_in_scope(schooladmin, Role.SCHOOL_ADMIN).count() == 3


def test_the_readme_names_every_account_in_both_languages():
    text = (settings.BASE_DIR / "README.md").read_text()
    for number, *_ in logins():
        rows = [
            line for line in text.splitlines() if line.startswith("|") and f"`{number}`" in line
        ]
        assert len(rows) == 2, number


def test_other_authors_cannot_log_in():
    others = User.objects.exclude(staff_number__in=[number for number, *_ in logins()])
    assert others.count() == 8
    assert not any(user.has_usable_password() for user in others)


def test_the_command_prints_the_accounts(demo):
    for number, name, _ in logins():
        assert f"{number:<12} {name}" in demo
    assert PASSWORD in demo


def test_every_public_address_answers_a_visitor():
    client = Client()
    pages = public_pages().filter(depth__gt=1)
    assert pages.count() > 50
    addresses = [page.get_url() for page in pages]
    addresses += [work.get_absolute_url() for work in Work.objects.approved()]
    addresses += ["/reading/passage/", f"/reading/passage/{timezone.localdate()}/"]
    addresses += ["/feed/atom.xml", *map_addresses("pages"), "/api/v2/pages/", "/search/?q=教育"]
    assert {a: client.get(a).status_code for a in addresses} == dict.fromkeys(addresses, 200)


def test_every_page_shows_that_it_is_a_demo(client):
    for page in public_pages().filter(depth__gt=1):
        assert MARK in client.get(page.get_url()).content.decode(), page


def test_no_unpublished_piece_shows_anywhere():
    client = Client()
    pages = [page.get_url() for page in public_pages().filter(depth__gt=1)]
    pages += [work.get_absolute_url() for work in Work.objects.approved()]
    pages += ["/feed/atom.xml", *map_addresses("pages")]
    pages += [f"/feed/{name}/atom.xml" for name in ("stories", "reading", "forums", "workshops")]
    pages += [
        f"/api/v2/{kind}/?limit=50&offset={n}" for kind in ("pages", "images") for n in (0, 50)
    ]
    texts = {address: client.get(address).content.decode() for address in pages}
    # A title that is public would be found by the same look.
    assert any(escape(ROWS["seven-seconds"]["title"]) in text for text in texts.values())
    for slug in HIDDEN:
        page, row = piece(slug), ROWS[slug]
        gone = client.get(page.get_url())
        expected = {"withdrawn": 410} | dict.fromkeys(NARROW, 302)
        assert gone.status_code == expected.get(row["state"], 404)
        assert escape(row["title"]) not in gone.content.decode()
        for trace in (slug, escape(row["title"]), row["title"], row["alt"]):
            assert [a for a, text in texts.items() if trace in text] == [], trace
        found = client.get("/search/", {"q": row["title"]}).content.decode()
        assert page.get_url() not in found


def test_pictures_of_unpublished_pieces_are_nobodys():
    public = set(PublishedUse.objects.visible_to().values_list("image_id", flat=True))
    for slug in HIDDEN:
        cover = piece(slug).get_latest_revision_as_object().cover
        assert cover.pk not in public
    assert not PortalImage.objects.filter(alt_text="").exists()


def test_portraits_say_that_they_show_nobody():
    for story in StoryPage.objects.live():
        (picture,) = [block.value for block in story.body if block.block_type == "image"]
        assert "看不见面容" in picture["alt"]


def test_a_second_run_changes_nothing():
    def state():
        models = (Page, Revision, User, Unit, Work, PassageDay, PortalImage, Decision, PageLogEntry)
        newest = Revision.objects.order_by("-pk").values_list("pk", flat=True).first()
        return [model.objects.count() for model in models], newest

    before, out = state(), StringIO()
    call_command("demo", stdout=out)
    assert state() == before
    assert DemoMark.objects.count() == 1
    assert "没有改动" in out.getvalue()
    assert "teacher1" in out.getvalue()
