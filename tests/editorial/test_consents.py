"""The rule about persons portrayed: by table, by property, and with recorded withdrawals."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from editorial.consents import ConsentProblem, Portrayed, consent_findings, problems_with
from people.actions import withdraw_consent
from people.choices import ConsentScope, Role
from reading.models import ReadingLogPage
from stories.models import StoryPage
from tests.media.factories import ImageFactory
from tests.people.factories import UserFactory
from tests.stories.factories import GIVEN, publish_story, story_draft

TODAY = date(2025, 9, 10)
EARLIER, LATER = TODAY - timedelta(days=9), TODAY + timedelta(days=9)
DAY = timedelta(days=1)
MISSING = "公开他人的姓名和事迹，要先取得本人同意并填写日期。"
WITHDRAWN = "张虚构已在2025年9月1日撤回同意；要公开，须在这一天之后重新征得同意。"


@pytest.mark.parametrize(
    ("scope", "given_on", "expires_on", "withdrawn_on", "place", "message"),
    [
        ("photo", EARLIER, None, None, None, ""),
        ("name", TODAY, None, None, None, ""),
        ("name", EARLIER, TODAY, None, None, ""),
        ("", EARLIER, None, None, "consent_scope", MISSING),
        ("photo", None, None, None, "consent_scope", MISSING),
        ("photo", TODAY + DAY, None, None, "consent_date", "同意日期不能晚于今天。"),
        ("photo", EARLIER, EARLIER - DAY, None, "consent_expires", "到期日早于同意日期。"),
        (
            "photo",
            EARLIER,
            TODAY - DAY,
            None,
            "consent_expires",
            "张虚构的同意已经到期，请重新征得同意。",
        ),
        ("photo", EARLIER - DAY, None, EARLIER, "consent_date", WITHDRAWN),
        ("photo", EARLIER, None, EARLIER, "consent_date", WITHDRAWN),
        ("photo", EARLIER, LATER, EARLIER, "consent_date", WITHDRAWN),
        ("photo", EARLIER + DAY, None, EARLIER, None, ""),
    ],
)
def test_the_rule(scope, given_on, expires_on, withdrawn_on, place, message):
    person = Portrayed("张虚构", scope, given_on, expires_on)
    found = problems_with(person, on=TODAY, withdrawn_on=withdrawn_on)
    assert found == ([ConsentProblem(place, message)] if place else [])


def test_a_row_is_named_by_its_place():
    person = Portrayed("李虚构", "", None, None, place="members.3.")
    [problem] = problems_with(person, on=TODAY, withdrawn_on=None)
    assert problem.place == "members.3.consent_scope"


days = st.dates(date(2024, 1, 1), date(2026, 12, 31))


@given(days, st.none() | days, st.none() | days, days)
def test_nothing_is_found_exactly_while_the_consent_holds(given_on, expires_on, withdrawn_on, on):
    person = Portrayed("张虚构", ConsentScope.PHOTO, given_on, expires_on)
    holds = (
        given_on <= on
        and (expires_on is None or on <= expires_on)
        and (withdrawn_on is None or withdrawn_on < given_on)
    )
    assert (problems_with(person, on=on, withdrawn_on=withdrawn_on) == []) == holds


def draft(**fields: object) -> StoryPage:
    values = {"person_name": "张虚构", "consent_scope": "name", "consent_date": GIVEN}
    return StoryPage(**values | fields)


@pytest.mark.django_db
def test_pictures_without_consent_to_photos():
    image = ImageFactory()
    body = [
        ("image", {"image": image, "alt": "校门"}),
        ("gallery", {"title": "", "images": [{"image": image}, {"image": image}]}),
    ]
    piece = draft(cover=image, body=body)
    found = consent_findings(piece, TODAY)
    first, gallery = piece.body
    inner = [f"body.{gallery.id}.images.{i.id}" for i in gallery.value["images"].bound_blocks]
    assert [(problem.place, problem.is_blocking) for problem in found] == [
        ("cover", True),
        (f"body.{first.id}", False),
        *((place, False) for place in inner),
    ]
    assert consent_findings(draft(cover=image, body=body, consent_scope="photo"), TODAY) == []


@pytest.mark.django_db
def test_a_kind_that_portrays_nobody_is_not_asked(django_assert_num_queries):
    piece = ReadingLogPage(title="虚构")
    with django_assert_num_queries(0):
        assert consent_findings(piece, TODAY) == []


@pytest.mark.django_db
def test_the_form_says_what_the_rule_says():
    assert draft(consent_date=None).missing_for_submission()["consent_scope"] == MISSING
    tomorrow = timezone.localdate() + DAY
    assert "consent_date" in draft(consent_date=tomorrow).missing_for_submission()
    missing = draft(cover=ImageFactory()).missing_for_submission()
    assert missing["consent_scope"] == "本人没有同意公开照片，请去掉题图或重新征得同意。"


def test_what_was_withdrawn_is_known_to_every_version(site_home, django_assert_num_queries):
    author = UserFactory(role=Role.TEACHER)
    page = publish_story(story_draft(author))
    today = timezone.localdate()
    assert consent_findings(page, today) == []
    consent = page.consents.get()
    withdraw_consent(consent_id=consent.pk, by=author, note="本人来电")
    for version in (page, *(revision.as_object() for revision in page.revisions.all())):
        with django_assert_num_queries(1):
            found = consent_findings(version, today)
        assert [(problem.place, problem.is_blocking) for problem in found] == [
            ("consent_date", True)
        ]
    # Another name for the page, another person on it: not theirs.
    page.person_name = "李虚构"
    assert consent_findings(page, today) == []
    page.person_name = " 张虚构 "
    assert len(consent_findings(page, today)) == 1
