"""A topic becomes an article: its authors are credited, asked, and able to say no, also later."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from discussions import actions
from discussions.enums import CreditState
from discussions.models import Article, Credit
from editorial import actions as road
from editorial.checks import Severity, run_checks
from editorial.checks.consent import CONSENT
from editorial.errors import ChecksFailed, NotPossible, ReviewRefused
from editorial.models import Notification
from editorial.notices.kinds import NoticeKind
from people.actions import withdraw_consent
from people.models import Consent
from people.roles import Role
from stories.models import StoryPage
from tests.discussions.factories import (
    again,
    book,
    make_crowd,
    make_workshop,
    passed,
    shown_reply,
    shown_topic,
    start,
)
from tests.editorial.factories import Staff, approve_all, decide_at
from tests.people.factories import UserFactory
from workshops.models import Membership, WorkshopShowcasePage

pytestmark = pytest.mark.django_db
WORDS = "我班上的孩子从不爱读到天天等着读，用了整整一个学期。"


@pytest.fixture
def crowd(site_home):
    return make_crowd()


@pytest.fixture
def topic(crowd):
    topic = shown_topic(crowd["author"], crowd["chief"])
    shown_reply(crowd["colleague"], topic, crowd["chief"], WORDS)
    return topic


def make(crowd, topic, by="editor", kind="story", chosen=None, token=None):
    if chosen is None:
        chosen = topic.contributions.values_list("pk", flat=True)
    return actions.make_article(
        topic_id=topic.pk, by=crowd[by], kind=kind, chosen=list(chosen), token=token or uuid.uuid4()
    )


def blocking(article):
    draft = again(article).page.specific.get_latest_revision_as_object()
    found = run_checks(draft, opens_attachments=False)
    return [each for each in found if each.checker == CONSENT and each.severity == Severity.BLOCK]


def answer(article, person, agrees=True):
    credit = Credit.objects.get(article=article, person=person)
    return actions.answer_credit(credit_id=credit.pk, person=person, agrees=agrees)


def test_a_draft_with_its_authors_credited(crowd, topic):
    article = make(crowd, topic)
    page = article.page.specific.get_latest_revision_as_object()
    assert isinstance(page, StoryPage)
    assert (page.owner, page.live, page.title) == (crowd["editor"], False, topic.title)
    assert [(block.value["text"], block.value["source"]) for block in page.body][1] == (
        WORDS,
        "虚构乙（虚构第一小学）",
    )
    assert set(article.credits.values_list("name", flat=True)) == {"虚构甲", "虚构乙"}
    asked = Notification.objects.filter(kind=NoticeKind.CREDIT_ASKED)
    assert {each.recipient for each in asked} == {crowd["author"], crowd["colleague"]}
    assert all(each.mail_at for each in asked)


def test_the_same_form_twice_makes_one(crowd, topic):
    token = uuid.uuid4()
    assert make(crowd, topic, token=token) == make(crowd, topic, token=token)
    assert Article.objects.count() == 1
    assert Credit.objects.count() == 2


@pytest.mark.parametrize("who", ["author", "school admin", "host", "site admin", "superuser"])
def test_only_editors(crowd, topic, who):
    with pytest.raises(ReviewRefused):
        make(crowd, topic, by=who)


def test_what_cannot_be(crowd, topic):
    with pytest.raises(ValidationError, match="选一类"):
        make(crowd, topic, kind="nothing")
    with pytest.raises(ValidationError, match="选一类"):
        make(crowd, topic, kind="workshop-showcase")  # whose shelf its author chooses
    with pytest.raises(ValidationError, match="至少选一条"):
        make(crowd, topic, chosen=[])
    other = shown_topic(crowd["author"], crowd["chief"], book("爱的教育"))
    with pytest.raises(ValidationError, match="至少选一条"):
        make(crowd, topic, chosen=[other.contributions.get().pk])


@pytest.mark.parametrize("kind", ["story", "forum-event", "reading-log", "book-list"])
def test_every_kind_with_a_shelf(crowd, topic, kind):
    assert make(crowd, topic, kind=kind).page.specific.kind == kind


def test_nothing_passes_before_all_have_agreed(crowd, topic):
    article = make(crowd, topic, kind="forum-event")
    assert len(blocking(article)) >= 2
    answer(article, crowd["author"])
    answer(article, crowd["colleague"], agrees=False)
    messages = {each.message for each in blocking(article)}
    assert messages == {"虚构乙不同意。请去掉这一段和姓名。"}
    told = Notification.objects.filter(recipient=crowd["editor"], kind="credited")
    assert told.count() == 2
    answer(article, crowd["colleague"])  # a no may become a yes
    assert blocking(article) == []
    with pytest.raises(NotPossible, match="本人同意"):
        answer(article, crowd["colleague"], agrees=False)


def test_words_that_are_taken_out_need_no_consent(crowd, topic):
    article = make(crowd, topic, kind="forum-event")
    answer(article, crowd["author"])
    draft = article.page.specific.get_latest_revision_as_object()
    draft.body = [("quote", {"text": draft.body[0].value["text"], "source": "虚构甲"})]
    draft.save_revision(clean=False)
    assert blocking(article) == []


def test_a_review_cannot_override_it(crowd, topic):
    article = make(crowd, topic)
    page = article.page.specific
    draft = page.get_latest_revision_as_object()
    draft.audience = "district"
    draft.save_revision(user=crowd["editor"], clean=False)
    try:
        road.submit(page_id=page.pk, author=crowd["editor"])
    except (ChecksFailed, ValidationError):
        return  # refused even earlier
    with pytest.raises(ChecksFailed):
        road.approve(
            **decide_at(page, crowd["second editor"]), despite_findings=True, comment="可以"
        )


def test_a_consent_taken_back_takes_the_article_down(crowd, topic):
    article = make(crowd, topic, kind="forum-event")
    page = article.page.specific
    draft = page.get_latest_revision_as_object()
    draft.event_kind, draft.mode = "salon", "online"
    draft.starts_at = timezone.now()
    draft.ends_at = draft.starts_at + timedelta(hours=1)
    draft.body = [*[(b.block_type, b.value) for b in draft.body], ("paragraph", "<p>整理。</p>")]
    draft.save_revision(user=crowd["editor"], clean=False)
    for who in ("author", "colleague"):
        answer(article, crowd[who])
    road.submit(page_id=page.pk, author=crowd["editor"])
    staff = Staff(crowd["second editor"], UserFactory(role=Role.EDITOR), crowd["chief"])
    approve_all(page, staff)
    assert again(page).live
    consent = Consent.objects.get(person=crowd["colleague"])
    withdraw_consent(consent_id=consent.pk, by=crowd["colleague"])
    assert not again(page).live
    credit = Credit.objects.get(article=article, person=crowd["colleague"])
    assert credit.state == CreditState.DECLINED


def test_over_http(client, crowd, topic):
    client.force_login(crowd["editor"])
    address = f"/discussions/topics/{topic.pk}/article/"
    assert WORDS in client.get(address).content.decode()
    wrong = client.post(address, {"kind": "story"})
    assert wrong.status_code == 422
    assert "请至少选一条发言" in wrong.content.decode()
    chosen = list(topic.contributions.values_list("pk", flat=True))
    made = client.post(
        address, {"kind": "story", "chosen": chosen, "token": str(uuid.uuid4())}, follow=True
    )
    assert made.status_code == 200
    credit = Credit.objects.get(person=crowd["colleague"])
    client.force_login(crowd["author"])
    assert client.get(f"/discussions/mine/credits/{credit.pk}/").status_code == 404
    client.force_login(crowd["colleague"])
    assert "能不能把您的发言写进文章" in client.get("/discussions/mine/").content.decode()
    assert WORDS in client.get(f"/discussions/mine/credits/{credit.pk}/").content.decode()
    client.post(f"/discussions/mine/credits/{credit.pk}/", {"answer": "yes"})
    assert again(credit).state == CreditState.AGREED


# -- a workshop's showcase from a topic of its own --------------------------------------------


@pytest.fixture
def workshop(crowd):
    return make_workshop(crowd["host"])


@pytest.fixture
def in_workshop(crowd, workshop):
    started = start(crowd["author"], ("workshop", workshop.pk), text=WORDS)
    return passed(started, crowd["chief"]).topic


def test_the_host_begins_a_showcase_below_the_workshop(crowd, workshop, in_workshop):
    article = make(crowd, in_workshop, by="host", kind="workshop-showcase")
    page = article.page.specific
    assert isinstance(page, WorkshopShowcasePage)
    assert (page.owner, page.live) == (crowd["host"], False)
    assert page.get_parent().pk == workshop.pk
    assert [credit.person for credit in article.credits.all()] == [crowd["author"]]
    assert blocking(article)
    assert "workshop" not in page.missing_for_submission()


def test_an_editor_begins_one_as_a_member_only(crowd, workshop, in_workshop):
    with pytest.raises(ValidationError, match="选一类"):
        make(crowd, in_workshop, kind="workshop-showcase")
    Membership.objects.create(
        workshop=workshop, user=crowd["editor"], state="active", came_by="entered"
    )
    article = make(crowd, in_workshop, kind="workshop-showcase")
    assert article.page.specific.get_parent().pk == workshop.pk


def test_the_host_begins_nothing_else_and_nowhere_else(crowd, in_workshop, topic):
    with pytest.raises(ValidationError, match="选一类"):
        make(crowd, in_workshop, by="host", kind="story")
    with pytest.raises(ReviewRefused):
        make(crowd, topic, by="host", kind="workshop-showcase")
    other_host = UserFactory(role=Role.WORKSHOP_HOST)
    with pytest.raises(ReviewRefused):
        make({"other": other_host}, in_workshop, by="other", kind="workshop-showcase")


def test_the_way_to_it_is_shown_to_who_may_go_it(client, crowd, in_workshop, topic):
    for who, there, elsewhere in (
        ("host", True, False),
        ("editor", True, True),
        ("colleague", False, False),
        ("author", False, False),
    ):
        client.force_login(crowd[who])
        for shown, at in ((there, in_workshop), (elsewhere, topic)):
            answer = client.get(at.get_absolute_url())
            assert ("整理成稿" in answer.content.decode()) == shown, (who, at)
            form = client.get(f"/discussions/topics/{at.pk}/article/")
            assert form.status_code == (200 if shown else 403)
