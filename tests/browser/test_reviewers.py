"""The people who decide: school administrator, three editors, keyboard only once."""

import pytest
from playwright.sync_api import expect

from editorial import actions
from editorial.enums import Audience, Verdict
from editorial.models import Decision, QueueEntry
from people.roles import Role
from reading.models import ReadingLogPage
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_accessibility import faults
from tests.editorial.factories import decide_at, log_draft, make_staff, publish
from tests.people.factories import TeacherFactory, UserFactory


def handed_in(author, title, **fields):
    page = log_draft(author, title=title, **fields)
    actions.submit(page_id=page.pk, author=author)
    return page


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_a_school_checks_a_piece_and_its_teachers_read_it(
    open_window, live_home, keep_picture, size
):
    author = TeacherFactory()
    colleague, stranger = TeacherFactory(unit=author.unit), TeacherFactory()
    admin = UserFactory(role=Role.SCHOOL_ADMIN, role__unit=author.unit)
    page = handed_in(author, "只给本校看的笔记", audience=Audience.SCHOOL)

    desk = open_window(admin, size=size)
    assert desk.url.endswith("/my/reviews/"), "what waits is the first screen"
    expect(desk.get_by_text("1 篇等您处理")).to_be_visible()
    keep_picture(desk, "school-queue")
    desk.get_by_role("button", name="认领").click()
    expect(desk.get_by_role("heading", name="校审")).to_be_visible()
    frame = desk.frame_locator("iframe.review__preview")
    expect(frame.get_by_text("站上讲台").first).to_be_visible()
    keep_picture(desk, "school-review")
    desk.get_by_role("button", name="通过").click()
    expect(desk.get_by_text("已通过《只给本校看的笔记》的校审。")).to_be_visible()

    address = ReadingLogPage.objects.get(pk=page.pk).get_url()
    window = open_window(colleague, size=size)
    window.goto("/reading/logs/")
    window.get_by_role("link", name="只给本校看的笔记").first.click()
    expect(window.get_by_role("heading", level=1)).to_have_text("只给本校看的笔记")
    other = open_window(stranger, size=size)
    answer = other.goto(address)
    assert answer.status == 403
    visitor = open_window(size=size)
    visitor.goto(address)
    assert "/accounts/login/" in visitor.url


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_an_editor_marks_words_and_the_author_finds_them(
    open_window, live_home, keep_picture, size
):
    author, staff = TeacherFactory(), make_staff()
    page = handed_in(author, "要改一改的笔记")
    desk = open_window(staff.first, size=size)
    desk.goto(f"/my/reviews/{QueueEntry.objects.get().pk}/")
    desk.get_by_text("退回或不采用：理由、标记、怎么改").click()
    desk.get_by_label("语句或错别字").check()
    expect(desk.get_by_label("请作者怎么改")).to_have_value("请通读一遍，改正标出的地方。")
    # Select three words inside the preview, then mark them.
    desk.frame_locator("iframe.review__preview").locator(
        "article p", has_text="站上讲台"
    ).first.evaluate(
        """element => {
            const page = element.ownerDocument;
            const text = page.createTreeWalker(element, NodeFilter.SHOW_TEXT).nextNode();
            const range = page.createRange();
            const start = text.data.indexOf("站上讲台");
            range.setStart(text, start);
            range.setEnd(text, start + 4);
            page.getSelection().addRange(range);
        }"""
    )
    desk.get_by_role("button", name="标记选中的文字").click()
    expect(desk.get_by_label("稿件里的原话").first).to_have_value("站上讲台")
    desk.get_by_label("说明").first.fill("写写那一天")
    desk.get_by_label("意见", exact=False).first.fill("故事可以更具体。")
    keep_picture(desk, "return")
    desk.get_by_role("button", name="退回修改").click()
    expect(desk.get_by_text("已把《要改一改的笔记》退回作者修改。")).to_be_visible()

    teacher = open_window(author, size=size)
    teacher.goto(f"/my/submissions/{page.pk}/edit/")
    expect(teacher.get_by_text("写写那一天")).to_be_visible()
    keep_picture(teacher, "returned-form")
    teacher.get_by_label("摘要").fill("改过的一句话。")
    teacher.get_by_role("button", name="送审").click()

    desk.goto("/my/reviews/")
    desk.get_by_role("link", name="看改动").click()
    expect(desk.locator("#difference ins").first).to_be_visible()
    keep_picture(desk, "difference")


def test_a_wrong_click_is_undone_and_its_button_goes(open_window, live_home, keep_picture):
    staff = make_staff()
    handed_in(TeacherFactory(), "点错了的笔记")
    desk = open_window(staff.first, size=DESK)
    desk.goto(f"/my/reviews/{QueueEntry.objects.get().pk}/")
    desk.get_by_role("button", name="通过").click()
    keep_picture(desk, "undo")
    desk.get_by_role("button", name="撤销").click()
    expect(desk.get_by_text("已撤销，《点错了的笔记》回到初审。")).to_be_visible()
    verdicts = [decision.verdict for decision in Decision.objects.all()]
    assert verdicts == [Verdict.SUBMIT, Verdict.APPROVE, Verdict.UNDO]


def test_three_reviews_by_keyboard_alone(open_window, live_home):
    staff = make_staff()
    page = handed_in(TeacherFactory(), "第一篇")
    handed_in(TeacherFactory(), "第二篇")
    for reviewer in (staff.first, staff.second, staff.chief):
        desk = open_window(reviewer, size=DESK)
        desk.goto("/my/reviews/")
        titles = desk.locator(".queue__title").all_inner_texts()
        for _ in range(titles.index("第一篇") + 1):
            desk.keyboard.press("j")
        expect(desk.locator("[data-current]")).to_contain_text("第一篇")
        desk.keyboard.press("c")
        expect(desk.get_by_role("heading", level=1)).to_have_text("第一篇")
        # From the top of the page by Tab to the opinion, and on to the button.
        for _ in range(80):
            desk.keyboard.press("Tab")
            if desk.evaluate("document.activeElement.name") == "comment":
                break
        desk.keyboard.type("同意")
        for _ in range(12):
            desk.keyboard.press("Tab")
            if desk.evaluate("document.activeElement.value") == "approve":
                break
        desk.keyboard.press("Enter")
        expect(desk.get_by_text("已通过《第一篇》")).to_be_visible()
    assert ReadingLogPage.objects.get(pk=page.pk).live is True
    comments = Decision.objects.filter(verdict=Verdict.APPROVE).values_list("comment", flat=True)
    assert list(comments) == ["同意"] * 3


def test_the_second_editor_sees_who_did_what_and_keeps_the_text(open_window, live_home):
    staff = make_staff()
    page = handed_in(TeacherFactory(), "两个人同时审")
    desk = open_window(staff.second, size=DESK)
    desk.goto(f"/my/reviews/{QueueEntry.objects.get().pk}/")
    actions.approve(**decide_at(page, staff.first))
    desk.get_by_label("意见", exact=False).first.fill("我写了半天的意见")
    desk.get_by_role("button", name="待用").click()
    expect(desk.get_by_text(f"{staff.first.name}在")).to_be_visible()
    expect(desk.get_by_label("您刚才写的意见没有用上，还在这里")).to_have_value("我写了半天的意见")


@pytest.mark.parametrize(("size", "dark"), [(PHONE, False), (DESK, True)])
def test_axe_finds_nothing_at_the_desk(open_window, live_home, size, dark):
    staff = make_staff()
    author = TeacherFactory()
    handed_in(author, "给全区的笔记", audience=Audience.DISTRICT)
    changed = publish(log_draft(author, title="改过又送来的"), staff)
    actions.update_draft(
        author=author,
        page_id=changed.pk,
        base_revision_id=changed.latest_revision_id,
        write=lambda draft: setattr(draft, "summary", "新的摘要。"),
    )
    actions.submit(page_id=changed.pk, author=author)
    desk = open_window(staff.first, size=size, dark=dark)
    addresses = [
        "/my/reviews/",
        "/my/reviews/?state=held",
        *(f"/my/reviews/{entry.pk}/" for entry in QueueEntry.objects.all()),
    ]
    result = {address: faults(desk, address) for address in addresses}
    assert {address: found for address, found in result.items() if found} == {}
    teacher = open_window(author, size=size, dark=dark)
    assert faults(teacher, f"/my/submissions/{changed.pk}/") == []
    assert faults(teacher, f"/my/submissions/{changed.pk}/check/") == []
