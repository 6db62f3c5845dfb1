"""The pages of letters, as visitors, teachers and editors see them."""

import html
import io
import re
from html import escape

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from editorial.enums import Audience
from editorial.models import Readership
from feedback.enums import Kind, State
from feedback.letters import actions
from feedback.models import FeedbackSettings, Letter
from forums.models import ForumEventPage
from tests.discussions.factories import make_event
from tests.feedback.factories import (
    ANYWHERE,
    CONTACT,
    TEXT,
    a_page,
    about,
    again,
    make_crowd,
    many,
    opened,
    send,
    worked,
)
from tests.people.factories import TeacherFactory
from tests.stories.factories import publish_story, story_draft

pytestmark = pytest.mark.django_db
SUGGEST = "/feedback/"
NASTY = "<script>alert(1)</script>\"'&{{ 7*7 }}"


@pytest.fixture
def visitor():
    """A browser that Django's own check of forms would stop."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def crowd(site_home):
    return make_crowd()


def fields(page: str) -> dict[str, str]:
    """What a form carries that nobody types."""
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    return {name: html.unescape(value) for name, value in hidden}


def sum_of(page: str) -> str:
    """The answer to the question, as somebody works it out who reads it."""
    digits = "零一二三四五六七八九"
    first, second = re.search(rf"([{digits}])加([{digits}])等于几", page).groups()
    return str(digits.index(first) + digits.index(second))


def fill(client, address: str, **typed: str):
    """Open a form, and send it back filled in by hand."""
    page = client.get(address).content.decode()
    sent = fields(page) | {"text": TEXT, "answer": sum_of(page)} | typed
    return client.post(address.split("?")[0], sent)


def slowly():
    FeedbackSettings.objects.update_or_create(pk=1, defaults={"least_seconds": 0})


def test_a_visitor_writes_without_scripts_cookies_or_account(visitor, site_home):
    slowly()
    page = a_page(site_home)
    answer = fill(visitor, f"{SUGGEST}?from={page.get_url()}", contact=CONTACT)
    letter = Letter.objects.get()
    assert (letter.page_id, letter.text, letter.state) == (page.pk, TEXT, State.NEW)
    assert answer.status_code == 302
    receipt = visitor.get(answer["Location"])
    shown = receipt.content.decode()
    assert TEXT in shown
    assert "虚构的一页" in shown
    assert CONTACT not in shown
    assert receipt["Referrer-Policy"] == "no-referrer"
    assert visitor.cookies == {}


def test_the_work_of_a_browser_is_enough(visitor, site_home):
    asked = opened()
    sent = {"challenge": asked.signed, "counter": worked(asked), "from": "/search/", "text": TEXT}
    assert visitor.post(SUGGEST, sent).status_code == 302
    assert Letter.objects.get().path == "/search/"


def test_every_page_leads_to_the_form_with_its_address(client, site_home):
    page = a_page(site_home)
    for address in ("/", page.get_url(), "/search/", "/no-such-page/"):
        shown = client.get(address).content.decode()
        assert f'href="/feedback/?from={address}" rel="nofollow">意见建议<' in shown
    assert f'href="/feedback/correction/{page.pk}/"' in client.get(page.get_url()).content.decode()


def test_a_letter_about_a_view_keeps_no_search(client, site_home):
    page = client.get(SUGGEST, {"from": "/search/?q=某位老师"}).content.decode()
    assert "/search/" in page
    assert "某位老师" not in fields(page)["from"]


def test_a_correction_names_page_and_sentence(visitor, site_home):
    slowly()
    page = a_page(site_home)
    address = reverse("feedback:correct", args=[page.pk])
    assert fill(visitor, address, quote="错的一句").status_code == 302
    letter = Letter.objects.get()
    assert (letter.kind, letter.page_id, letter.quote) == (Kind.CORRECTION, page.pk, "错的一句")


def test_what_one_may_not_read_cannot_be_asked_about(visitor, site_home):
    author = TeacherFactory()
    event = make_event(author, title="只给本单位看的活动", audience=Audience.SCHOOL)
    assert Readership.objects.filter(page=event).exists()
    assert visitor.get(reverse("feedback:correct", args=[event.pk])).status_code == 404
    page = visitor.get(SUGGEST, {"from": event.get_url()}).content.decode()
    assert "只给本单位看的活动" not in page
    draft = story_draft(author, title="还是草稿")
    assert visitor.get(reverse("feedback:correct", args=[draft.pk])).status_code == 404
    colleague = Client()
    colleague.force_login(TeacherFactory(unit=author.unit))
    shown = colleague.get(SUGGEST, {"from": event.get_url()}).content.decode()
    assert "只给本单位看的活动" in shown
    assert isinstance(event, ForumEventPage)


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        ({"text": ""}, 422, "请写几句话"),
        ({"text": "长" * 10_000}, 422, "最多 3000 个字，现在有 10000 个字"),
        ({"answer": "不知道"}, 422, "请算一算"),
        ({"challenge": "x"}, 409, "已经换了新的"),
        ({"challenge": ""}, 409, "已经换了新的"),
        ({"from": "/stories/"}, 409, "已经换了新的"),
    ],
)
def test_a_mistake_is_told_and_what_was_typed_stays(visitor, site_home, typed, status, said):
    slowly()
    typed = {"text": "写了很久的一段话", "contact": CONTACT} | typed
    answer = fill(visitor, f"{SUGGEST}?from=/search/", **typed)
    page = answer.content.decode()
    assert answer.status_code == status
    assert said in page
    assert typed["text"] in page
    assert CONTACT in page
    assert not Letter.objects.exists()
    # The form that comes back can be sent.
    sent = fields(page) | {"text": "改短了", "answer": sum_of(page)}
    assert visitor.post(SUGGEST, sent).status_code == 302


def test_a_spent_form_is_told_and_replaced(visitor, site_home):
    slowly()
    page = visitor.get(SUGGEST).content.decode()
    sent = fields(page) | {"text": TEXT, "answer": sum_of(page)}
    first = visitor.post(SUGGEST, sent)
    assert visitor.post(SUGGEST, sent)["Location"] == first["Location"]
    again_ = visitor.post(SUGGEST, sent | {"text": "第二封"})
    assert again_.status_code == 409
    assert "第二封" in again_.content.decode()
    assert Letter.objects.count() == 1


def test_too_many_is_429_with_the_text(visitor, site_home):
    FeedbackSettings.objects.create(least_seconds=60, most_held=1)
    fill(visitor, SUGGEST)
    answer = fill(visitor, SUGGEST, text="第二封信")
    assert answer.status_code == 429
    assert "第二封信" in answer.content.decode()


def test_a_form_of_another_person_is_not_taken(site_home):
    """Another site can make a browser post, with a form that it fetched as a visitor."""
    page = Client().get(SUGGEST).content.decode()
    victim = Client(enforce_csrf_checks=True)
    victim.force_login(TeacherFactory())
    sent = fields(page) | {"text": "冒名的话", "answer": sum_of(page)}
    assert victim.post(SUGGEST, sent).status_code == 409
    assert not Letter.objects.exists()


def test_script_in_a_letter_is_words_everywhere(crowd, client, site_home):
    page = a_page(site_home)
    letter = send(about(page), text=NASTY, quote=NASTY, contact=NASTY)
    client.force_login(crowd["editor"])
    for address in (
        letter.get_receipt_url(),
        reverse("feedback:queue"),
        reverse("feedback:letter", args=[letter.pk]),
        reverse("feedback_report"),
        "/my/reviews/",
    ):
        shown = client.get(address).content.decode()
        assert "<script>alert(1)" not in shown
        assert escape("<script>alert(1)</script>") in shown, address


@pytest.mark.parametrize("receipt", ["x", "x" * 32, "…"])
def test_a_receipt_that_is_none(client, site_home, receipt):
    send()
    assert client.get(f"/feedback/receipt/{receipt}/").status_code == 404


def test_the_writer_reads_the_answer_at_the_receipt_and_on_the_desk(crowd, client):
    letter = send(ANYWHERE, crowd["teacher"], contact=CONTACT)
    actions.take(letter_id=letter.pk, by=crowd["editor"])
    assert "正在处理" in client.get(letter.get_receipt_url()).content.decode()
    actions.answer(letter_id=letter.pk, by=crowd["editor"], reply="字已经放大。")
    shown = client.get(letter.get_receipt_url()).content.decode()
    assert "字已经放大。" in shown
    assert "虚构编辑" not in shown
    client.force_login(crowd["teacher"])
    assert "字已经放大。" in client.get(reverse("feedback:own")).content.decode()
    other = Client()
    other.force_login(TeacherFactory())
    assert TEXT not in other.get(reverse("feedback:own")).content.decode()


EDITORS_PAGES = ("feedback:queue", "feedback_report", "feedback_views")


@pytest.mark.parametrize("name", EDITORS_PAGES)
def test_who_reads_letters(crowd, client, name):
    send(text="只给编辑看的话")
    let_in = set()
    for who, person in crowd.people.items():
        client.logout()
        if who != "anonymous":
            client.force_login(person)
        answer = client.get(reverse(name))
        assert answer.status_code in {200, 302, 403}
        if answer.status_code == 200:
            let_in.add(who)
        is_read = answer.status_code == 200 and name != "feedback_views"
        assert ("只给编辑看的话" in answer.content.decode()) is is_read
    assert let_in == {"editor", "second editor", "chief"}


@pytest.mark.parametrize("who", ["teacher", "school admin", "site admin", "superuser"])
@pytest.mark.parametrize("verb", ["act", "settle", "contact"])
def test_who_decides(crowd, client, who, verb):
    letter = send(contact=CONTACT)
    client.force_login(crowd[who])
    sent = {"act": "take", "reply": "好"}
    answer = client.post(reverse(f"feedback:{verb}", args=[letter.pk]), sent)
    assert answer.status_code == 403
    assert CONTACT not in answer.content.decode()
    assert again(letter).state == State.NEW


def test_no_list_page_or_file_holds_a_contact(crowd, client, site_home):
    page = a_page(site_home)
    letter = send(about(page), crowd["teacher"], quote="原句", contact=CONTACT)
    actions.take(letter_id=letter.pk, by=crowd["editor"])
    for who in ("editor", "chief", "site admin", "teacher", "superuser"):
        reader = Client()
        reader.force_login(crowd[who])
        for address in (
            reverse("feedback:queue"),
            reverse("feedback:queue") + "?tab=mine",
            reverse("feedback:queue") + "?tab=others",
            reverse("feedback:letter", args=[letter.pk]),
            reverse("feedback:own"),
            reverse("feedback_report"),
            reverse("feedback_report") + "?export=csv",
            reverse("feedback_report") + "?export=xlsx",
            letter.get_receipt_url(),
            "/my/",
            "/my/reviews/",
            "/admin/",
            "/admin/health/",
        ):
            answer = reader.get(address)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            if "export=xlsx" in address and answer.status_code == 200:
                sheet = openpyxl.load_workbook(io.BytesIO(body)).active
                body = str([list(row) for row in sheet.iter_rows(values_only=True)]).encode()
            assert CONTACT not in body.decode(), (who, address)
            assert "12345678" not in body.decode(), (who, address)


def test_opening_a_contact_shows_it_once_and_leaves_a_trace(crowd, client):
    letter = send(contact=CONTACT)
    client.force_login(crowd["editor"])
    address = reverse("feedback:letter", args=[letter.pk])
    shown = client.post(reverse("feedback:contact", args=[letter.pk])).content.decode()
    assert CONTACT in shown
    assert "虚构编辑 查看联系方式" in shown
    assert CONTACT not in client.get(address).content.decode()


def test_an_editor_takes_and_answers(crowd, client):
    letter = send()
    client.force_login(crowd["editor"])
    act, settle = (reverse(f"feedback:{name}", args=[letter.pk]) for name in ("act", "settle"))
    client.post(act, {"act": "take"})
    assert again(letter).editor == crowd["editor"]
    empty = client.post(settle, {"act": "answer", "reply": ""})
    assert empty.status_code == 422
    client.post(settle, {"act": "answer", "reply": "谢谢"})
    assert (again(letter).state, again(letter).reply) == (State.ANSWERED, "谢谢")
    assert client.post(act, {"act": "nonsense"}).status_code == 404
    late = client.post(settle, {"act": "answer", "reply": "又答"})
    assert late.status_code == 409
    assert "已经办结" in late.content.decode()


def test_a_correction_leads_a_chief_editor_to_the_correction_of_the_piece(crowd, client):
    story = publish_story(story_draft(TeacherFactory()))
    letter = send(about(story), quote="原句")
    address = reverse("feedback:letter", args=[letter.pk])
    correct = reverse("editorial_reviewing:correct", args=[story.pk])
    client.force_login(crowd["chief"])
    assert correct in client.get(address).content.decode()
    client.force_login(crowd["editor"])
    assert correct not in client.get(address).content.decode()


def test_letters_stand_in_the_one_queue(crowd, client):
    send(text="在待审列表里的来信")
    client.force_login(crowd["editor"])
    shown = client.get("/my/reviews/").content.decode()
    assert "在待审列表里的来信" in shown
    assert "1 封来信" in shown


def test_a_thousand_letters_cost_what_one_costs(crowd, client):
    client.force_login(crowd["editor"])
    addresses = [reverse("feedback:queue"), "/my/reviews/", reverse("feedback_report")]

    def queries() -> list[int]:
        counts = []
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as context:
                assert client.get(address).status_code == 200
            counts.append(len(context))
        return counts

    many(1)
    one = queries()
    Letter.objects.all().delete()
    many(1_000)
    assert queries() == one
    assert max(one[:2]) <= 20


def test_the_forms_cost_little(client, site_home):
    page = a_page(site_home)
    for address in (f"{SUGGEST}?from={page.get_url()}", f"/feedback/correction/{page.pk}/"):
        client.get(address)
        with CaptureQueriesContext(connection) as context:
            assert client.get(address).status_code == 200
        assert len(context) <= 12, [query["sql"] for query in context]


def test_a_file_holds_no_formula(crowd, client):
    send(text='=HYPERLINK("http://evil.example")')
    client.force_login(crowd["editor"])
    answer = client.get(reverse("feedback_report"), {"export": "csv"})
    body = b"".join(answer.streaming_content).decode()
    assert "'=HYPERLINK" in body
    assert ',"=HYPERLINK' not in body
    assert ",=HYPERLINK" not in body


def test_head_and_other_methods(client, site_home):
    assert client.head(SUGGEST).status_code == 200
    assert client.put(SUGGEST).status_code == 405
    assert client.get("/feedback").status_code == 301
