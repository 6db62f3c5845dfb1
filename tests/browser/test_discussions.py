"""Talking about a book: a teacher on a phone, an editor at a desk, with and without scripts."""

import re

import pytest
from playwright.sync_api import expect

from discussions.models import Contribution, Draft
from tests.browser.conftest import DESK
from tests.discussions.factories import TEXT, book, make_crowd, shown_topic


@pytest.mark.parametrize("scripts", [True, False])
def test_from_a_question_to_an_answer(live_home, open_window, keep_picture, scripts):
    crowd, work = make_crowd(), book()
    teacher = open_window(crowd["author"], scripts=scripts)
    teacher.goto(work.get_absolute_url())
    teacher.get_by_role("link", name="发起话题").click()
    teacher.get_by_label("题目").fill("怎样读到孩子心里")
    teacher.get_by_label("内容").fill("电话 13912345678")
    teacher.get_by_role("button", name="发出").click()
    expect(teacher.locator(".form__error").first).to_contain_text("像是手机号")
    assert teacher.evaluate("document.documentElement.scrollWidth") <= 390
    keep_picture(teacher, "discussion-refused")
    teacher.get_by_label("内容").fill(TEXT)
    teacher.get_by_role("button", name="发出").click()
    expect(teacher.get_by_text("已交给编辑")).to_be_visible()

    editor = open_window(crowd["editor"], size=DESK, scripts=scripts)
    editor.goto("/my/reviews/")
    keep_picture(editor, "discussion-queue")
    editor.get_by_role("button", name="通过", exact=True).click()
    expect(editor.get_by_text("已通过。")).to_be_visible()

    other = open_window(crowd["teacher elsewhere"], scripts=scripts)
    other.goto(work.get_absolute_url())
    other.get_by_role("link", name="怎样读到孩子心里").click()
    other.get_by_role("link", name="引用回复").first.click()
    other.get_by_label("引用").fill("每周五读二十分钟")
    other.get_by_label("内容").fill("@虚构甲 我也想试试。")
    other.get_by_role("button", name="发出").click()
    expect(other.get_by_text("等编辑看")).to_be_visible()
    assert other.evaluate("document.documentElement.scrollWidth") <= 390
    keep_picture(other, "discussion-waiting")

    editor.goto("/my/reviews/discussions/")
    editor.get_by_text("不通过", exact=True).click()
    editor.get_by_label("事实要核实").check()
    editor.get_by_label("写给作者的一句话").fill("请写明是哪一届学生。")
    keep_picture(editor, "discussion-refusing")
    editor.get_by_role("button", name="不通过，告诉作者").click()
    other.reload()
    expect(other.get_by_text("请写明是哪一届学生。")).to_be_visible()
    other.get_by_role("link", name="改好再交").click()
    other.get_by_label("内容").fill("@虚构甲 去年带三年级时，我也试过。")
    other.get_by_role("button", name="改好再交").click()
    editor.goto("/my/reviews/discussions/")
    editor.get_by_role("button", name="通过", exact=True).click()

    teacher.goto("/my/notifications/")
    teacher.get_by_role("button", name=re.compile("提到了您")).click()
    expect(teacher.locator(".post").last).to_contain_text("去年带三年级时")
    expect(teacher.locator(".post__quote")).to_contain_text("每周五读二十分钟")
    keep_picture(teacher, "discussion-answered")


def test_what_is_typed_is_kept_by_itself_and_selected_words_are_quoted(
    live_home, open_window, keep_picture
):
    crowd = make_crowd()
    topic = shown_topic(crowd["author"], crowd["editor"])
    window = open_window(crowd["colleague"], size=DESK)
    window.goto(topic.get_absolute_url())
    window.get_by_label("内容").fill("写到一半")
    expect(window.get_by_text("草稿已保存")).to_be_visible()
    assert Draft.objects.get().data == {"text": "写到一半"}
    window.goto(topic.get_absolute_url())
    expect(window.get_by_label("内容")).to_have_value("写到一半")
    window.evaluate(
        """() => {
          const words = document.querySelector("[data-post-text] p").firstChild;
          const range = document.createRange();
          range.setStart(words, 0);
          range.setEnd(words, 8);
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }"""
    )
    window.get_by_role("link", name="引用回复").dispatch_event("click")
    expect(window.get_by_label("引用")).to_have_value(TEXT[:8])
    expect(window.get_by_label("内容")).to_have_value("写到一半")
    window.get_by_role("button", name="发出").click()
    expect(window.get_by_text("已交给编辑")).to_be_visible()
    assert Contribution.objects.get(is_opening=False).quote == TEXT[:8]
