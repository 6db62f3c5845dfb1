"""Nothing is stored twice and nothing typed is lost: double clicks, stale forms, expired logins."""

import json
import threading
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from editorial import actions
from editorial.enums import State
from editorial.models import Decision, WorkingCopy
from editorial.queries import standing_of, unsaved_copies
from media.models import PortalImage
from people.roles import Role
from reading.models import BookListPage, ReadingLogPage
from tests.editorial.desk_forms import complete, open_form, read, send
from tests.editorial.factories import log_draft
from tests.media.factories import picture_bytes
from tests.people.factories import PASSWORD, TeacherFactory

pytestmark = pytest.mark.django_db

NEW_LOG = "/my/submissions/new/reading-log/"


@pytest.fixture
def author(site_home, client):
    author = TeacherFactory(role=Role.TEACHER)
    client.force_login(author)
    return author


def edit(page):
    return reverse("editorial:edit", args=[page.pk])


def log():
    return ReadingLogPage.objects.get().get_latest_revision_as_object()


# -- double clicks ------------------------------------------------------------------------------


@pytest.mark.parametrize("action", ["save", "preview", "submit"])
def test_a_double_click_on_a_new_piece_stores_once(client, author, action):
    form = open_form(client, NEW_LOG)
    picture = picture_bytes()
    answers = []
    for _ in range(2):
        file = SimpleUploadedFile("photo.jpg", picture)
        values = complete("reading-log") | {"pictures-new": [file]}
        answers.append(send(client, form, "save" if action == "submit" else action, **values))
    page = ReadingLogPage.objects.get()
    assert answers[0].status_code == 302
    assert answers[1].url == answers[0].url
    assert PortalImage.objects.count() == 1
    assert page.revisions.count() == 1
    if action == "submit":
        described = {"pictures-0-alt": "书桌", "pictures-0-faces": "none"}
        ready = open_form(client, edit(page)) | described
        answers = [send(client, ready, "submit") for _ in range(2)]
        assert answers[0].url == answers[1].url == reverse("editorial:submission", args=[page.pk])
        assert standing_of(page).state == State.IN_REVIEW
        assert Decision.objects.count() == 1
        assert page.revisions.count() == 2


def test_a_double_click_on_a_change_makes_one_version(client, author):
    page = log_draft(author)
    form = open_form(client, edit(page))
    answers = [send(client, form, title="改过的题目", tags="阅读，班级") for _ in range(2)]
    assert answers[0].url == answers[1].url == edit(page)
    assert page.revisions.count() == 2
    assert [item.tag.name for item in log().tagged_items.all()] == ["阅读", "班级"]


def test_a_double_click_on_rows_makes_one_version(client, author):
    form = open_form(client, "/my/submissions/new/book-list/")
    values = complete("book-list")
    answers = [send(client, form, **values) for _ in range(2)]
    assert answers[0].url == answers[1].url
    assert BookListPage.objects.get().revisions.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("existing", [False, True])
def test_two_clicks_at_the_same_moment_store_once(site_home, existing):
    author = TeacherFactory(role=Role.TEACHER)
    page = log_draft(author) if existing else None
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(author)
    form = open_form(clients[0], edit(page) if page else NEW_LOG)
    values = complete("reading-log")
    barrier = threading.Barrier(2)
    answers = []

    def click(client):
        barrier.wait()
        try:
            answers.append(send(client, form, **values))
        finally:
            connection.close()

    threads = [threading.Thread(target=click, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    page = ReadingLogPage.objects.get()
    assert [answer.status_code for answer in answers] == [302, 302]
    assert {answer.url for answer in answers} == {edit(page)}
    assert page.revisions.count() == (2 if existing else 1)


def test_going_back_and_changing_a_form_that_was_stored_loses_nothing(client, author):
    form = open_form(client, NEW_LOG)
    send(client, form, title="第一次", body="第一次的文字")
    answer = send(client, form, title="第一次", body="返回以后又写的文字")
    assert answer.status_code == 409
    assert "已经存成稿件" in answer.content.decode()
    again = read(answer)
    assert again["body"] == ["返回以后又写的文字"]
    assert send(client, again).status_code == 302
    assert ReadingLogPage.objects.count() == 1
    assert log().body_text == "返回以后又写的文字"


# -- stale forms --------------------------------------------------------------------------------


def test_a_stale_form_keeps_its_text_and_goes_through_the_second_time(client, author):
    page = log_draft(author, title="原题")
    first, second = (open_form(client, edit(page)) for _ in range(2))
    send(client, first, title="手机上改的")
    answer = send(client, second, title="电脑上改的", body="电脑上的正文")
    assert answer.status_code == 409
    assert "别处有了更新的版本" in answer.content.decode()
    assert log().title == "手机上改的"

    again = read(answer)
    assert again["title"] == ["电脑上改的"]
    assert again["body"] == ["电脑上的正文"]
    assert send(client, again).url == edit(page)
    assert log().title == "电脑上改的"


def test_a_piece_in_review_cannot_be_changed_and_the_text_is_kept(client, author):
    page = log_draft(author)
    form = open_form(client, edit(page))
    actions.submit(page_id=page.pk, author=author)
    answer = send(client, form, title="审核中又改")
    assert answer.status_code == 409
    assert "正在审核中" in answer.content.decode()
    assert read(answer)["title"] == ["审核中又改"]
    assert log().title == page.title

    opened = client.get(edit(page))
    assert opened.url == reverse("editorial:submission", args=[page.pk])
    assert "要修改，请先撤回" in client.get(opened.url).content.decode()


@pytest.mark.parametrize("base", ["", "x", "0", "9" * 40, "-1"])
def test_a_made_up_base_is_a_conflict_and_no_error(client, author, base):
    page = log_draft(author)
    answer = send(client, open_form(client, edit(page)), title="新题", base_revision=base)
    assert answer.status_code == 409
    assert log().title == page.title


def test_a_form_without_a_proper_number_is_a_bad_request(client, author):
    answer = send(client, open_form(client, NEW_LOG), title="题", token="not-a-uuid")
    assert answer.status_code == 400
    assert ReadingLogPage.objects.count() == 0


def test_a_number_of_somebody_elses_form_is_refused(client, author):
    token = uuid.uuid4()
    other = TeacherFactory()
    WorkingCopy.objects.create(token=token, author=other, kind="reading-log", data={"title": ["x"]})
    answer = send(client, open_form(client, NEW_LOG), title="题", token=str(token))
    assert answer.status_code == 403
    assert ReadingLogPage.objects.count() == 0
    assert WorkingCopy.objects.get().data == {"title": ["x"]}


# -- autosave -----------------------------------------------------------------------------------


def autosave(client, form, **changes):
    data = {key: value for key, value in {**form, **changes}.items() if key != "@action"}
    return client.post(reverse("editorial:autosave"), data, headers={"Accept": "application/json"})


def test_autosave_keeps_an_unfinished_form_and_gives_it_back(client, author):
    form = open_form(client, NEW_LOG)
    answer = autosave(client, form, title="", body="写到一半", finished_on="2025-13-45")
    assert list(answer.json()) == ["saved"]
    copy = WorkingCopy.objects.get()
    assert copy.author == author
    assert "csrfmiddlewaretoken" not in copy.data

    desk = client.get(reverse("editorial:desk")).content.decode()
    link = f"{NEW_LOG}?copy={copy.token}"
    assert "（未命名）" in desk
    assert link in desk
    again = open_form(client, link)
    assert again["body"] == ["写到一半"]
    assert again["finished_on"] == ["2025-13-45"]
    assert again["token"] == [str(copy.token)]

    send(client, again, title="写完了", finished_on="2025-09-01")
    assert ReadingLogPage.objects.count() == 1
    assert unsaved_copies(author) == []


def test_autosave_of_a_changed_piece_is_offered_and_ends_with_the_save(client, author):
    page = log_draft(author)
    autosave(client, open_form(client, edit(page)), title="改到一半")
    assert log().title == page.title
    opened = client.get(edit(page)).content.decode()
    assert "恢复上次未保存的文字" in opened
    assert 'value="改到一半"' not in opened

    copy = WorkingCopy.objects.get(page=page)
    again = open_form(client, f"{edit(page)}?copy={copy.token}")
    assert again["title"] == ["改到一半"]
    send(client, again)
    assert log().title == "改到一半"
    assert "恢复上次未保存的文字</a>" not in client.get(edit(page)).content.decode()


def test_an_unsaved_copy_can_be_thrown_away_by_its_author_only(client, author):
    form = open_form(client, NEW_LOG)
    autosave(client, form, title="只给作者的题目")
    token = WorkingCopy.objects.get().token
    stranger = Client()
    stranger.force_login(TeacherFactory())
    stranger.post(reverse("editorial:discard"), {"token": token})
    assert WorkingCopy.objects.count() == 1
    assert "只给作者的题目" not in stranger.get(f"{NEW_LOG}?copy={token}").content.decode()
    client.post(reverse("editorial:discard"), {"token": token})
    assert WorkingCopy.objects.count() == 0


def test_autosave_says_why_it_did_not(client, author):
    form = open_form(client, NEW_LOG)
    assert autosave(client, form, kind="poem").status_code == 404
    assert autosave(client, form, token="x").status_code == 400
    long = autosave(client, form, body="长" * 1_000_001)
    assert (long.status_code, long.json()["message"]) == (413, "内容太长，服务器没有自动保存。")
    foreign = log_draft(TeacherFactory())
    assert autosave(client, form, page=foreign.pk).status_code == 404
    assert WorkingCopy.objects.filter(author=author).count() == 0


def test_autosave_is_bounded_but_stored_pieces_do_not_count(client, author):
    WorkingCopy.objects.bulk_create(
        WorkingCopy(author=author, kind="reading-log", data={}) for _ in range(50)
    )
    form = open_form(client, NEW_LOG)
    assert autosave(client, form, title="还可以存").status_code == 200
    WorkingCopy.objects.filter(data={}).update(data={"title": ["x"]})
    answer = autosave(client, open_form(client, NEW_LOG), title="太多")
    assert answer.status_code == 409
    assert "未存稿太多了" in answer.json()["message"]


def test_autosave_after_logging_out_asks_for_the_login(client, author):
    form = open_form(client, NEW_LOG)
    client.logout()
    answer = autosave(client, form, title="题")
    assert (answer.status_code, json.loads(answer.content)) == (401, {"message": "登录已过期。"})
    assert WorkingCopy.objects.count() == 0


def test_the_browsers_own_copy_is_shown_and_not_stored(client, author):
    form = open_form(client, "/my/submissions/new/book-list/")
    rows = {"items-TOTAL_FORMS": "3", "items-2-reason": "第三本的理由"}
    answer = send(client, form, "restore", body="本机的文字", **rows)
    assert "请核对后保存" in answer.content.decode()
    assert read(answer)["items-2-reason"] == ["第三本的理由"]
    assert BookListPage.objects.count() == 0


# -- a login that expired -----------------------------------------------------------------------


def log_in(client, user, following):
    return client.post(
        reverse("account_login"),
        {"login": user.staff_number, "password": PASSWORD, "next": following},
    )


@pytest.mark.parametrize("existing", [False, True])
def test_an_expired_login_costs_no_text(client, author, existing):
    page = log_draft(author) if existing else None
    address = edit(page) if existing else NEW_LOG
    form = open_form(client, address)
    client.logout()
    answer = send(client, form, title="登录过期时写的", body="一千个字")
    assert answer.url == f"/accounts/login/?next={address}"
    assert ReadingLogPage.objects.count() == (1 if existing else 0)

    assert log_in(client, author, address).url == address
    opened = client.get(address)
    assert "上次写到一半的文字" in opened.content.decode()
    again = read(opened)
    assert again["title"] == ["登录过期时写的"]
    assert again["body"] == ["一千个字"]
    for _ in range(2):
        send(client, again)
    assert ReadingLogPage.objects.count() == 1
    assert log().body_text == "一千个字"
    assert "一千个字" not in client.get(NEW_LOG).content.decode()


def test_the_next_person_on_the_computer_does_not_get_the_text(client, author):
    form = open_form(client, NEW_LOG)
    client.logout()
    send(client, form, title="前一个人写的")
    log_in(client, TeacherFactory(), NEW_LOG)
    assert "前一个人写的" not in client.get(NEW_LOG).content.decode()


def test_a_form_opened_by_another_account_is_not_stored_under_this_one(client, author):
    form = open_form(client, NEW_LOG)
    client.force_login(TeacherFactory())
    answer = send(client, form, title="换了账号")
    assert answer.status_code == 409
    assert "另一个账号" in answer.content.decode()
    assert read(answer)["title"] == ["换了账号"]
    assert autosave(client, form, title="换了账号").status_code == 409
    assert ReadingLogPage.objects.count() == WorkingCopy.objects.count() == 0


def test_a_button_pressed_after_the_login_expired_leads_to_the_desk(client, author):
    page = log_draft(author)
    client.logout()
    for name in ("submit", "recall", "delete"):
        answer = client.post(reverse(f"editorial:{name}", args=[page.pk]))
        assert answer.url == "/accounts/login/?next=/my/"
    assert client.post(reverse("editorial:discard")).url == "/accounts/login/?next=/my/"
    assert standing_of(page).state == State.DRAFT


def test_a_kept_text_appears_at_its_own_address_only(client, author):
    form = open_form(client, NEW_LOG)
    client.logout()
    send(client, form, title="读书笔记的题目")
    log_in(client, author, "/my/submissions/new/story/")
    assert "读书笔记的题目" not in client.get("/my/submissions/new/story/").content.decode()
    assert "读书笔记的题目" in client.get(NEW_LOG).content.decode()


def test_what_is_too_long_to_keep_is_shown_instead(client, author):
    form = open_form(client, NEW_LOG)
    client.logout()
    answer = send(client, form, title="题", body="长" * 400_001)
    assert answer.status_code == 401
    assert "登录已过期，这次没有保存" in answer.content.decode()
    assert "长" * 400_001 in answer.content.decode()
