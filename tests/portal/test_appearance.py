"""The large-type view: chosen, remembered, left again; nobody gets a cookie unasked."""

import re

import pytest

from portal.appearance import COOKIE, LARGE
from tests.world import World


@pytest.fixture
def home(client, site_home):
    World().grow_to(1)
    return client


def test_the_standard_view_needs_no_cookie(home):
    response = home.get("/")
    assert not response.cookies
    assert "large-type" not in response.content.decode()


def test_a_reader_chooses_comes_back_to_the_page_and_leaves_again(home):
    here = "http://testserver/stories/?stage=primary"
    chosen = home.post("/view/", {"view": LARGE}, headers={"referer": here})
    assert chosen["Location"] == "/stories/?stage=primary"
    assert chosen.cookies[COOKIE].value == LARGE
    page = home.get("/stories/").content.decode()
    assert re.search(r'<html [^>]*class="large-type">', page)
    assert "large-type.css" in page
    assert "标准版" in page

    home.post("/view/", {"view": "standard"})
    assert "large-type" not in home.get("/").content.decode()


@pytest.mark.parametrize("value", ["", "LARGE", "large;x", "1", "%E5%A4%A7"])
def test_any_other_value_is_the_standard_view(home, value):
    home.cookies[COOKIE] = value
    assert "large-type" not in home.get("/").content.decode()


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/x/", "//evil.example/", "javascript:alert(1)", ""],
)
def test_it_leads_nowhere_else(client, db, target):
    response = client.post("/view/", {"view": LARGE}, headers={"referer": target})
    assert response["Location"] == "/"


def test_a_path_of_two_slashes_stays_here(client, db):
    target = "http://testserver//evil.example/"
    response = client.post("/view/", {"view": LARGE}, headers={"referer": target})
    assert response["Location"] == "/evil.example/"


def test_asking_alone_changes_nothing(client, db):
    response = client.get("/view/", {"view": LARGE})
    assert response.status_code == 405
    assert not response.cookies


def test_both_looks_at_once(home, site_home):
    from portal.models import SiteIdentity

    identity = SiteIdentity.for_site(site_home.get_site())
    identity.mourning_mode = True
    identity.save()
    home.cookies[COOKIE] = LARGE
    assert 'class="large-type mourning"' in home.get("/").content.decode()
