"""Topics: dates, lists by hand and by rule, what they never show, what they cost."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from editorial import actions
from home.models import TopicIndexPage, TopicPage
from home.topics.blocks import RuleListBlock
from people.roles import Role
from reading.models import ReadingLogPage
from stories.models import StoryPage
from tests.editorial.factories import log_draft, make_staff, publish
from tests.media.factories import ImageFactory
from tests.media.recordings import RecordingFactory, SoundFactory
from tests.people.factories import TeacherFactory, UserFactory
from tests.world import World

pytestmark = pytest.mark.django_db


def rule(**changed):
    """The value of a list that is filled by rule: everything, newest first."""
    return {
        "title": "自动",
        "types": [],
        "tags": "",
        "since": None,
        "until": None,
        "order": "newest",
        "most": 6,
    } | changed


def make_topic(*blocks, **fields):
    page = TopicPage(**{"title": "虚构专题", "body": list(blocks)} | fields)
    TopicIndexPage.objects.get().add_child(instance=page)
    page.save_revision().publish()
    return TopicPage.objects.get(pk=page.pk)


def text_of(client, page):
    answer = client.get(page.get_url())
    assert answer.status_code == 200
    return answer.content.decode()


def listed(rf, page):
    """The pages of each list, as the page fills them for the public."""
    request = rf.get("/")
    request.user = UserFactory(role=Role.TEACHER)
    page.get_context(request)
    return [[found.title for found in block.value.found] for block in page.body]


class TestDates:
    @pytest.fixture
    def topics(self, site_home):
        today = timezone.localdate()
        day = timedelta(days=1)
        return {
            "往期的": make_topic(title="往期的", starts_on=today - 9 * day, ends_on=today - day),
            "今天的": make_topic(title="今天的", starts_on=today, ends_on=today, kind="exhibition"),
            "一直的": make_topic(title="一直的"),
            "以后的": make_topic(title="以后的", starts_on=today + day),
        }

    def shown(self, client, address):
        text = client.get(address).content.decode()
        return {title for title in ("往期的", "今天的", "一直的", "以后的") if title in text}

    def test_lists_and_archive(self, client, topics):
        assert self.shown(client, "/topics/") == {"今天的", "一直的"}
        assert self.shown(client, "/topics/?when=over") == {"往期的"}
        assert self.shown(client, "/topics/?kind=exhibition") == {"今天的"}
        assert self.shown(client, "/topics/?kind=topic") == {"一直的"}
        assert self.shown(client, "/topics/?when=over&kind=exhibition") == set()
        assert self.shown(client, "/topics/?when=nonsense&kind=x") == {"今天的", "一直的"}

    def test_an_address_answers_before_and_after_and_says_so(self, client, topics):
        assert "结束，内容保留在这里供查阅" in text_of(client, topics["往期的"])
        assert "开始。</p>" in text_of(client, topics["以后的"])
        for title in ("今天的", "一直的"):
            assert "notice--plain" not in text_of(client, topics[title])

    def test_an_end_before_the_beginning(self, site_home):
        today = timezone.localdate()
        dates = {"starts_on": today, "ends_on": today - timedelta(days=1)}
        with pytest.raises(ValidationError) as caught:
            make_topic(**dates)
        assert caught.value.message_dict == {"ends_on": ["结束日期早于开始日期。"]}
        topic = make_topic()
        with transaction.atomic(), pytest.raises(IntegrityError):
            TopicPage.objects.filter(pk=topic.pk).update(**dates)


class TestLists:
    def test_a_rule_finds_by_type_tag_and_date_in_order(self, rf, site_home):
        World().grow_to(4)
        now = timezone.now()
        for number, page in enumerate(Page.objects.filter(title__startswith="故事")):
            Page.objects.filter(pk=page.pk).update(
                first_published_at=now - timedelta(days=10 * number)
            )
        story = StoryPage.objects.order_by("first_published_at")
        names = [page.title for page in story]
        since = timezone.localdate() - timedelta(days=15)
        page = make_topic(
            ("rule_list", rule(types=["story"], order="oldest")),
            ("rule_list", rule(types=["story"], order="oldest", most=2)),
            ("rule_list", rule(types=["story"], since=since)),
            ("rule_list", rule(types=["story", "reading-log"], tags="标签1，没有这个", most=24)),
        )
        oldest, two, recent, tagged = listed(rf, page)
        assert oldest == names
        assert two == names[:2]
        assert recent == names[:-3:-1]
        assert sorted(tagged) == ["故事1", "故事4"]

    def test_what_is_published_tomorrow_stands_in_it_tomorrow(self, client, site_home):
        page = make_topic(("rule_list", rule(types=["reading-log"])))
        assert "新来的一篇" not in text_of(client, page)
        publish(log_draft(TeacherFactory(), title="新来的一篇"))
        assert "新来的一篇" in text_of(client, page)

    def test_a_piece_that_is_not_public_shows_in_no_list(self, client, site_home):
        words, staff, author = "青瓷般的清晨", make_staff(), TeacherFactory()
        draft = log_draft(author, title=f"{words}草稿")
        withdrawn = publish(log_draft(author, title=f"{words}撤下"), staff)
        restricted = publish(log_draft(author, title=f"{words}限制"), staff)
        for page in (draft, withdrawn, restricted):
            page.tags.add("晨读")
        topic = make_topic(
            ("page_list", {"title": "手选", "pages": [draft, withdrawn, restricted]}),
            ("rule_list", rule(tags="晨读")),
        )
        actions.withdraw(page_id=withdrawn.pk, chief=staff.chief, comment="虚构的理由。")
        PageViewRestriction.objects.create(page=restricted, restriction_type="login")
        readers = [client, type(client)(), type(client)()]
        readers[1].force_login(UserFactory(role=Role.TEACHER))
        readers[2].force_login(UserFactory(role=Role.EDITOR))
        for reader in readers:
            assert words not in text_of(reader, topic)
        assert "手选" not in text_of(client, topic)  # an empty list has no heading

    def test_a_rule_whose_end_lies_before_its_beginning(self):
        today = timezone.localdate()
        block = RuleListBlock()
        value = block.normalize(rule(since=today, until=today - timedelta(days=1)))
        with pytest.raises(ValidationError) as caught:
            block.clean(value)
        assert list(caught.value.block_errors) == ["until"]


def everything(world, pages):
    picture = {"image": ImageFactory(), "alt": "", "caption": "", "faces": ""}
    return [
        ("lead", {"text": "导语", "signature": "编辑部"}),
        ("heading", "第一部分"),
        ("paragraph", "<p>正文</p>"),
        ("image", picture),
        ("gallery", {"title": "图集", "images": [picture, {**picture, "image": ImageFactory()}]}),
        ("quotations", {"title": "", "quotes": [{"text": "话", "source": ""}] * 2}),
        ("timeline", {"title": "", "entries": [{"date": "九月", "title": "始", "text": ""}]}),
        (
            "figures",
            {
                "title": "",
                "figures": [{"number": "3", "unit": "篇", "label": "文章"}],
                "source": "虚构",
            },
        ),
        ("video", {"recording": RecordingFactory(), "poster": ImageFactory(), "caption": ""}),
        ("audio", {"recording": SoundFactory(), "caption": ""}),
        ("page_list", {"title": "手选", "pages": pages[:24]}),
        ("rule_list", rule(most=24)),
        ("rule_list", rule(most=24, tags="班主任")),
    ]


def test_a_page_with_every_block_costs_the_same_for_any_amount(client, site_home):
    world, counts = World(), {}
    for amount in (1, 10, 100):
        world.grow_to(amount)
        pages = [
            *StoryPage.objects.all()[:5],
            *ReadingLogPage.objects.all()[:5],
            *type(world.book_list).objects.all()[:5],
            *type(world.event).objects.all()[:5],
        ]
        topic = make_topic(*everything(world, pages), slug=f"everything-{amount}")
        client.get(topic.get_url())  # draws renditions
        with CaptureQueriesContext(connection) as captured:
            text = text_of(client, topic)

        assert "故事" in text
        counts[amount] = len(captured)
    # More kinds of blocks and of pieces than any real page has; those of the demo take 11 to 13.
    assert counts[10] == counts[100] <= 24


def test_each_look_and_kind_is_said_to_the_stylesheet(client, site_home):
    page = make_topic(kind="exhibition", look="rubbing")
    text = text_of(client, page)
    assert "topic--rubbing topic--exhibition" in text
    assert '<p class="kicker">成果展</p>' in text


def test_editors_find_topics_in_one_list(client, site_home):
    today = timezone.localdate()
    make_topic(title="过去的展", kind="exhibition", ends_on=today - timedelta(days=1))
    make_topic(title="现在的专题")
    client.force_login(UserFactory(role=Role.EDITOR))
    text = client.get("/admin/topicpage/").content.decode()
    for words in ("过去的展", "现在的专题", "成果展", "往期", "正在进行"):
        assert words in text
    narrowed = client.get("/admin/topicpage/?kind=exhibition").content.decode()
    assert "过去的展" in narrowed
    assert "现在的专题" not in narrowed
    client.force_login(UserFactory(role=Role.TEACHER))
    assert client.get("/admin/topicpage/").status_code == 403
