"""Saying something: what is checked, what waits, what shows, what is never lost."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from discussions import actions
from discussions.enums import Approval, Readers, State
from discussions.errors import TooMuch
from discussions.models import Contribution, DiscussionSettings, Draft, PlaceRule, Topic
from editorial.errors import Conflict, NotPossible, ReviewRefused
from editorial.models import ListedWord, WordLevel, WordList
from editorial.words.folding import key_of
from tests.discussions.factories import (
    TEXT,
    WHY,
    again,
    book,
    make_crowd,
    make_event,
    passed,
    say,
    set_rule,
    shown_reply,
    shown_topic,
    start,
    waiting_version,
)
from tests.people.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def crowd(db):
    return make_crowd()


@pytest.fixture
def place(db):
    return ("book", book().pk)


def test_a_topic_waits_and_then_shows(crowd, place):
    post = start(crowd["author"], place)
    assert (post.is_visible, again(post.topic).is_visible) == (False, False)
    assert waiting_version(post).text == TEXT
    post = passed(post, crowd["editor"])
    assert (post.is_visible, post.topic.is_visible, post.topic.title) == (
        True,
        True,
        "怎样读到孩子心里",
    )
    assert (post.unit, post.topic.reply_count) == (crowd["author"].unit, 0)


def test_replies_are_counted_as_they_show(crowd):
    topic = shown_topic(crowd["author"], crowd["editor"])
    reply = say(crowd["colleague"], topic)
    assert again(topic).reply_count == 0
    passed(reply, crowd["editor"])
    assert again(topic).reply_count == 1
    actions.withdraw(author=crowd["colleague"], contribution_id=reply.pk)
    assert again(topic).reply_count == 0


def test_after_the_rule_of_a_place_it_shows_before(crowd, place):
    set_rule(approval=Approval.AFTER)
    post = start(crowd["author"], place)
    assert again(post).is_visible
    assert waiting_version(post) == again(post).shown  # an editor still reads it
    actions.refuse(version_id=waiting_version(post).pk, by=crowd["editor"], **WHY)
    assert not again(post).is_visible


def test_trust_of_a_place(crowd, place):
    set_rule(trusted_after=2)
    for _ in range(2):
        passed(start(crowd["author"], place), crowd["editor"])
    direct = start(crowd["author"], place)
    assert again(direct).is_visible
    assert direct.versions.get().state == State.DIRECT
    assert not again(start(crowd["colleague"], place)).is_visible
    # One place may be more careful than its kind.
    set_rule(place_id=place[1], trusted_after=None)
    assert not again(start(crowd["author"], place)).is_visible


def test_a_refusal_ends_trust_for_a_while(crowd, place):
    set_rule(trusted_after=1)
    passed(start(crowd["author"], place), crowd["editor"])
    direct = start(crowd["author"], place)
    actions.hide(contribution_id=direct.pk, by=crowd["editor"], **WHY)
    assert not again(start(crowd["author"], place)).is_visible
    DiscussionSettings.objects.update_or_create(pk=1, defaults={"doubt_days": 0})
    assert again(start(crowd["author"], place)).is_visible


def test_the_same_form_twice_says_it_once(crowd, place):
    token = uuid.uuid4()
    first = start(crowd["author"], place, token=token)
    assert start(crowd["author"], place, token=token, title="别的题目") == first
    assert Topic.objects.count() == 1
    topic = passed(first, crowd["editor"]).topic
    reply = say(crowd["colleague"], topic, token=(token := uuid.uuid4()))
    assert say(crowd["colleague"], topic, token=token) == reply
    with pytest.raises(ReviewRefused):
        say(crowd["author"], topic, token=token)


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("author", True),
        ("teacher elsewhere", True),
        ("school admin", True),
        ("host", True),
        ("editor", True),
        ("chief", True),
        ("site admin", False),
        ("superuser", False),
    ],
)
def test_who_takes_part(crowd, place, who, may):
    if may:
        assert start(crowd[who], place).author == crowd[who]
    else:
        with pytest.raises(ReviewRefused, match="由本区的老师参加"):
            start(crowd[who], place)


def test_nothing_is_said_where_one_does_not_read(site_home, crowd):
    event = make_event(crowd["author"], audience="school")
    start(crowd["colleague"], ("event", event.pk))
    for action in (
        lambda: start(crowd["teacher elsewhere"], ("event", event.pk)),
        lambda: start(crowd["editor"], ("event", event.pk)),
        lambda: start(crowd["author"], ("event", event.pk + 1000)),
        lambda: start(crowd["author"], ("nothing", 1)),
    ):
        with pytest.raises(NotPossible, match="没有这个讨论"):
            action()


def test_closed_and_locked(crowd, place):
    topic = shown_topic(crowd["author"], crowd["editor"])
    actions.lock(topic_id=topic.pk, by=crowd["editor"])
    with pytest.raises(ReviewRefused, match="已经锁定"):
        say(crowd["colleague"], topic)
    actions.unlock(topic_id=topic.pk, by=crowd["editor"])
    set_rule(is_open=False)
    with pytest.raises(ReviewRefused, match="已经关闭"):
        say(crowd["colleague"], topic)
    with pytest.raises(ReviewRefused, match="已经关闭"):
        start(crowd["colleague"], place)


def test_nobody_replies_to_what_is_not_shown(crowd, place):
    post = start(crowd["author"], place)
    with pytest.raises(NotPossible):
        say(crowd["author"], post.topic)


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"title": "  "}, "title", "请写一个题目"),
        ({"text": " \n"}, "text", "请写几句话"),
        ({"text": "字" * 3001}, "text", "最多 3000 个字，现在有 3001 个字"),
        ({"text": "家长电话13912345678"}, "text", "手机号"),
        ({"title": "13912345678"}, "title", "手机号"),
        ({"text": "身份证 11010519491231002X"}, "text", "身份证号"),
        ({"text": "@虚构同名 好"}, "text", "请写明单位"),
        ({"text": "@虚构一 @虚构二 @虚构三"}, "text", "最多提到 2 个人"),
    ],
)
def test_bad_words_are_told_beside_the_field(crowd, place, values, field, words):
    for name in ("虚构同名", "虚构同名", "虚构一", "虚构二", "虚构三"):
        UserFactory(name=name)
    DiscussionSettings.objects.update_or_create(pk=1, defaults={"most_mentions": 2})
    with pytest.raises(ValidationError) as refused:
        start(crowd["author"], place, **values)
    assert words in "".join(refused.value.message_dict[field])
    assert Topic.objects.count() == 0


def list_word(word, level):
    words = WordList.objects.create(name="虚构词表")
    ListedWord.objects.create(word_list=words, word=word, key=key_of(word), level=level)


def test_listed_words(crowd, place):
    list_word("虚构禁词", WordLevel.FORBIDDEN)
    with pytest.raises(ValidationError, match="禁用词"):
        start(crowd["author"], place, text="这里有虚构禁词。")


def test_a_doubtful_word_asks_for_a_look_also_of_the_trusted(crowd, place):
    list_word("虚构疑词", WordLevel.WARN)
    set_rule(approval=Approval.AFTER)
    post = start(crowd["author"], place, text="这里有虚构疑词。")
    assert not again(post).is_visible
    assert "虚构疑词" in waiting_version(post).findings[0]["message"]


def test_measure_of_an_account(crowd, place):
    DiscussionSettings.objects.update_or_create(pk=1, defaults={"most_an_hour": 2})
    start(crowd["author"], place)
    start(crowd["author"], place)
    with pytest.raises(TooMuch, match="一小时内最多发 2 条"):
        start(crowd["author"], place)
    assert start(crowd["colleague"], place)


class TestQuoting:
    def test_a_part_of_a_reply(self, crowd):
        topic = shown_topic(crowd["author"], crowd["editor"])
        opening = topic.contributions.get()
        post = say(crowd["colleague"], topic, quoted_id=opening.pk, quote="每周五 读二十分钟")
        assert again(post).standing_quote == "每周五 读二十分钟"

    @pytest.mark.parametrize("quote", ["没有说过的话", "读" * 501])
    def test_words_that_do_not_stand_there(self, crowd, quote):
        topic = shown_topic(crowd["author"], crowd["editor"])
        with pytest.raises(ValidationError) as refused:
            say(crowd["colleague"], topic, quoted_id=topic.contributions.get().pk, quote=quote)
        assert list(refused.value.message_dict) == ["quote"]

    def test_what_is_not_shown_cannot_be_quoted(self, crowd):
        topic = shown_topic(crowd["author"], crowd["editor"])
        waiting = say(crowd["colleague"], topic, "还没有人看过的话")
        other = shown_topic(crowd["author"], crowd["editor"], book("爱的教育"))
        for pk, words in [(waiting.pk, "没有人看过"), (other.contributions.get().pk, "每周五")]:
            with pytest.raises(ValidationError, match="已经看不到了"):
                say(crowd["author"], topic, quoted_id=pk, quote=words)

    def test_a_quotation_goes_with_its_source(self, crowd):
        topic = shown_topic(crowd["author"], crowd["editor"])
        source = shown_reply(crowd["colleague"], topic, crowd["editor"], "我说过的一句话。")
        answer = say(crowd["author"], topic, quoted_id=source.pk, quote="一句话")
        assert again(answer).standing_quote == "一句话"
        actions.edit(
            author=crowd["colleague"], contribution_id=source.pk, base_number=1, text="改了。"
        )
        assert again(answer).standing_quote == "一句话"  # readers still have the first version
        passed(source, crowd["editor"])
        assert again(answer).standing_quote == ""
        actions.withdraw(author=crowd["colleague"], contribution_id=source.pk)
        assert again(answer).standing_quote == ""


class TestEditing:
    def edit(self, post, author, text="改过的话。", base=1, **values):
        return actions.edit(
            author=author, contribution_id=post.pk, base_number=base, text=text, **values
        )

    def test_readers_keep_the_old_words_until_the_new_are_approved(self, crowd):
        topic = shown_topic(crowd["author"], crowd["editor"])
        post = shown_reply(crowd["colleague"], topic, crowd["editor"])
        self.edit(post, crowd["colleague"])
        assert (again(post).shown.text, again(post).edited_at) == ("我也这样做。", None)
        passed(post, crowd["editor"])
        assert again(post).shown.text == "改过的话。"
        assert again(post).edited_at is not None

    def test_a_refused_text_is_kept_and_handed_in_again(self, crowd, place):
        post = start(crowd["author"], place)
        actions.refuse(version_id=waiting_version(post).pk, by=crowd["editor"], **WHY)
        assert post.versions.get().text == TEXT
        self.edit(post, crowd["author"], title="换一个题目")
        post = passed(post, crowd["second editor"])
        assert (post.shown.text, post.topic.title) == ("改过的话。", "换一个题目")
        assert post.edited_at is None  # readers never saw another

    def test_a_version_that_waits_is_replaced(self, crowd, place):
        post = start(crowd["author"], place)
        first = waiting_version(post)
        self.edit(post, crowd["author"], title="题目")
        with pytest.raises(Conflict, match="作者刚刚改了"):
            actions.approve(version_id=first.pk, by=crowd["editor"])
        assert waiting_version(post).number == 2

    def test_from_an_old_version_nothing_is_overwritten(self, crowd, place):
        post = start(crowd["author"], place)
        self.edit(post, crowd["author"], title="题目")
        with pytest.raises(Conflict, match="在别处改过了"):
            self.edit(post, crowd["author"], text="另一个窗口", title="题目")
        assert self.edit(post, crowd["author"], title="题目").number == 2  # the same again

    @pytest.mark.parametrize("who", ["colleague", "editor", "chief", "school admin"])
    def test_only_the_author(self, crowd, who):
        topic = shown_topic(crowd["author"], crowd["second editor"])
        with pytest.raises(ReviewRefused):
            self.edit(topic.contributions.get(), crowd[who], title="题目")
        with pytest.raises(ReviewRefused):
            actions.withdraw(author=crowd[who], contribution_id=topic.contributions.get().pk)

    def test_hidden_and_withdrawn(self, crowd):
        topic = shown_topic(crowd["author"], crowd["editor"])
        post = shown_reply(crowd["colleague"], topic, crowd["editor"])
        actions.hide(contribution_id=post.pk, by=crowd["editor"], **WHY)
        with pytest.raises(NotPossible, match="已被隐藏"):
            self.edit(post, crowd["colleague"])
        actions.show(contribution_id=post.pk, by=crowd["editor"])
        actions.withdraw(author=crowd["colleague"], contribution_id=post.pk)
        with pytest.raises(NotPossible, match="已经收回"):
            self.edit(post, crowd["colleague"])


def test_a_topic_goes_on_when_its_beginning_is_taken_back(crowd):
    topic = shown_topic(crowd["author"], crowd["editor"])
    opening = topic.contributions.get()
    shown_reply(crowd["colleague"], topic, crowd["editor"])
    actions.withdraw(author=crowd["author"], contribution_id=opening.pk)
    assert again(topic).is_visible
    lonely = shown_topic(crowd["author"], crowd["editor"], book("爱的教育"))
    actions.withdraw(author=crowd["author"], contribution_id=lonely.contributions.get().pk)
    assert not again(lonely).is_visible


class TestDrafts:
    def save(self, author, place, token, **data):
        return actions.save_draft(
            author=author, token=token, kind=place[0], place_id=place[1], data=data
        )

    def test_kept_changed_and_gone_when_sent(self, crowd, place):
        token = uuid.uuid4()
        self.save(crowd["author"], place, token, text="一半")
        self.save(crowd["author"], place, token, text="一大半", title="")
        assert Draft.objects.get().data == {"text": "一大半"}
        start(crowd["author"], place, token=token)
        assert not Draft.objects.exists()
        with pytest.raises(NotPossible, match="已经发出"):
            self.save(crowd["author"], place, token, text="太晚")

    def test_nobody_elses(self, crowd, place):
        token = uuid.uuid4()
        self.save(crowd["author"], place, token, text="一半")
        with pytest.raises(ReviewRefused):
            self.save(crowd["colleague"], place, token, text="别人的")
        actions.discard_draft(author=crowd["colleague"], token=token)
        assert Draft.objects.count() == 1

    def test_a_bound(self, crowd, place):
        for _ in range(30):
            self.save(crowd["author"], place, uuid.uuid4(), text="一半")
        with pytest.raises(NotPossible, match="太多了"):
            self.save(crowd["author"], place, uuid.uuid4(), text="一半")


def test_what_is_written_for_teachers_is_never_shown_to_visitors(crowd, place):
    closed = shown_topic(crowd["author"], crowd["editor"])
    set_rule(readers=Readers.EVERYBODY)
    opened = shown_topic(crowd["author"], crowd["editor"])
    assert not again(closed).is_public
    assert again(opened).is_public
    assert list(Contribution.objects.public()) == [opened.contributions.get()]


def test_a_rule_for_visitors_is_careful():
    rule = PlaceRule(kind="book", readers=Readers.EVERYBODY, approval=Approval.AFTER)
    with pytest.raises(ValidationError, match="编辑看过才显示"):
        rule.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        rule.save()
