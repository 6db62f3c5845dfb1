"""The pages: who sees what, bad input, constant queries, five thousand replies."""

import time
import uuid
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from discussions import actions
from discussions.enums import Readers
from discussions.models import Contribution, DiscussionSettings, Draft, Mute, Report, Topic
from discussions.places import Place, place_kinds
from discussions.views.reading import panel
from reading.models import Passage, PassageDay
from tests.discussions.factories import (
    TEXT,
    WHY,
    again,
    book,
    make_crowd,
    make_event,
    make_workshop,
    many_replies,
    passed,
    say,
    set_rule,
    shown_reply,
    shown_topic,
    start,
    waiting_version,
)
from tests.maps import map_addresses
from tests.people.factories import TeacherFactory

pytestmark = pytest.mark.django_db
SECRET = "只给该看的人看的一句话。"


@pytest.fixture
def crowd(site_home):
    return make_crowd()


@pytest.fixture
def topic(crowd):
    return shown_topic(crowd["author"], crowd["editor"])


def url(name, *args):
    return reverse(f"discussions:{name}", args=args)


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return answer.content.decode()


def sign_in(client, person):
    if person.is_authenticated:
        client.force_login(person)
    return client


def form(**values):
    return {"token": str(uuid.uuid4()), "action": "send"} | values


class TestWhoReads:
    def addresses(self, topic):
        opening = topic.contributions.get(is_opening=True)
        return [
            url("place", "book", topic.place_id),
            url("topic", topic.pk),
            url("latest", topic.pk),
            url("post", opening.pk),
        ]

    def test_visitors_are_asked_to_sign_in_and_learn_nothing(self, client, topic):
        gone = [url("topic", 999), url("post", 999), url("place", "book", 999)]
        for address in [*self.addresses(topic), *gone]:
            answer = client.get(address)
            assert answer.status_code == 302
            assert "/login/" in answer.url
        text = page(client, book().get_absolute_url())
        assert "登录后参加" in text
        assert topic.title not in text

    @pytest.mark.parametrize(
        "who", ["colleague", "teacher elsewhere", "school admin", "host", "editor", "site admin"]
    )
    def test_everybody_signed_in(self, client, crowd, topic, who):
        sign_in(client, crowd[who])
        for address in self.addresses(topic)[:2]:
            assert topic.title in page(client, address)
        assert "虚构甲" in page(client, url("topic", topic.pk))
        assert "虚构第一小学" in page(client, url("topic", topic.pk))
        assert topic.title in page(client, book().get_absolute_url())

    def test_who_may_not_read_the_page_does_not_read_the_discussion(self, client, crowd):
        event = make_event(crowd["author"], audience="school")
        topic = passed(start(crowd["colleague"], ("event", event.pk)), crowd["chief"]).topic
        for who, status in [("author", 200), ("chief", 200), ("teacher elsewhere", 404)]:
            sign_in(client, crowd[who])
            page(client, url("topic", topic.pk), status)
            page(client, url("place", "event", event.pk), status)
        sign_in(client, crowd["editor"])
        page(client, url("topic", topic.pk), 404)
        for name in ("edit", "report", "hide", "history", "post"):
            page(client, url(name, topic.contributions.get().pk), 404)
        for name in ("reply", "move", "article", "latest"):
            page(client, url(name, topic.pk), 404)

    def test_a_discussion_for_everybody(self, client, crowd):
        set_rule(readers=Readers.EVERYBODY)
        topic = shown_topic(crowd["author"], crowd["editor"])
        shown_reply(crowd["colleague"], topic, crowd["editor"], "大家都能看的回复。")
        text = page(client, url("topic", topic.pk))
        assert "大家都能看的回复" in text
        assert "登录后参加" in text
        assert "举报" not in text
        assert topic.title in page(client, book().get_absolute_url())


class TestNothingLeaks:
    """Each state of a contribution, and every page on which it could stand."""

    def bring(self, state, crowd, topic):
        if state == "waiting":
            return say(crowd["colleague"], topic, SECRET)
        if state == "refused":
            post = say(crowd["colleague"], topic, SECRET)
            actions.refuse(version_id=waiting_version(post).pk, by=crowd["editor"], **WHY)
            return post
        if state == "waiting edit":
            post = shown_reply(crowd["colleague"], topic, crowd["editor"], "原来的话。")
            actions.edit(
                author=crowd["colleague"], contribution_id=post.pk, base_number=1, text=SECRET
            )
            return post
        post = shown_reply(crowd["colleague"], topic, crowd["editor"], SECRET)
        if state == "hidden":
            actions.hide(contribution_id=post.pk, by=crowd["editor"], **WHY)
        else:
            actions.withdraw(author=crowd["colleague"], contribution_id=post.pk)
        return post

    @pytest.mark.parametrize("who", ["anonymous", "author", "teacher elsewhere", "school admin"])
    @pytest.mark.parametrize("readers", Readers)
    @pytest.mark.parametrize("state", ["waiting", "refused", "waiting edit", "hidden", "withdrawn"])
    def test_readers(self, client, crowd, state, readers, who):
        set_rule(readers=readers)
        topic = shown_topic(crowd["author"], crowd["editor"])
        post = self.bring(state, crowd, topic)
        sign_in(client, crowd[who])
        addresses = [
            url("topic", topic.pk),
            f"{url('topic', topic.pk)}?last=1",
            f"{url('topic', topic.pk)}?from={post.pk}",
            f"{url('topic', topic.pk)}?before={post.pk + 1}",
            url("place", "book", topic.place_id),
            book().get_absolute_url(),
            url("post", post.pk),
            f"{url('reply', topic.pk)}?quote={post.pk}",
            url("report", post.pk),
            url("edit", post.pk),
            url("history", post.pk),
            url("own"),
            "/my/notifications/",
            "/search/?q=只给该看的人看的",
            "/feed/atom.xml",
            *map_addresses("pages"),
        ]
        for address in addresses:
            text = client.get(address, follow=True).content.decode()
            assert SECRET not in text, address
        if state != "waiting edit":
            assert again(topic).reply_count == 0

    @pytest.mark.parametrize("state", ["waiting", "refused", "waiting edit", "hidden"])
    def test_the_author_keeps_the_text(self, client, crowd, topic, state):
        post = self.bring(state, crowd, topic)
        sign_in(client, crowd["colleague"])
        assert SECRET in page(client, url("own"))
        if state != "waiting edit":
            assert SECRET in page(client, url("topic", topic.pk))
        if state != "hidden":
            assert SECRET in page(client, url("edit", post.pk))

    @pytest.mark.parametrize("state", ["waiting", "refused", "waiting edit", "hidden", "withdrawn"])
    def test_editors_read_the_history(self, client, crowd, topic, state):
        post = self.bring(state, crowd, topic)
        sign_in(client, crowd["chief"])
        assert SECRET in page(client, url("history", post.pk))

    def test_a_waiting_topic_is_nobodys_but_its_authors_and_the_editors(self, client, crowd):
        post = start(crowd["author"], ("book", book().pk), title="还没有人看过的题目")
        for who, status in [("author", 200), ("editor", 200), ("colleague", 404)]:
            sign_in(client, crowd[who])
            page(client, url("topic", post.topic_id), status)
            assert ("还没有人看过的题目" in page(client, url("place", "book", book().pk))) is False
        assert "还没有人看过的题目" not in page(client, book().get_absolute_url())


class TestWriting:
    def test_a_topic(self, client, crowd):
        sign_in(client, crowd["author"])
        address = url("new", "book", book().pk)
        assert "显示您的真实姓名和单位" in page(client, address)
        answer = client.post(address, form(title="想谈的题目", text=TEXT), follow=True)
        assert "已交给编辑" in answer.content.decode()
        assert Topic.objects.get().title == "想谈的题目"

    def test_a_reply_with_a_quotation(self, client, crowd, topic):
        sign_in(client, crowd["colleague"])
        opening = topic.contributions.get()
        text = page(client, f"{url('reply', topic.pk)}?quote={opening.pk}&words=每周五")
        assert ">\n每周五</textarea>" in text
        answer = client.post(
            url("reply", topic.pk), form(text="说得好。", quoted=opening.pk, quote="每周五")
        )
        said = Contribution.objects.get(is_opening=False)
        assert answer.url == url("post", said.pk)
        passed(said, crowd["editor"])
        assert "<p>每周五</p>" in page(client, url("topic", topic.pk))

    @pytest.mark.parametrize(
        ("values", "words"),
        [
            ({"text": ""}, "请写几句话"),
            ({"text": "电话 13912345678"}, "像是手机号"),
            ({"text": "字" * 100_001}, "最多 100000 个字"),
            ({"text": "好", "quoted": "99999999", "quote": "没有"}, "已经看不到了"),
            ({"text": "好", "quoted": "x"}, "quoted"),
            ({"text": "好", "token": "no-number"}, "token"),
        ],
    )
    def test_bad_input_is_told_beside_the_field_and_kept(self, client, crowd, topic, values, words):
        sign_in(client, crowd["colleague"])
        answer = client.post(url("reply", topic.pk), form() | values)
        assert answer.status_code == 422
        text = answer.content.decode()
        assert words in text
        if len(values["text"]) < 50:
            assert values["text"] in text
        assert Contribution.objects.count() == 1

    def test_a_nul_and_control_characters_vanish(self, client, crowd, topic):
        sign_in(client, crowd["colleague"])
        client.post(url("reply", topic.pk), form(text="一\0二\u202e三\r\n四"))
        said = Contribution.objects.get(is_opening=False)
        assert said.versions.get().text == "一二三\n四"

    def test_a_script_in_a_reply_does_nothing(self, client, crowd, topic):
        words = "<script>alert(1)</script><img src=x onerror=alert(2)> javascript:alert(3)"
        shown_reply(crowd["colleague"], topic, crowd["editor"], words)
        sign_in(client, crowd["author"])
        text = page(client, url("topic", topic.pk))
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
        assert "<script>alert" not in text
        assert "<img src=x" not in text

    def test_too_much_in_an_hour(self, client, crowd, topic):
        DiscussionSettings.objects.update_or_create(pk=1, defaults={"most_an_hour": 1})
        sign_in(client, crowd["colleague"])
        client.post(url("reply", topic.pk), form(text="第一条。"))
        answer = client.post(url("reply", topic.pk), form(text="第二条留着。"))
        assert answer.status_code == 429
        assert "第二条留着。" in answer.content.decode()
        assert "一小时内最多发 1 条" in answer.content.decode()

    def test_locked_meanwhile(self, client, crowd, topic):
        actions.lock(topic_id=topic.pk, by=crowd["editor"])
        sign_in(client, crowd["colleague"])
        answer = client.post(url("reply", topic.pk), form(text="我的话留着。"))
        assert answer.status_code == 403
        assert "我的话留着。" in answer.content.decode()
        assert "已经锁定" in answer.content.decode()

    def test_what_was_typed_survives_a_login_that_ended(self, client, crowd, topic):
        values = form(text="登录过期前写的。", writer=crowd["colleague"].pk)
        answer = client.post(url("reply", topic.pk), values)
        assert "/login/" in answer.url
        client.force_login(crowd["colleague"])
        assert "登录过期前写的。" in page(client, url("reply", topic.pk))

    def test_a_form_of_another_account(self, client, crowd, topic):
        sign_in(client, crowd["colleague"])
        values = form(text="别人的话。", writer=crowd["author"].pk)
        answer = client.post(url("reply", topic.pk), values)
        assert answer.status_code == 409
        assert Contribution.objects.count() == 1

    def test_editing(self, client, crowd, topic):
        sign_in(client, crowd["author"])
        opening = topic.contributions.get()
        values = {"base": 1, "title": "改了的题目", "text": "改了的话。"}
        answer = client.post(url("edit", opening.pk), values, follow=True)
        assert "已交给编辑" in answer.content.decode()
        assert again(topic).title != "改了的题目"
        passed(opening, crowd["editor"])
        text = page(client, url("topic", topic.pk))
        assert "改了的题目" in text
        assert "已编辑" in text
        stale = client.post(url("edit", opening.pk), values | {"text": "旧窗口里的话。"})
        assert stale.status_code == 409
        assert "旧窗口里的话。" in stale.content.decode()
        sign_in(client, crowd["colleague"])
        page(client, url("edit", opening.pk), 404)

    def test_withdrawing(self, client, crowd, topic):
        post = shown_reply(crowd["colleague"], topic, crowd["editor"], SECRET)
        sign_in(client, crowd["author"])
        assert client.post(url("withdraw", post.pk)).status_code == 403
        sign_in(client, crowd["colleague"])
        assert SECRET not in client.post(url("withdraw", post.pk), follow=True).content.decode()


class TestDrafts:
    def test_kept_by_button_and_offered_again(self, client, crowd, topic):
        sign_in(client, crowd["colleague"])
        answer = client.post(
            url("reply", topic.pk), form(text="只写了一半", action="draft"), follow=True
        )
        assert "只写了一半" in answer.content.decode()
        for address in (url("topic", topic.pk), url("reply", topic.pk)):
            text = page(client, address)
            assert "只写了一半" in text
            assert "还没有发出" in text
        client.post(url("discard"), {"token": str(Draft.objects.get().token)})
        assert "只写了一半" not in page(client, url("own"))

    def test_kept_by_itself(self, client, crowd, topic):
        sign_in(client, crowd["colleague"])
        headers = {"accept": "application/json"}
        values = form(text="打字中", topic=topic.pk)
        answer = client.post(url("autosave"), values, headers=headers)
        assert "saved" in answer.json()
        of_place = form(text="打字中", kind="book", place=book().pk)
        assert client.post(url("autosave"), of_place, headers=headers).status_code == 200
        assert Draft.objects.count() == 2
        for bad in ({"token": "x"}, {"topic": "99999"}, {"topic": "", "kind": "nothing"}):
            answer = client.post(url("autosave"), values | bad, headers=headers)
            assert answer.status_code in {400, 404}
        client.logout()
        answer = client.post(url("autosave"), values, headers=headers)
        assert answer.status_code == 401

    def test_a_topic_that_was_not_sent(self, client, crowd):
        sign_in(client, crowd["author"])
        address = url("new", "book", book().pk)
        client.post(address, form(title="半个题目", text="", action="draft"))
        token = Draft.objects.get().token
        assert "半个题目" in page(client, f"{address}?draft={token}")
        client.post(address, form(title="半个题目", text=TEXT, token=str(token)))
        assert not Draft.objects.exists()


class TestAttending:
    def test_reporting(self, client, crowd, topic):
        opening = topic.contributions.get()
        sign_in(client, crowd["colleague"])
        assert "只有编辑知道是谁举报的" in page(client, url("report", opening.pk))
        assert client.post(url("report", opening.pk), {}).status_code == 422
        client.post(url("report", opening.pk), {"reason": "tone", "note": "说明"})
        assert Report.objects.get().reason == "对人不够尊重"
        sign_in(client, crowd["author"])
        assert "说明" not in page(client, url("own"))

    def test_muting_a_person_folds_their_words(self, client, crowd, topic):
        sign_in(client, crowd["colleague"])
        back = topic.get_absolute_url()
        answer = client.post(url("mute_person", crowd["author"].pk), {"next": back})
        assert answer.url == back
        assert "您屏蔽了这位老师" in page(client, back)
        client.post(url("mute_person", crowd["author"].pk), {"off": "1"})
        assert "您屏蔽了这位老师" not in page(client, back)
        away = client.post(url("mute_topic", topic.pk), {"next": "https://other.example/"})
        assert away.url == url("own")
        assert Mute.objects.get().topic == topic
        for pk in (crowd["colleague"].pk, 99999, crowd["teacher elsewhere"].pk):
            assert client.post(url("mute_person", pk)).status_code == 409


class TestTending:
    @pytest.mark.parametrize(
        ("who", "status"),
        [("colleague", 403), ("school admin", 403), ("site admin", 403), ("editor", 200)],
    )
    def test_who_opens_the_pages(self, client, crowd, topic, who, status):
        sign_in(client, crowd[who])
        opening = topic.contributions.get()
        for address in (
            url("hide", opening.pk),
            url("history", opening.pk),
            url("move", topic.pk),
            url("article", topic.pk),
        ):
            page(client, address, status)
        posted = client.post(url("lock", topic.pk)).status_code
        assert posted == (302 if status == 200 else 403)

    def test_hide_and_show(self, client, crowd, topic):
        post = shown_reply(crowd["colleague"], topic, crowd["editor"], SECRET)
        sign_in(client, crowd["editor"])
        assert client.post(url("hide", post.pk), {"comment": "请改"}).status_code == 422
        client.post(url("hide", post.pk), WHY)
        assert SECRET not in page(client, url("topic", topic.pk))
        assert "恢复显示" in page(client, url("history", post.pk))
        client.post(url("show", post.pk))
        assert SECRET in page(client, url("topic", topic.pk))

    def test_move(self, client, crowd, topic):
        sign_in(client, crowd["editor"])
        for wrong in ("", "http://[", "/nothing/", "/stories/", "x" * 501):
            assert client.post(url("move", topic.pk), {"address": wrong}).status_code == 422
        other = book("爱的教育")
        client.post(
            url("move", topic.pk),
            {"address": f"https://testserver{other.get_absolute_url()}?x=1#y"},
        )
        assert again(topic).place_id == other.pk
        event = make_event(crowd["author"])
        client.post(url("move", topic.pk), {"address": event.get_full_url()})
        assert (again(topic).kind, again(topic).place_id) == ("event", event.pk)


class TestPlaces:
    def test_every_page_has_its_panel(self, client, crowd):
        passage = Passage.objects.create(text="教学相长。", author="礼记", source="学记")
        day = PassageDay.objects.create(date=date(2020, 1, 1), passage=passage)
        event = make_event(crowd["author"])
        workshop = make_workshop(crowd["host"])
        for kind, pk, address in (
            ("book", book().pk, book().get_absolute_url()),
            ("passage", passage.pk, day.get_absolute_url()),
            ("event", event.pk, event.get_url()),
            ("workshop", workshop.pk, workshop.get_url()),
        ):
            client.logout()
            assert url("place", kind, pk) in page(client, address)
            topic = passed(start(crowd["author"], (kind, pk)), crowd["editor"]).topic
            assert topic.title not in page(client, address)
            sign_in(client, crowd["colleague"])
            text = page(client, address)
            assert topic.title in text
            assert url("new", kind, pk) in text
            assert topic.title in page(client, url("place", kind, pk))

    def test_what_is_to_come_has_no_discussion(self, client, crowd):
        passage = Passage.objects.create(text="明天的话。", author="某人", source="某书")
        PassageDay.objects.create(date=date(2090, 1, 1), passage=passage)
        sign_in(client, crowd["editor"])
        page(client, url("place", "passage", passage.pk), 404)
        page(client, url("place", "book", 10**15), 404)
        page(client, url("place", "nothing", 1), 404)

    def test_closed_discussions_offer_nothing(self, client, crowd):
        set_rule(is_open=False)
        sign_in(client, crowd["author"])
        assert "发起话题" not in page(client, book().get_absolute_url())
        assert "已经关闭" in page(client, url("place", "book", book().pk))


def count_queries(client, address):
    page(client, address)  # what a process asks once
    with CaptureQueriesContext(connection) as captured:
        page(client, address)
    return len(captured)


class TestCost:
    def test_of_a_topic(self, client, crowd, topic):
        teachers = [TeacherFactory(unit=crowd["author"].unit) for _ in range(3)]
        sign_in(client, crowd["colleague"])
        counts = []
        for more in (1, 9, 90):
            many_replies(topic, teachers, more)
            counts.append(count_queries(client, url("topic", topic.pk)))
        assert max(counts) == min(counts)
        assert max(counts) <= 26

    def test_of_the_list_and_the_panel(self, client, crowd):
        sign_in(client, crowd["colleague"])
        lists, panels = [], []
        for more in (1, 9, 30):
            for _ in range(more):
                Contribution.objects.all().delete()
                shown_topic(crowd["author"], crowd["editor"])
            lists.append(count_queries(client, url("place", "book", book().pk)))
            panels.append(count_queries(client, book().get_absolute_url()))
        assert max(lists) == min(lists)
        assert max(lists) <= 18
        assert max(panels) == min(panels)

    def test_what_the_panel_adds_to_a_page(self, crowd, topic, django_assert_num_queries):
        at = Place(place_kinds()["book"], topic.place_id, "", "")
        panel(crowd["anonymous"], at, 4)  # the rules are kept with the frame from here on
        with django_assert_num_queries(1):  # its stamp, which every page asks for anyway
            panel(crowd["anonymous"], at, 4)
        reader = again(crowd["colleague"])
        with django_assert_num_queries(3):  # the stamp, the topics, whether the reader teaches
            panel(reader, at, 4)

    def test_a_rule_that_changes_holds_at_once(self, client, crowd, topic):
        sign_in(client, crowd["anonymous"])
        address = topic.get_absolute_url()
        set_rule(readers=Readers.EVERYBODY, trusted_after=None)
        open_ = shown_topic(crowd["author"], crowd["editor"], title="人人都能看的题目")
        assert client.get(open_.get_absolute_url()).status_code == 200
        rule = set_rule(readers=Readers.SIGNED_IN)
        assert client.get(open_.get_absolute_url()).status_code == 302
        rule.delete()
        assert client.get(open_.get_absolute_url()).status_code == 302
        assert client.get(address).status_code == 302

    def test_five_thousand_replies(self, client, crowd, topic):
        teachers = [TeacherFactory(unit=crowd["author"].unit) for _ in range(5)]
        many_replies(topic, teachers, 5_000)
        sign_in(client, crowd["colleague"])
        middle = topic.contributions.order_by("pk")[2_500].pk
        for query in ("", "?last=1", f"?after={middle}", f"?before={middle}", f"?from={middle}"):
            began = time.perf_counter()
            text = page(client, f"{url('topic', topic.pk)}{query}")
            assert time.perf_counter() - began < 2, query
            assert text.count('class="post"') <= 31
        said = say(crowd["colleague"], topic)
        began = time.perf_counter()
        passed(said, crowd["editor"])
        assert time.perf_counter() - began < 2
        assert again(topic).reply_count == 5_001

    def test_every_reply_is_on_one_page(self, client, crowd, topic):
        many_replies(topic, [crowd["author"]], 95)
        sign_in(client, crowd["colleague"])
        seen, address = [], url("topic", topic.pk)
        while address:
            answer = client.get(address)
            part = answer.context["slice"]
            seen += [post.pk for post in part.items]
            address = f"{url('topic', topic.pk)}?after={part.last}" if part.has_behind else ""
        assert seen == list(
            topic.contributions.filter(is_opening=False).values_list("pk", flat=True)
        )

    @pytest.mark.parametrize(
        "query", ["?after=x", "?after=-1", "?before=0", "?from=" + "9" * 40, "?last=" + "9" * 18]
    )
    def test_odd_addresses(self, client, crowd, topic, query):
        sign_in(client, crowd["colleague"])
        page(client, f"{url('topic', topic.pk)}{query}")
