"""What people really send: too much, broken files, nonsense; told in Chinese, nothing lost."""

from io import BytesIO
from unittest import mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from media.models import PortalImage
from people.roles import Role
from reading.models import BookListPage, ReadingLogPage, Work
from stories.models import StoryPage
from tests.editorial.desk_forms import complete, open_form, read, send
from tests.editorial.factories import log_draft, make_work, publish
from tests.media.factories import ImageFactory, picture_bytes
from tests.people.factories import TeacherFactory, UnitFactory

pytestmark = pytest.mark.django_db

NEW_LOG = "/my/submissions/new/reading-log/"


@pytest.fixture
def author(site_home, client):
    author = TeacherFactory(role=Role.TEACHER)
    client.force_login(author)
    return author


def upload(name="photo.jpg", content=None):
    return SimpleUploadedFile(name, picture_bytes() if content is None else content)


def log():
    return ReadingLogPage.objects.get().get_latest_revision_as_object()


def images_in(page):
    return [block.value["image"].pk for block in page.body if block.block_type == "image"]


# -- text ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["text", "html"])
def test_200_000_characters_are_refused_and_kept(client, author, form):
    text = "长" * 200_000
    answer = send(client, open_form(client, NEW_LOG), title="太长", body=text, body_format=form)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "最多 50,000 个字，现在有 200,000 个字" in page
    assert "".join(read(answer)["body"]) == text
    assert ReadingLogPage.objects.count() == 0


def test_50_000_characters_are_stored(client, author):
    send(client, open_form(client, NEW_LOG), title="很长", body="长" * 50_000)
    assert len(log().body_text) == 50_000


def test_the_limit_is_a_setting(client, author, settings):
    settings.DESK_BODY_MAX_CHARACTERS = 10
    answer = send(client, open_form(client, NEW_LOG), title="题", body="一二三四五 六七八九十一")
    assert answer.status_code == 422
    assert "最多 10 个字，现在有 11 个字" in answer.content.decode()


def test_markup_beyond_all_measure_is_not_even_parsed(client, author):
    body = "<p>" * 1_000_001
    with mock.patch("editorial.forms.rich_text.normalise") as parse:
        answer = send(
            client, open_form(client, NEW_LOG), title="标记", body=body, body_format="html"
        )
    assert answer.status_code == 422
    assert "内容太长，请分成几篇来写" in answer.content.decode()
    parse.assert_not_called()


def test_a_title_of_101_characters_is_refused_and_kept(client, author):
    answer = send(client, open_form(client, NEW_LOG), title="题" * 101, body="正文")
    assert answer.status_code == 422
    assert "最多 100 个字，现在有 101 个字" in answer.content.decode()
    assert read(answer)["title"] == ["题" * 101]


def test_an_empty_title_is_told_and_the_text_kept(client, author):
    answer = send(client, open_form(client, NEW_LOG), title="  ", body="写了半天")
    assert answer.status_code == 422
    assert "请填写题目。" in answer.content.decode()
    assert "".join(read(answer)["body"]) == "写了半天"
    assert ReadingLogPage.objects.count() == 0


def test_control_characters_vanish(client, author):
    send(
        client,
        open_form(client, NEW_LOG),
        title="有\x00控制\x07字符\u202e",
        body="正\x00文\u200b",
        summary="摘\x1f要",
    )
    assert log().title == "有控制字符"
    assert log().body_text == "正文"
    assert log().summary == "摘要"


@pytest.mark.parametrize("title", ["？！。", "🙂🙂", "<script>alert(1)</script>", "\u0301"])
def test_any_title_can_be_stored(client, author, title):
    send(client, open_form(client, NEW_LOG), title=title)
    assert log().title == title
    assert "<script>alert" not in client.get(reverse("editorial:desk")).content.decode()


def test_two_drafts_may_have_one_title(client, author):
    for _ in range(2):
        send(client, open_form(client, NEW_LOG), title="同名")
    slugs = {page.slug for page in ReadingLogPage.objects.all()}
    assert len(slugs) == 2


def test_pasted_markup_is_cleaned_and_its_pictures_are_mentioned(client, author):
    body = '<section style="color:red"><p class="MsoNormal">正文<o:p></o:p></p></section>'
    body += '<img src="https://mmbiz.qpic.cn/x"><script>alert(1)</script>'
    answer = send(client, open_form(client, NEW_LOG), title="粘贴", body=body, body_format="html")
    assert log().body[0].value.source == "<p>正文</p>"
    assert "粘贴来的图片没有带进来" in client.get(answer.url).content.decode()


def test_without_scripts_rich_text_survives_a_change_elsewhere(client, author):
    rich = "<p>有<strong>重点</strong></p><ul><li>甲</li></ul>"
    page = log_draft(author, body=[("paragraph", rich)])
    form = open_form(client, reverse("editorial:edit", args=[page.pk]))
    assert form["body_format"] == ["text"]
    assert form["body"] == ["有重点\n\n甲"]
    send(client, form, title="只改题目", body=form["body"][0].replace("\n", "\r\n"))
    assert log().title == "只改题目"
    assert log().body[0].value.source == rich


# -- fields -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("finished_on", "2025-13-45", "请写成 2025-09-10 这样的日期"),
        ("finished_on", "昨天", "请写成 2025-09-10 这样的日期"),
        ("finished_on", "0001-01-01", "年份应在 1950 到 2100 之间"),
        ("finished_on", "9999-12-31", "年份应在 1950 到 2100 之间"),
        ("slot", "nonsense", "请从列出的选项里选一项"),
        ("work", "999999", "没有找到所选的书"),
        ("work", "9" * 30, "没有找到所选的书"),
        ("work", "1 OR 1=1", "没有找到所选的书"),
        ("work", "\x00", "没有找到所选的书"),
        ("tags", "，".join("标签多" + "一二三四五六七八九"[n] for n in range(9)), "最多 8 个标签"),
        ("summary", "长" * 201, "最多 200 个字"),
    ],
)
def test_nonsense_in_a_field_is_told_beside_it(client, author, field, value, message):
    answer = send(client, open_form(client, NEW_LOG), title="题目", body="留着", **{field: value})
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert "".join(read(answer)["body"]) == "留着"
    assert ReadingLogPage.objects.count() == 0


@pytest.mark.parametrize(
    "moment", ["0001-01-01T00:00", "9999-12-31T23:59", "10月10日", "2025-02-30T10:00"]
)
def test_nonsense_moments_are_told(client, author, moment):
    form = open_form(client, "/my/submissions/new/forum-event/")
    answer = send(client, form, title="活动", starts_at=moment)
    assert answer.status_code == 422
    assert read(answer)["starts_at"] == [moment]


def test_the_kind_of_book_must_fit_its_slot(client, author):
    values = complete("reading-log") | {"slot": "monograph"}
    answer = send(client, open_form(client, NEW_LOG), "submit", **values)
    assert answer.status_code == 422
    assert "目录里这本书是教育名著，和所选位置不符" in answer.content.decode()


def test_one_book_cannot_stand_twice_in_a_list(client, author):
    values = complete("book-list")
    values["items-1-work"] = values["items-0-work"]
    form = open_form(client, "/my/submissions/new/book-list/")
    answer = send(client, form, "submit", **values)
    assert answer.status_code == 422
    assert "同一本书出现了两次" in answer.content.decode()


def test_a_reason_without_a_book_is_told(client, author):
    form = open_form(client, "/my/submissions/new/book-list/")
    answer = send(client, form, title="书单", **{"items-0-reason": "很好"})
    assert answer.status_code == 422
    assert "请选一本书，或移除这一行" in answer.content.decode()
    assert BookListPage.objects.count() == 0


def test_too_many_rows_are_told(client, author):
    Work.objects.bulk_create(Work(title=f"书{n}", kind="general") for n in range(31))
    rows = {f"items-{n}-work": work.pk for n, work in enumerate(Work.objects.all()[:31])}
    form = open_form(client, "/my/submissions/new/book-list/")
    answer = send(client, form, title="书单", **rows, **{"items-TOTAL_FORMS": "31"})
    assert answer.status_code == 422
    assert "最多 30 本书" in answer.content.decode()


@pytest.mark.parametrize("total", ["", "x", "-5", "100000", "9" * 40])
def test_a_broken_row_count_is_no_error_of_the_server(client, author, total):
    form = open_form(client, "/my/submissions/new/book-list/")
    answer = send(client, form, title="书单", body="留着", **{"items-TOTAL_FORMS": total})
    assert answer.status_code in (302, 422)
    if answer.status_code == 422:
        assert "".join(read(answer)["body"]) == "留着"


def test_rows_are_ordered_by_their_numbers_and_removed_by_their_box(client, author):
    values = complete("book-list")
    form = open_form(client, "/my/submissions/new/book-list/")
    answer = send(client, form, **values, **{"items-0-ORDER": "2", "items-1-ORDER": "1"})
    page = BookListPage.objects.get().get_latest_revision_as_object()
    assert [item.reason for item in page.items.all()] == ["理由1", "理由0"]

    send(client, open_form(client, answer.url), **{"items-0-DELETE": "on"})
    page = BookListPage.objects.get().get_latest_revision_as_object()
    assert [item.reason for item in page.items.all()] == ["理由0"]


def test_one_more_row_without_scripts_stores_nothing(client, author):
    form = open_form(client, "/my/submissions/new/book-list/")
    work = make_work()
    answer = send(client, form, "add:items", body="留着", **{"items-0-work": work.pk})
    again = read(answer)
    assert answer.status_code == 200
    assert again["items-TOTAL_FORMS"] == ["2"]
    assert again["items-0-work"] == [str(work.pk)]
    assert "".join(again["body"]) == "留着"
    assert "请填写题目" not in answer.content.decode()
    assert BookListPage.objects.count() == 0


def test_a_book_is_found_without_scripts(client, author):
    make_work("静悄悄的革命", authors="佐藤学")
    form = open_form(client, NEW_LOG)
    answer = send(client, form, "find:work", work_query="佐藤", body="留着")
    assert "《静悄悄的革命》佐藤学" in answer.content.decode()
    assert "".join(read(answer)["body"]) == "留着"
    nothing = send(client, form, "find:work", work_query="没有这本")
    assert "目录里没有这本书" in nothing.content.decode()


# -- catalogues ---------------------------------------------------------------------------------


def test_search_boxes_find_twenty_at_most_in_few_queries(
    client, author, django_assert_max_num_queries
):
    Work.objects.bulk_create(Work(title=f"教育书{n}", kind="general") for n in range(50))
    for _ in range(25):
        UnitFactory()
    for picker, query in (("work", "教育书"), ("unit", "虚构")):
        with django_assert_max_num_queries(8):
            answer = client.get(
                reverse("editorial:pick", args=[picker]), {f"{picker}_query": query}
            )
        assert answer.content.decode().count('type="radio"') == 20


def test_search_boxes_escape_what_they_are_asked(client, author):
    answer = client.get(
        reverse("editorial:pick", args=["work"]),
        {"name": '"><script>', '"><script>_query': "x\x00" * 100, "work": "9" * 40},
    )
    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode()


def test_search_boxes_are_for_signed_in_people(client, site_home):
    make_work("只给登录的人")
    url = reverse("editorial:pick", args=["work"])
    answer = client.get(url, {"work_query": "只给"}, headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert "只给登录的人" not in answer.content.decode()


def test_a_unit_out_of_use_cannot_be_chosen(client, author):
    unit = UnitFactory()
    type(unit).objects.filter(pk=unit.pk).update(is_active=False)
    form = open_form(client, "/my/submissions/new/story/")
    answer = send(client, form, title="故事", person_unit=unit.pk)
    assert answer.status_code == 422
    assert "没有找到所选的单位" in answer.content.decode()


# -- pictures -----------------------------------------------------------------------------------


def test_pictures_are_stored_at_once_and_never_uploaded_twice(client, author):
    form = open_form(client, NEW_LOG)
    answer = send(client, form, title="", **{"pictures-new": [upload()]})
    assert answer.status_code == 422
    image = PortalImage.objects.get()
    assert image.uploaded_by_user == author

    again = read(answer)
    assert again["pictures-0-image"] == [str(image.pk)]
    send(client, again, title="有图", **{"pictures-0-alt": "一间教室"})
    assert PortalImage.objects.count() == 1
    assert images_in(log()) == [image.pk]
    assert log().body[-1].value["alt"] == "一间教室"
    assert log().cover_id == image.pk
    assert PortalImage.objects.get().alt_text == "一间教室"


def test_the_words_of_a_public_picture_change_only_with_a_review(client, author):
    image = ImageFactory(uploaded_by_user=author, alt_text="审过的话")
    block = ("image", {"image": image, "alt": "审过的话", "caption": ""})
    page = publish(log_draft(author, body=[("paragraph", "<p>文</p>"), block]))
    form = open_form(client, reverse("editorial:edit", args=[page.pk]))
    send(client, form, **{"pictures-0-alt": "没审过的话"})
    assert log().body[1].value["alt"] == "没审过的话"
    assert PortalImage.objects.get().alt_text == "审过的话"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("photo.jpg", b"<script>alert(1)</script>" * 20, "不是可用的图片"),
        ("photo.jpg", b"<?php system($_GET['x']); ?>", "不是可用的图片"),
        ("photo.jpg", picture_bytes(size=(800, 600), file_format="JPEG")[:1500], "已损坏或不完整"),
        ("photo.jpg", b"", "文件是空的"),
        ("photo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "不是可用的图片"),
    ],
)
def test_a_bad_file_is_told_by_name_and_the_text_kept(client, author, name, content, message):
    form = open_form(client, NEW_LOG)
    files = {"pictures-new": [upload(name, content), upload("good.jpg")]}
    answer = send(client, form, title="有坏图", body="留着", **files)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert message in page
    assert name in page
    assert "".join(read(answer)["body"]) == "留着"
    # the good one need not be chosen again
    assert read(answer)["pictures-0-image"] == [str(PortalImage.objects.get().pk)]


def test_a_picture_of_100_megapixels_is_refused_unread(client, author):
    from PIL import Image

    huge = BytesIO()
    Image.new("1", (11_000, 10_000)).save(huge, "PNG")
    files = {"pictures-new": [upload("huge.png", huge.getvalue())]}
    answer = send(client, open_form(client, NEW_LOG), title="大图", **files)
    assert answer.status_code == 422
    assert "图片尺寸过大，最多 4000 万像素" in answer.content.decode()
    assert PortalImage.objects.count() == 0


def test_a_file_of_11_megabytes_is_refused(client, author):
    files = {"pictures-new": [upload("big.jpg", b"\xff\xd8\xff" + b"0" * 11 * 1024 * 1024)]}
    answer = send(client, open_form(client, NEW_LOG), title="大文件", **files)
    assert answer.status_code == 422
    assert "超过了 10 MB 的上限" in answer.content.decode()


def test_nine_pictures_are_enough(client, author):
    files = [upload(f"{n}.jpg", picture_bytes(size=(20 + n, 20))) for n in range(10)]
    answer = send(client, open_form(client, NEW_LOG), title="十张", **{"pictures-new": files})
    assert answer.status_code == 422
    assert "9.jpg：一篇最多 9 张图片" in answer.content.decode()
    assert PortalImage.objects.count() == 9


def test_somebody_elses_picture_cannot_be_used(client, author):
    foreign = ImageFactory(uploaded_by_user=TeacherFactory())
    answer = send(
        client,
        open_form(client, NEW_LOG),
        title="借图",
        **{"pictures-TOTAL_FORMS": "1", "pictures-0-image": foreign.pk, "cover": foreign.pk},
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "这张图片不能用" in page
    assert foreign.file.name not in page
    assert "/media/" not in page
    assert ReadingLogPage.objects.count() == 0


def test_a_foreign_cover_is_not_taken(client, author):
    foreign = ImageFactory(uploaded_by_user=TeacherFactory())
    send(client, open_form(client, NEW_LOG), title="借题图", cover=foreign.pk)
    assert log().cover_id is None


def test_pictures_an_editor_added_stay_usable_by_the_author(client, author):
    image = ImageFactory(uploaded_by_user=TeacherFactory())
    page = log_draft(
        author,
        body=[("paragraph", "<p>文</p>"), ("image", {"image": image, "alt": "图", "caption": ""})],
    )
    send(client, open_form(client, reverse("editorial:edit", args=[page.pk])), title="改了题目")
    assert log().title == "改了题目"
    assert images_in(log()) == [image.pk]


def test_pictures_change_order_and_leave(client, author):
    files = [upload(f"{n}.jpg", picture_bytes(size=(20 + n, 20))) for n in range(3)]
    answer = send(client, open_form(client, NEW_LOG), title="三张", **{"pictures-new": files})
    one, two, three = images_in(log())
    changes = {"pictures-0-ORDER": "3", "pictures-1-DELETE": "on", "pictures-2-ORDER": "1"}
    send(client, open_form(client, answer.url), cover="none", **changes)
    assert images_in(log()) == [three, one]
    assert log().cover_id is None
    assert two not in images_in(log())


def test_a_story_without_consent_to_photos_asks_for_no_cover(client, author):
    values = complete("story") | {"pictures-new": [upload()]}
    form = open_form(client, "/my/submissions/new/story/")
    answer = send(client, form, "submit", **values)
    assert answer.status_code == 422
    assert "本人没有同意公开照片，请去掉题图" in answer.content.decode()
    again = read(answer)
    sent = send(client, again, "submit", cover="none", **{"pictures-0-alt": "校门"})
    assert sent.status_code == 302
    assert StoryPage.objects.get().get_latest_revision_as_object().cover_id is None


def test_a_picture_without_words_keeps_a_piece_from_review(client, author):
    values = complete("reading-log") | {"pictures-new": [upload()]}
    answer = send(client, open_form(client, NEW_LOG), "submit", **values)
    assert answer.status_code == 422
    assert "请为每张图片写一句替代文字" in answer.content.decode()
    sent = send(client, read(answer), "submit", **{"pictures-0-alt": "书的封面"})
    assert sent.status_code == 302
