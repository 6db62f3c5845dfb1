"""From a teacher's phone over three editors' desks to the public page."""

from django.test import Client
from playwright.sync_api import expect

from editorial.models import Decision
from media.models import PortalImage
from people.roles import Role
from reading.models import ReadingLogPage
from tests.browser.conftest import DESK
from tests.editorial.factories import make_staff, make_work
from tests.leaks import ALL_CHANNELS, Piece, channels_showing
from tests.media.factories import picture_bytes
from tests.people.factories import TeacherFactory, UserFactory

WORDS = "青瓷般的清晨"
BODY = "我在六楼的办公室读完最后一章。" * 40


def outsiders():
    colleague = Client()
    colleague.force_login(UserFactory(role=Role.TEACHER))
    return {"visitor": Client(), "colleague": colleague}


def seen_by(people, piece):
    return {name: channels_showing(client, piece) for name, client in people.items()}


def write_log(page, work):
    """Fill in the form for a reading log, on a phone."""
    page.goto("/my/")
    page.get_by_role("link", name="读书笔记").click()
    page.get_by_label("题目").fill(f"{WORDS}：重读一本旧书")
    page.get_by_label("摘要").fill("一个冬天的早上。")
    page.get_by_label("图书").press_sequentially("建议", delay=30)
    page.get_by_text(work.title).first.click()
    page.get_by_label("2+N 中的位置").select_option("classic")
    page.get_by_label("读完日期").fill("2025-09-01")
    editor = page.locator(".ProseMirror").first
    editor.click()
    page.keyboard.insert_text(BODY)
    page.locator("input[name=pictures-new]").set_input_files(
        {"name": "desk.jpg", "mimeType": "image/jpeg", "buffer": picture_bytes()}
    )
    page.get_by_label("替代文字").fill("窗边的一张书桌")
    page.get_by_label("画面里有未成年人的脸吗").select_option("none")


def test_from_draft_to_public_page(open_window, live_home, keep_picture):
    work = make_work()
    author, staff, people = TeacherFactory(), make_staff(), outsiders()
    nowhere = {name: set() for name in people}

    teacher = open_window(author)
    write_log(teacher, work)
    keep_picture(teacher, "form")
    teacher.get_by_role("button", name="送审").click()
    expect(teacher.get_by_text("审核中·初审").first).to_be_visible()
    keep_picture(teacher, "handed-in")

    page = ReadingLogPage.objects.get()
    draft = page.get_latest_revision_as_object()
    assert draft.body_text == BODY
    piece = Piece(page, WORDS, PortalImage.objects.get(alt_text="窗边的一张书桌"))
    assert seen_by(people, piece) == nowhere

    for reviewer, step in ((staff.first, "初审"), (staff.second, "复审"), (staff.chief, "终审")):
        desk = open_window(reviewer, size=DESK)
        desk.goto("/admin/")
        desk.get_by_role("link", name=WORDS).click()
        expect(desk.get_by_role("heading", name=step)).to_be_visible()
        frame = desk.frame_locator("iframe.review__preview")
        expect(frame.get_by_text("我在六楼的办公室读完最后一章").first).to_be_visible()
        keep_picture(desk, f"review-{step}")
        assert seen_by(people, piece) == nowhere
        desk.get_by_role("button", name="通过").click()
        expect(desk.get_by_text(f"的{step}。")).to_be_visible()

    assert seen_by(people, piece) == dict.fromkeys(people, ALL_CHANNELS)
    visitor = open_window()
    visitor.goto("/")
    visitor.get_by_role("link", name=WORDS).first.click()
    expect(visitor.get_by_role("heading", level=1)).to_contain_text(WORDS)
    expect(visitor.locator(".article__lead-image img, .figure img").first).to_be_visible()
    keep_picture(visitor, "published")
    visitor.goto("/search/?q=办公室")
    expect(visitor.locator("mark").first).to_have_text("办公室")


def test_a_returned_piece_is_mended_and_comes_back_to_the_same_step(open_window, live_home):
    work = make_work()
    author, staff = TeacherFactory(), make_staff()
    teacher = open_window(author)
    write_log(teacher, work)
    teacher.get_by_role("button", name="送审").click()
    expect(teacher.get_by_text("审核中·初审").first).to_be_visible()

    editor = open_window(staff.first, size=DESK)
    editor.goto("/my/reviews/")
    editor.get_by_role("link", name=WORDS).click()
    editor.get_by_role("button", name="退回修改").click()
    expect(editor.get_by_text("请写明退回的理由")).to_be_visible()
    editor.get_by_label("意见").fill("第三段的引文请核对原书页码。")
    editor.get_by_role("button", name="退回修改").click()
    expect(editor.get_by_text("退回作者修改")).to_be_visible()

    teacher.goto("/my/")
    expect(teacher.get_by_text("第三段的引文请核对原书页码。")).to_be_visible()
    teacher.get_by_role("link", name=WORDS).first.click()
    teacher.get_by_role("link", name="继续修改").click()
    teacher.get_by_label("摘要").fill("核对过页码。")
    teacher.get_by_role("button", name="送审").click()
    expect(teacher.get_by_text("审核中·初审").first).to_be_visible()
    assert [decision.get_verdict_display() for decision in Decision.objects.all()] == [
        "送审",
        "退回修改",
        "送审",
    ]


def test_a_piece_is_written_and_handed_in_without_javascript(open_window, live_home):
    work = make_work()
    teacher = open_window(TeacherFactory(), scripts=False)
    teacher.goto("/my/submissions/new/reading-log/")
    teacher.get_by_label("题目").fill("没有脚本也能投稿")
    teacher.get_by_label("图书").fill("建议")
    teacher.get_by_role("button", name="查找书").click()
    teacher.get_by_text(work.title).first.click()
    teacher.get_by_label("2+N 中的位置").select_option("classic")
    teacher.get_by_label("读完日期").fill("2025-09-01")
    teacher.get_by_label("正文").fill("第一段。\n\n第二段。")
    teacher.get_by_role("button", name="送审").click()
    expect(teacher.get_by_text("审核中·初审").first).to_be_visible()
    draft = ReadingLogPage.objects.get().get_latest_revision_as_object()
    assert draft.title == "没有脚本也能投稿"
    assert draft.body_text == "第一段。\n第二段。"


def test_text_survives_a_lost_connection_and_a_closed_window(open_window, live_home):
    author = TeacherFactory()
    teacher = open_window(author)
    teacher.goto("/my/submissions/new/story/")
    teacher.get_by_label("题目").fill("断网时写下的题目")
    expect(teacher.locator(".autosave")).to_contain_text("已保存")
    teacher.context.set_offline(True)
    teacher.get_by_label("人物姓名").fill("虚构人物")
    expect(teacher.locator(".autosave")).to_contain_text("存在本机")
    teacher.context.set_offline(False)
    teacher.goto("/my/")
    teacher.get_by_role("link", name="断网时写下的题目").click()
    expect(teacher.get_by_label("题目")).to_have_value("断网时写下的题目")
