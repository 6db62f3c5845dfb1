"""From a story to its person and the register; the chief editor takes an honour back."""

import pytest
from playwright.sync_api import expect

from people.choices import Role
from stories.models import Honour, StoryHonour
from tests.browser.conftest import DESK
from tests.people.factories import TeacherFactory, UnitFactory, UserFactory
from tests.stories.factories import publish_story, story_draft


@pytest.fixture
def story(live_home):
    page = story_draft(
        TeacherFactory(name="虚构作者"),
        person_unit=UnitFactory(name="虚构听雨小学"),
        subject="书法",
        stage="primary",
    )
    page.honours = [StoryHonour(title="霁月标兵", year=2024)]
    page.save_revision(user=page.owner)
    return publish_story(page)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_visitor_browses_and_meets_the_person(story, open_window, keep_picture, scripts):
    window = open_window(scripts=scripts)
    window.goto("/stories/")
    window.get_by_text("按品质、学段、学科、单位、年份筛选").click()
    window.get_by_role("link", name="书法 1").click()
    expect(window.get_by_text("符合条件的有 1 篇")).to_be_visible()
    keep_picture(window, "stories-browsed")
    window.get_by_role("link", name=story.title).click()
    window.get_by_role("link", name="张虚构", exact=True).click()
    expect(window.get_by_role("heading", name="张虚构")).to_be_visible()
    expect(window.get_by_text("据来稿")).to_be_visible()
    keep_picture(window, "person")
    assert window.evaluate("document.documentElement.scrollWidth") <= 390


def test_an_editor_verifies_and_the_chief_takes_back(story, open_window, keep_picture):
    visitor = open_window()
    editor = open_window(UserFactory(role=Role.EDITOR), size=DESK)
    editor.goto("/admin/snippets/stories/honour/")
    keep_picture(editor, "admin-honours")
    editor.get_by_role("link", name="霁月标兵").first.click()
    editor.get_by_label("级别").select_option(label="区县级")
    editor.locator("select[name=basis]").select_option(label="表彰文件")
    editor.get_by_label("文号").fill("虚构字〔2024〕3号")
    keep_picture(editor, "admin-honour")
    editor.get_by_role("button", name="保存").first.click()
    visitor.goto("/stories/honours/")
    expect(visitor.get_by_text("虚构字〔2024〕3号")).to_be_visible()
    keep_picture(visitor, "honours")

    chief = open_window(UserFactory(role=Role.CHIEF_EDITOR), size=DESK)
    chief.goto(f"/admin/honours/{Honour.objects.get().pk}/revoke/")
    chief.get_by_label("理由").fill("材料与他人重复")
    keep_picture(chief, "admin-revoke")
    chief.get_by_role("button", name="撤销荣誉").click()
    expect(chief.get_by_text("已撤销：2024年霁月标兵。")).to_be_visible()
    for address in ("/stories/honours/", story.get_url()):
        visitor.goto(address)
        expect(visitor.get_by_text("霁月标兵")).to_have_count(0)
