"""Everybody finds exactly what they may read, and counts say no more; by labels of the index alone
as well as confirmed by the database, while the index is old as well as when it is new."""

import pytest
from wagtail.models import Page, PageViewRestriction

from editorial.enums import Audience
from people.choices import UnitKind
from people.roles import Role
from portal.queries import readable_pages
from search.backends import results as search_results
from search.find import Inquiry, find, fruitful
from tests.editorial.factories import log_draft
from tests.people.factories import TeacherFactory, UnitFactory, UserFactory
from tests.search.pieces import live_log, live_story, narrow

WORD = "梧桐"


@pytest.fixture
def pieces(site_home):
    """One piece of each kind of standing, all with the same word."""
    unit = UnitFactory(kind=UnitKind.CENTRAL_SCHOOL, stage="")
    author = TeacherFactory(unit=unit)
    school = live_story(author, f"{WORD}本校", unit=unit, subject="语文")
    narrow(school, Audience.SCHOOL, unit)
    district = live_story(author, f"{WORD}全区", unit=unit, subject="数学")
    narrow(district, Audience.DISTRICT)
    withdrawn = live_log(author, f"{WORD}撤下")
    withdrawn.unpublish()
    restricted = live_log(author, f"{WORD}受限")
    PageViewRestriction.objects.create(page=restricted, restriction_type="login")
    log_draft(author, title=f"{WORD}草稿")
    live_story(author, f"{WORD}公开", unit=unit, subject="语文")
    return {"unit": unit, "author": author}


@pytest.fixture(params=["confirmed", "by labels"])
def counting(request, monkeypatch):
    if request.param == "by labels":
        monkeypatch.setattr(search_results, "MOST_CONFIRMED", 0)


def readers(pieces):
    part = UnitFactory(parent=pieces["unit"])
    return {
        "nobody": None,
        "author": pieces["author"],
        "colleague": TeacherFactory(unit=pieces["unit"]),
        "part of it": TeacherFactory(unit=part),
        "other school": TeacherFactory(unit=UnitFactory(kind=UnitKind.CENTRAL_SCHOOL, stage="")),
        "without school": UserFactory(),
        "administrator": UserFactory(role=Role.SCHOOL_ADMIN, role__unit=pieces["unit"]),
        "chief": UserFactory(role=Role.CHIEF_EDITOR),
        "inactive": TeacherFactory(unit=pieces["unit"], is_active=False),
    }


EXPECTED = {
    "nobody": {"公开"},
    "author": {"公开", "本校", "全区"},
    "colleague": {"公开", "本校", "全区"},
    "part of it": {"公开", "本校", "全区"},
    "other school": {"公开", "全区"},
    "without school": {"公开", "全区"},
    "administrator": {"公开", "本校", "全区"},
    "chief": {"公开", "本校", "全区"},
    "inactive": {"公开"},
}


def test_everybody_finds_what_they_may_read(pieces, search_index, counting):
    search_index()
    for name, reader in readers(pieces).items():
        findings = find(Inquiry(text=WORD), reader)
        found = {page.title.removeprefix(WORD) for page in findings.results}
        assert found == EXPECTED[name], name
        assert findings.results.count() == len(found), name
        readable = readable_pages(reader, Page.objects.filter(title__startswith=WORD))
        assert found == {page.title.removeprefix(WORD) for page in readable}, name
        for group in findings.facets:
            total = sum(facet.count for facet in group.facets)
            assert total <= len(found), (name, group.name)
        subjects = {
            f.value: f.count for g in findings.facets if g.name == "subject" for f in g.facets
        }
        assert subjects.get("数学", 0) == (1 if "全区" in found else 0), name


def test_what_is_still_queued_is_neither_shown_nor_counted(pieces, search_index, counting):
    """Withdrawn a moment ago; the index does not know yet."""
    search_index()
    page = Page.objects.get(title=f"{WORD}公开")
    page.specific.unpublish()
    findings = find(Inquiry(text=WORD))
    assert list(findings.results) == []
    assert findings.results.count() == 0
    assert not findings.is_loose
    assert all(not group.facets for group in findings.facets)
    assert fruitful([WORD]) == []


def test_a_restriction_closes_and_opens(pieces, search_index, counting):
    page = Page.objects.get(title=f"{WORD}公开")
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
    search_index()
    assert find(Inquiry(text=WORD)).results.count() == 0
    restriction.delete()
    search_index()
    assert find(Inquiry(text=WORD)).results.count() == 1
