"""Old addresses lead on, with one row for a page and all that lies below it."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from home.models import StandardPage

pytestmark = pytest.mark.django_db

# Beyond what SQLite reads in one expression, at which Wagtail's own receiver fails.
MANY = 1_100


def add(parent, slug):
    page = parent.add_child(instance=StandardPage(title=slug, slug=slug))
    page.save_revision().publish()
    return StandardPage.objects.get(pk=page.pk)


def rename(page, slug, run):
    page = StandardPage.objects.get(pk=page.pk)
    page.slug = slug
    with run(execute=True):
        page.save_revision().publish()


@pytest.fixture
def run(django_capture_on_commit_callbacks):
    """Run what waits for the commit, as the signal of a new slug does."""
    return django_capture_on_commit_callbacks


@pytest.fixture
def section(site_home):
    return add(site_home, "about")


def leads_to(client, address):
    answer = client.get(address)
    return answer.url if answer.status_code == 301 else answer.status_code


def test_a_renamed_page_leads_on_and_so_does_all_below(client, section, run):
    child = add(section, "people")
    add(child, "editors")
    rename(section, "we", run)
    assert leads_to(client, "/about/") == "/we/"
    assert leads_to(client, "/about/people/") == "/we/people/"
    assert leads_to(client, "/about/people/editors/") == "/we/people/editors/"
    assert leads_to(client, "/about/people") == "/we/people/"
    assert leads_to(client, "/about/nobody/") == 404
    assert leads_to(client, "/we/people/editors/") == 200
    assert Redirect.objects.count() == 1


def test_a_page_below_that_was_renamed_later_is_reached_in_one_step(client, section, run):
    child = add(section, "people")
    rename(section, "we", run)
    rename(child, "persons", run)
    assert leads_to(client, "/about/people/") == "/we/persons/"


def test_a_moved_page_leads_on(client, site_home, section, run):
    child = add(section, "people")
    add(child, "editors")
    with run(execute=True):
        child.move(site_home, pos="last-child")
    assert leads_to(client, "/about/people/editors/") == "/people/editors/"
    assert leads_to(client, "/about/people/") == "/people/"


def test_swapped_names_lead_nowhere_twice(client, site_home, section, run):
    other = add(site_home, "we")
    add(section, "people")
    rename(section, "between", run)
    rename(other, "about", run)
    rename(section, "we", run)
    assert leads_to(client, "/about/people/") == "/we/people/"
    assert leads_to(client, "/about/nobody/") == 404
    assert leads_to(client, "/we/nobody/") == 404
    assert leads_to(client, "/about/") == 200


def test_a_name_taken_back_leads_nowhere_else(client, section, run):
    add(section, "people")
    rename(section, "we", run)
    rename(section, "about", run)
    assert leads_to(client, "/about/people/") == 200
    assert leads_to(client, "/we/people/") == "/about/people/"
    assert leads_to(client, "/about/nobody/") == 404


def test_renaming_a_section_costs_the_same_for_any_number_of_pages(client, section, run):
    def cost(slug):
        with CaptureQueriesContext(connection) as captured:
            rename(section, slug, run)
        return len(captured)

    first = cost("we")
    rows = []
    for number in range(MANY):
        rows.append(
            Page(
                title=f"{number}",
                slug=f"p{number}",
                path=Page._get_path(section.path, section.depth + 1, number + 1),
                depth=section.depth + 1,
                url_path=f"{Page.objects.get(pk=section.pk).url_path}p{number}/",
                content_type=ContentType.objects.get_for_model(Page),
                locale=section.locale,
                live=True,
                draft_title=f"{number}",
            )
        )
    Page.objects.bulk_create(rows)
    Page.objects.filter(pk=section.pk).update(numchild=MANY)
    assert cost("us") <= first + 2
    assert Redirect.objects.count() == 2


def test_a_draft_that_nobody_read_leaves_no_word(site_home, run):
    page = site_home.add_child(instance=StandardPage(title="x", slug="x", live=False))
    page.slug = "y"
    with run(execute=True):
        page.save()
    assert not Redirect.objects.exists()


def test_what_an_editor_wrote_stays(client, site_home, section, run):
    other = add(site_home, "other")
    Redirect.add_redirect("/about", other, site=Site.objects.get(), is_permanent=False)
    rename(section, "we", run)
    answer = client.get("/about/")
    assert (answer.status_code, answer.url) == (302, "/other/")
    assert Redirect.objects.count() == 1


def test_an_editors_redirect_may_name_a_query_string_and_speaks_for_itself_only(client, section):
    Redirect.add_redirect("/old?id=1", section)
    Redirect.add_redirect("/旧页", section)
    assert leads_to(client, "/old?id=1") == "/about/"
    assert leads_to(client, "/old/?id=1") == "/about/"
    assert leads_to(client, "/old/?id=2") == 404
    assert leads_to(client, "/旧页/") == "/about/"
    assert leads_to(client, "/旧页/below/") == 404


@pytest.mark.parametrize("address", ["/" + "a/" * 60, "/" + "a" * 9000 + "/"])
def test_odd_addresses_are_404(client, site_home, address):
    assert client.get(address).status_code == 404


def test_a_404_asks_for_redirects_once(client, site_home):
    client.get("/wp-login.php")
    with CaptureQueriesContext(connection) as captured:
        client.get("/wp-login.php")
    asked = [query for query in captured if "wagtailredirects_redirect" in query["sql"]]
    assert len(asked) == 1
