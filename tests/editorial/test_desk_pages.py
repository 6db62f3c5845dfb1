"""What an author sees of the own pieces, and what nobody else sees."""

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from editorial import actions
from editorial.enums import State
from editorial.models import WorkingCopy
from editorial.queries import standing_of
from people.roles import Role
from reading.models import ReadingLogPage
from tests.editorial.factories import log_draft, make_staff, publish, waiting_state
from tests.media.factories import ImageFactory
from tests.people.factories import TeacherFactory, UserFactory

pytestmark = pytest.mark.django_db

GET = ("submission", "edit", "preview")
POST = ("edit", "submit", "recall", "delete")


@pytest.fixture
def author(site_home, client):
    author = TeacherFactory(role=Role.TEACHER, name="林虚构")
    client.force_login(author)
    return author


@pytest.fixture
def staff(site_home):
    return make_staff()


def url(name, page):
    return reverse(f"editorial:{name}", args=[page.pk])


def text_of(client, address):
    return client.get(address).content.decode()


def return_piece(page, reviewer, comment):
    state = waiting_state(page)
    actions.return_to_author(
        task_state_id=state.pk, reviewer=reviewer, revision_id=state.revision_id, comment=comment
    )


def approve(page, reviewer):
    state = waiting_state(page)
    actions.approve(task_state_id=state.pk, reviewer=reviewer, revision_id=state.revision_id)


# -- other people -------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.TEACHER, Role.EDITOR, Role.CHIEF_EDITOR, "superuser"])
def test_a_piece_of_somebody_else_is_not_found(site_home, role):
    author = TeacherFactory(role=Role.TEACHER)
    page = log_draft(author, title="别人的稿件")
    submitted = log_draft(author, title="别人送审的稿件")
    actions.submit(page_id=submitted.pk, author=author)
    user = UserFactory(is_superuser=True) if role == "superuser" else UserFactory(role=role)
    stranger = Client()
    stranger.force_login(user)
    for piece in (page, submitted):
        for name in GET:
            answer = stranger.get(url(name, piece))
            assert answer.status_code == 404, name
            assert piece.title not in answer.content.decode()
        for name in POST:
            answer = stranger.post(url(name, piece), {"title": "改", "action": "submit"})
            assert answer.status_code == 404, name
    assert standing_of(page).state == State.DRAFT
    assert standing_of(submitted).state == State.IN_REVIEW
    assert ReadingLogPage.objects.get(pk=page.pk).revisions.count() == 1
    for name in ("desk", "submissions"):
        assert "别人的" not in text_of(stranger, reverse(f"editorial:{name}"))


def test_visitors_are_sent_to_the_login(site_home, client):
    page = log_draft(TeacherFactory())
    addresses = [url(name, page) for name in GET]
    addresses += [reverse("editorial:desk"), reverse("editorial:submissions")]
    addresses.append(reverse("editorial:new", args=["story"]))
    for address in addresses:
        answer = client.get(address)
        assert answer.url == f"/accounts/login/?next={address}"
    for name in ("submit", "recall", "delete"):
        client.post(url(name, page))
    assert ReadingLogPage.objects.filter(pk=page.pk).exists()


def test_pages_that_are_no_pieces_are_not_found(client, author, site_home):
    site_home.owner = author
    site_home.save()
    assert client.get(url("submission", site_home)).status_code == 404
    for number in ("999999999999999999", "9" * 40):
        assert client.get(f"/my/submissions/{number}/").status_code == 404


@pytest.mark.parametrize("name", ["submit", "recall", "delete"])
def test_looking_changes_nothing(client, author, name):
    page = log_draft(author)
    assert client.get(url(name, page)).status_code == 405
    assert standing_of(page).state == State.DRAFT


def test_a_form_from_another_site_is_refused(author):
    page = log_draft(author)
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(author)
    for name in POST:
        assert careful.post(url(name, page), {"title": "改"}).status_code == 403
    assert ReadingLogPage.objects.get(pk=page.pk).revisions.count() == 1


# -- state and reasons --------------------------------------------------------------------------


def test_the_author_follows_the_piece_in_words(client, author, staff):
    page = log_draft(author, title="我的笔记")
    assert "写好后点“送审”" in text_of(client, url("submission", page))

    client.post(url("submit", page))
    approve(page, staff.first)
    shown = text_of(client, url("submission", page))
    for words in ("您送审", "初审通过", "等待复审", "审核中·复审", "撤回"):
        assert words in shown

    return_piece(page, staff.second, "请写明读的是哪一版。\n另外检查错字。")
    assert "请写明读的是哪一版。" in text_of(client, url("edit", page))
    for address in (
        url("submission", page),
        reverse("editorial:desk"),
        reverse("editorial:submissions"),
    ):
        shown = text_of(client, address)
        assert "请写明读的是哪一版。" in shown
        assert "按编辑的意见改好后再送审" in shown
    assert "复审退回修改" in text_of(client, url("submission", page))
    assert "再送审，回到复审" in text_of(client, url("submission", page))


def test_reviewers_have_no_names_on_the_desk(client, author, staff):
    page = log_draft(author)
    actions.submit(page_id=page.pk, author=author)
    approve(page, staff.first)
    return_piece(page, staff.second, "改一改。")
    for address in (url("submission", page), reverse("editorial:desk"), url("edit", page)):
        shown = text_of(client, address)
        for reviewer in (staff.first, staff.second):
            assert reviewer.name not in shown.replace(author.name, "")
            assert reviewer.staff_number not in shown


def test_a_published_piece_links_to_its_page(client, author, staff):
    page = publish(log_draft(author, title="已经公开的笔记"), staff)
    shown = text_of(client, url("submission", page))
    assert "已发布" in shown
    assert f'href="{page.get_url()}"' in shown
    assert "读者已经可以看到" in shown


def test_recall_brings_the_piece_back(client, author, staff):
    page = log_draft(author)
    actions.submit(page_id=page.pk, author=author)
    assert client.post(url("recall", page)).url == url("submission", page)
    assert standing_of(page).state == State.DRAFT
    again = client.post(url("recall", page))
    assert again.status_code == 409
    assert "不在审核中" in again.content.decode()


def test_only_a_draft_never_handed_in_can_be_deleted(client, author, staff):
    draft = log_draft(author, title="不要的草稿")
    assert "删除这份草稿" in text_of(client, url("submission", draft))
    client.post(url("delete", draft))
    assert not ReadingLogPage.objects.filter(pk=draft.pk).exists()

    handed_in = log_draft(author, title="送过审的")
    actions.submit(page_id=handed_in.pk, author=author)
    actions.recall(page_id=handed_in.pk, author=author)
    assert "删除这份草稿" not in text_of(client, url("submission", handed_in))
    refused = client.post(url("delete", handed_in))
    assert refused.status_code == 409
    assert "有审稿记录，不能删除" in refused.content.decode()
    assert ReadingLogPage.objects.filter(pk=handed_in.pk).exists()


def test_an_incomplete_piece_is_sent_back_to_its_form(client, author):
    page = log_draft(author, body=[])
    answer = client.post(url("submit", page))
    assert answer.url == url("edit", page)
    assert "请写正文" in text_of(client, answer.url)
    assert standing_of(page).state == State.DRAFT


def test_editors_see_what_waits_for_them(author, staff):
    page = log_draft(author)
    actions.submit(page_id=page.pk, author=author)
    desk = Client()
    desk.force_login(staff.first)
    shown = text_of(desk, reverse("editorial:desk"))
    assert "今天等您处理：1 项" in shown
    assert reverse("reviews:queue") in shown
    desk.force_login(TeacherFactory())
    shown = text_of(desk, reverse("editorial:desk"))
    assert reverse("reviews:queue") not in shown


# -- preview ------------------------------------------------------------------------------------


def test_the_preview_shows_the_latest_version_to_its_author_alone(client, author, staff):
    image = ImageFactory(uploaded_by_user=author)
    published = publish(log_draft(author, title="公开的题目"), staff)
    actions.update_draft(
        author=author,
        page_id=published.pk,
        base_revision_id=published.latest_revision_id,
        write=lambda draft: (
            setattr(draft, "title", "还没公开的题目"),
            setattr(
                draft, "body", [("image", {"image": image, "alt": "未公开的图", "caption": ""})]
            ),
        ),
    )
    answer = client.get(url("preview", published))
    shown = answer.content.decode()
    for words in (
        "预览，读者看到的仍是已发布的一版",
        "还没公开的题目",
        "未公开的图",
        'content="noindex"',
    ):
        assert words in shown
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
    assert answer["X-Robots-Tag"] == "noindex"

    picture = image.renditions.first().url
    assert client.get(picture).status_code == 200
    visitor = Client()
    assert visitor.get(picture).status_code == 404
    assert "还没公开" not in visitor.get(published.get_url()).content.decode()
    assert "还没公开的题目" not in visitor.get(url("preview", published)).content.decode()


# -- queries ------------------------------------------------------------------------------------


def fill(author, staff, amount):
    for number in range(amount):
        page = log_draft(author, title=f"第{number}篇")
        if number % 3:
            actions.submit(page_id=page.pk, author=author)
        if number % 3 == 2:
            return_piece(page, staff.first, f"第{number}条意见")
        WorkingCopy.objects.create(
            author=author, kind="reading-log", token=uuid.uuid4(), data={"title": ["没写完"]}
        )


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_lists_ask_as_often_for_100_pieces_as_for_one(client, author, staff):
    counts = {}
    for amount in (1, 9, 90):  # 1, 10, 100 in all
        fill(author, staff, amount)
        for name in ("desk", "submissions"):
            counts.setdefault(name, []).append(queries(client, reverse(f"editorial:{name}")))
    for name, asked in counts.items():
        assert max(asked[1:]) <= 20, (name, asked)
        assert len(set(asked[1:])) == 1, (name, asked)
        assert asked[0] <= asked[1], (name, asked)


def test_returned_pieces_come_first_however_old(client, author, staff):
    old = log_draft(author, title="很早退回的")
    actions.submit(page_id=old.pk, author=author)
    return_piece(old, staff.first, "请补充出处。")
    for number in range(8):
        log_draft(author, title=f"后来的第{number}篇")
    shown = text_of(client, reverse("editorial:desk"))
    assert shown.index("等您修改") < shown.index("很早退回的") < shown.index("后来的第7篇")
    assert shown.count("很早退回的") == 1
    assert "请补充出处。" in shown
    assert "后来的第0篇" not in shown


def test_the_list_has_pages(client, author):
    for number in range(14):
        log_draft(author, title=f"第{number}篇")
    first = client.get(reverse("editorial:submissions")).context["pieces"]
    second = client.get(reverse("editorial:submissions"), {"page": "2"}).context["pieces"]
    assert len(first) == 12
    assert len(second) == 2
    assert not {page.pk for page in first} & {page.pk for page in second}
    assert client.get(reverse("editorial:submissions"), {"page": "x\x00"}).status_code == 200
