"""The front page that editors put together: what stands in it, what never does, what it costs."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from editorial import actions
from editorial.enums import Audience
from home.front.blocks import FrontBlock
from home.front.defaults import DEFAULT
from home.front.queries import fill, front_rows
from home.models import HomePage, TopicIndexPage, TopicPage
from people.roles import Role
from reading.models import ReadingLogPage, YearFigures
from stories.honours.actions import restore, revoke
from stories.models import Honour, StoryPage
from tests.editorial.factories import log_draft, make_staff, publish
from tests.people.factories import TeacherFactory, UserFactory
from tests.reading.figures.factories import make_year
from tests.world import World
from workshops.models import WorkshopPage

pytestmark = pytest.mark.django_db

HALF = {"width": "half"}
ALL = (
    *DEFAULT,
    ("workshop_of_week", {"title": "本周工作坊", "most": 3, "width": "full"}),
    ("honours", {"title": "荣誉", "most": 6, "width": "full"}),
    ("programme", {"title": "数字", "width": "full"}),
)


@pytest.fixture
def home(site_home):
    return HomePage.objects.get()


def put(home, *blocks):
    home.body = list(blocks)
    home.save_revision().publish()
    return HomePage.objects.get()


def make_figures():
    tables = [{"name": "kind", "rows": [["教育名著", 1234], ["学科专著", None]]}]
    YearFigures.objects.create(
        year=make_year(), tables=tables, total=2000, counted_at=timezone.now()
    )


def found_in(home, name):
    """What the section ``name`` shows, gathered with all others."""
    blocks = [block for block in front_rows(home.body) for block in block.blocks]
    return next((block.value.found for block in blocks if block.block_type == name), None)


def test_a_new_site_has_the_usual_sections(home):
    assert [(block["type"], block["value"]) for block in home.body.raw_data] == list(DEFAULT)


def cost(client):
    """How many queries the front page takes once pictures are drawn and the frame is known."""
    client.get("/")
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/").status_code == 200
    return len(captured)


def test_all_sections_together_cost_at_most_twelve_queries(home, client):
    put(home)
    frame = cost(client)
    make_figures()
    home, world, counts = put(home, *ALL), World(), {}
    for amount in (1, 10, 100):
        world.grow_to(amount)
        counts[amount] = cost(client) - frame
        shown = {block.block_type for row in front_rows(home.body) for block in row.blocks}
        # The only story leads; then there is none to list.
        assert shown == {name for name, _ in ALL} - ({"stories"} if amount == 1 else set())
        home = HomePage.objects.get()
    assert counts[1] == counts[10] == counts[100] <= 12


def test_choosing_by_hand_costs_the_choosers_alone(home, client):
    world = World()
    world.grow_to(12)
    logs = list(ReadingLogPage.objects.order_by("first_published_at")[:3])
    stories = list(StoryPage.objects.order_by("first_published_at")[:2])
    counts = []
    for chosen in (([], []), (stories, logs)):
        home = put(
            home,
            ("lead_story", {"most": 4, "pages": []}),
            ("stories", {"title": "故事", "most": 3, "pages": chosen[0]}),
            ("logs", {"title": "笔记", "most": 4, "pages": chosen[1], **HALF}),
        )
        counts.append(cost(client))
    assert [page.pk for page in found_in(home, "logs")] == [page.pk for page in logs]
    assert counts[1] == counts[0] + 2


def test_the_lead_changes_every_day_and_is_not_repeated(home, monkeypatch):
    World().grow_to(5)
    home = put(home, *DEFAULT)
    leads = []
    for days in range(4):
        monkeypatch.setattr(timezone, "localdate", lambda d=days: date(2026, 9, 1) + timedelta(d))
        lead, others = found_in(home, "lead_story"), found_in(HomePage.objects.get(), "stories")
        assert lead not in others
        assert len(others) == 3
        leads.append(lead.pk)
        home = HomePage.objects.get()
    newest = StoryPage.objects.order_by("-first_published_at").values_list("pk", flat=True)[:4]
    assert sorted(leads) == sorted(newest)


def test_every_workshop_has_its_week(home, monkeypatch):
    World().grow_to(3)
    weeks = []
    for week in range(3):
        day = date(2026, 11, 30) + timedelta(weeks=week)
        monkeypatch.setattr(timezone, "localdate", lambda d=day: d)
        home = put(home, ("workshop_of_week", {"title": "本周", "most": 2, "width": "full"}))
        found = found_in(home, "workshop_of_week")
        assert all(page.is_child_of(found["workshop"]) for page in found["showcases"])
        weeks.append(found["workshop"].pk)
    assert sorted(weeks) == sorted(WorkshopPage.objects.values_list("pk", flat=True))


def test_a_topic_that_is_over_leaves_even_if_chosen(home):
    index, today = TopicIndexPage.objects.get(), timezone.localdate()
    over = TopicPage(title="过去的专题", ends_on=today - timedelta(days=1))
    ahead = TopicPage(title="将来的专题", starts_on=today + timedelta(days=1))
    runs = TopicPage(title="现在的专题", starts_on=today, ends_on=today)
    for page in (over, ahead, runs):
        index.add_child(instance=page)
        page.save_revision().publish()
    for chosen in ([], [over, ahead, runs]):
        home = put(home, ("topics", {"title": "专题", "most": 3, "pages": chosen, **HALF}))
        assert [page.title for page in found_in(home, "topics")] == ["现在的专题"]


def test_no_section_without_content(home, client):
    make_figures()
    YearFigures.objects.update(tables=[], total=None)
    text = client.get("/").content.decode()
    put(home, *ALL)
    text = client.get("/").content.decode()
    assert "好故事正在路上" in text
    assert "section__title" not in text


def test_small_groups_are_not_named(home, client):
    make_figures()
    put(home, ("programme", {"title": "数字", "width": "full"}))
    text = client.get("/").content.decode()
    assert "2,000" in text
    assert "教育名著" in text
    assert "学科专著" not in text


class TestWhatIsNotPublic:
    """A draft, a withdrawn, a narrower and a restricted piece: chosen by hand, and by itself."""

    WORDS = "青瓷般的清晨"

    @pytest.fixture
    def pieces(self, home):
        staff, author = make_staff(), TeacherFactory()
        draft = log_draft(author, title=f"{self.WORDS}草稿")
        withdrawn = publish(log_draft(author, title=f"{self.WORDS}撤下"), staff)
        actions.withdraw(page_id=withdrawn.pk, chief=staff.chief, comment="虚构的理由。")
        narrow = log_draft(author, title=f"{self.WORDS}全区", audience=Audience.DISTRICT)
        actions.submit(page_id=narrow.pk, author=author)
        state = narrow.workflow_states.get(status="in_progress").current_task_state
        actions.approve(
            task_state_id=state.pk,
            reviewer=staff.first,
            revision_id=state.revision_id,
            comment="同意。",
        )
        narrow.refresh_from_db()
        assert narrow.live
        restricted = publish(log_draft(author, title=f"{self.WORDS}限制"), staff)
        PageViewRestriction.objects.create(page=restricted, restriction_type="login")
        return [draft, withdrawn, narrow, restricted]

    @pytest.mark.parametrize("by_hand", [True, False])
    def test_never_shows(self, home, client, pieces, by_hand):
        shown = publish(log_draft(TeacherFactory(), title="看得见的一篇"))
        pages = [*pieces, shown] if by_hand else []
        put(home, ("logs", {"title": "笔记", "most": 12, "pages": pages, **HALF}))
        text = client.get("/").content.decode()
        assert "看得见的一篇" in text
        assert self.WORDS not in text

    def test_an_honour_that_is_nobodys_to_see(self, home, client):
        World().grow_to(1)
        honour = Honour.objects.verified().get()
        put(home, ("honours", {"title": "荣誉", "most": 6, "width": "full"}))
        assert honour.title in client.get("/").content.decode()
        chief = UserFactory(role=Role.CHIEF_EDITOR)
        revoke(honour_id=honour.pk, by=chief, reason="虚构的理由")
        assert honour.title not in client.get("/").content.decode()
        restore(honour_id=honour.pk, by=chief, reason="虚构的理由")
        assert honour.title in client.get("/").content.decode()
        Page.objects.type(StoryPage).update(live=False)
        assert honour.title not in client.get("/").content.decode()


def test_a_preview_fills_a_section_alone(home):
    World().grow_to(2)
    for name, block in FrontBlock().child_blocks.items():
        value = block.get_preview_value()
        if hasattr(value, "found") and hasattr(value, "width"):
            fill([value])
            assert value.found or name == "programme", name
