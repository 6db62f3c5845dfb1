"""The scripts of the author's desk: editor, autosave, lost connection, expired login."""

from playwright.sync_api import Page, expect

from editorial.enums import State
from editorial.models import WorkingCopy
from editorial.queries import standing_of
from reading.models import BookListPage, ReadingLogPage
from tests.editorial.factories import make_work
from tests.media.factories import picture_bytes
from tests.people.factories import PASSWORD, TeacherFactory

# Nothing but the portal's own files: what the desk must work under.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'self'"
)
PASTED = (
    '<h1>一级标题</h1><p class="MsoNormal">Word 的<b>重点</b><o:p></o:p></p>'
    '<section><p>微信段落</p></section><img src="https://mmbiz.qpic.cn/x"><ul><li>甲</li></ul>'
)
PASTE = """html => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  document.querySelector(".ProseMirror").dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def open_new(page: Page, kind: str) -> None:
    page.goto(f"/my/submissions/new/{kind}/")
    expect(page.locator(".ProseMirror").first).to_be_visible()


def status(page: Page):
    return page.locator("[data-status]")


def test_a_text_survives_a_lost_connection_and_a_closed_page(open_window, live_home):
    author = TeacherFactory()
    page = open_window(author)
    make_work()
    open_new(page, "reading-log")
    page.fill("[name=title]", "手机上写的笔记")
    page.click(".ProseMirror")
    page.keyboard.type("第一段。")
    expect(status(page)).to_contain_text("已保存", timeout=10_000)
    assert WorkingCopy.objects.get().data["title"] == ["手机上写的笔记"]

    page.context.set_offline(True)
    page.keyboard.type("断网以后写的。")
    expect(status(page)).to_contain_text("未联网，文字已存在本机", timeout=10_000)
    page.click("button.button[value=submit]")
    expect(page.locator("[name=title]")).to_have_value("手机上写的笔记")
    page.context.set_offline(False)

    page.goto("/my/submissions/new/reading-log/")
    expect(page.locator("[name=title]")).to_have_value("")  # never silently
    page.click("[data-restore-now]")
    expect(page.locator("[name=title]")).to_have_value("手机上写的笔记")
    expect(page.locator(".ProseMirror")).to_contain_text("断网以后写的。")

    page.fill("[name=work_query]", "建议")
    page.locator("#id_work_options [type=radio]").first.check()
    page.select_option("[name=slot]", "classic")
    page.fill("[name=finished_on]", "2025-09-01")
    page.dblclick("button.button[value=submit]")
    page.wait_for_url("**/my/submissions/*/")
    log = ReadingLogPage.objects.get()
    assert standing_of(log).state == State.IN_REVIEW
    assert "断网以后写的。" in log.get_latest_revision_as_object().body_text
    assert page.evaluate("() => Object.keys(localStorage)") == []


def test_an_expired_login_is_told_and_the_form_goes_on_after_it(open_window, live_home):
    author = TeacherFactory()
    page = open_window(author)
    open_new(page, "story")
    page.fill("[name=title]", "过期之前")
    page.context.clear_cookies(name="sessionid")
    page.fill("[name=title]", "过期之后")
    expect(status(page)).to_contain_text("登录已过期，文字已存在本机", timeout=10_000)
    with page.context.expect_page() as opened:
        page.click("[data-login-link]")
    login = opened.value
    login.fill("[name=login]", author.staff_number)
    login.fill("[name=password]", PASSWORD)
    login.press("[name=password]", "Enter")
    login.wait_for_url("**/my/")
    login.close()
    page.fill("[name=person_name]", "张虚构")
    expect(status(page)).to_contain_text("已保存", timeout=10_000)
    page.click("button.button[value=save]")
    page.wait_for_url("**/edit/")
    expect(page.locator("[name=title]")).to_have_value("过期之后")


def test_the_editor_works_under_a_strict_policy(open_window, live_home):
    author = TeacherFactory()
    page = open_window(author)

    def with_policy(route):
        answer = route.fetch()
        headers = {**answer.headers, "content-security-policy": POLICY}
        route.fulfill(response=answer, headers=headers)

    page.route("**/my/**", with_policy)
    open_new(page, "reading-log")
    page.click(".ProseMirror")
    page.keyboard.type("重点")
    page.keyboard.press("Control+A")
    page.click("[data-command=bold]")
    page.click("[data-command=link]")
    page.fill("#link-address", "example.org/a")
    page.click("[data-link-dialog] button[value=set]")
    expect(page.locator("textarea[name=body]")).to_have_value(
        '<p><a href="https://example.org/a"><strong>重点</strong></a></p>'
    )
    page.keyboard.press("Control+A")
    page.evaluate(PASTE, PASTED)
    expect(status(page)).to_contain_text("图片没有带进来")
    expect(page.locator("textarea[name=body]")).to_have_value(
        "<h3>一级标题</h3><p>Word 的<strong>重点</strong></p><p>微信段落</p>"
        "<ul><li><p>甲</p></li></ul>"
    )


def test_rows_and_pictures_come_without_leaving_the_page(open_window, live_home):
    author = TeacherFactory()
    page = open_window(author)
    make_work("静悄悄的革命", authors="佐藤学")
    open_new(page, "book-list")
    page.fill("[name=title]", "书单")
    page.fill("[name=items-0-work_query]", "佐藤")
    page.locator("#id_items-0-work_options [type=radio]").first.click()
    page.fill("[name=items-0-reason]", "第一本的理由")
    page.click("button[value='add:items']")
    page.fill("[name=items-1-reason]", "没选书")
    page.locator("#items [data-row]").nth(1).locator("[data-move='-1']").click()
    expect(page.locator("[name=items-0-ORDER]")).to_have_value("2")
    page.check("[name=items-1-DELETE]")

    picture = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture_bytes()}
    script = {"name": "b.jpg", "mimeType": "image/jpeg", "buffer": b"<script>alert(1)</script>"}
    page.set_input_files("#id_pictures_new", [picture, script])
    expect(page.locator("#pictures .form__error")).to_contain_text("b.jpg：这个文件不是可用的图片")
    page.fill("[name=pictures-0-alt]", "书架")
    page.click("button.button[value=preview]")
    page.wait_for_url("**/preview/")
    expect(page.locator("main")).to_contain_text("预览，尚未公开")
    expect(page.locator("main")).to_contain_text("第一本的理由")
    saved = BookListPage.objects.get().get_latest_revision_as_object()
    assert [item.work.title for item in saved.items.all()] == ["静悄悄的革命"]
    assert saved.cover_id is not None
