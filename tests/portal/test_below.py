"""Pages one level below another."""

import pytest
from wagtail.models import Page

from portal.queries import below

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree(site_home):
    """A section whose first and last child have children of their own, beside another section."""
    section, other = (
        site_home.add_child(instance=Page(title=title, slug=title)) for title in ("one", "two")
    )
    children = [section.add_child(instance=Page(title=f"{i}", slug=f"c{i}")) for i in range(3)]
    for child in (children[0], children[-1]):
        child.add_child(instance=Page(title="deeper", slug="deeper"))
    other.add_child(instance=Page(title="elsewhere", slug="elsewhere"))
    section.refresh_from_db()
    return section, children


def test_it_is_what_child_of_finds(tree):
    section, children = tree
    found = below(Page.objects.all(), section)
    assert {page.pk for page in found} == {page.pk for page in children}
    assert set(found) == set(Page.objects.child_of(section))


def test_no_path_is_compared_by_its_beginning(tree):
    section, _ = tree
    assert "LIKE" not in str(below(Page.objects.all(), section).query)


def test_a_leaf_has_nothing_below(tree):
    _, children = tree
    assert list(below(Page.objects.all(), children[1])) == []
