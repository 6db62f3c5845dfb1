"""The site as an outline, for people."""

from dataclasses import dataclass, field

from wagtail.models import Page

from home.models import StandardPage, TopicPage
from portal.models import IndexPage
from portal.queries import default_site_root, public_pages
from workshops.models import WorkshopPage

# Levels below the front page: sections, and what stands in them that is no piece.
DEPTH = 2
MOST = 300


@dataclass
class Branch:
    """A page with those below it."""

    page: Page
    below: list["Branch"] = field(default_factory=list)


def outline() -> list[Branch]:
    """Return the public sections and standing pages, as editors have arranged them. Queries: 2.

    Pieces are left out: they are thousands, and every list of them is in the outline.
    """
    root = default_site_root()
    if root is None:
        return []
    pages = public_pages(Page.objects.descendant_of(root))
    pages = pages.filter(depth__lte=root.depth + DEPTH)
    pages = pages.type(IndexPage, StandardPage, WorkshopPage, TopicPage).order_by("path")
    branches: list[Branch] = []
    for page in pages[:MOST]:
        branch = Branch(page)
        if page.depth == root.depth + 1:
            branches.append(branch)
        elif branches and page.path.startswith(branches[-1].page.path):
            branches[-1].below.append(branch)
    return branches
