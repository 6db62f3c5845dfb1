"""A person portrayed takes their consent back, on a phone and without scripts."""

import pytest
from playwright.sync_api import expect

from people.choices import Role
from people.models import Consent
from stories.models import StoryPage
from tests.people.factories import TeacherFactory, UnitFactory, UserFactory
from tests.stories.factories import publish_story, story_draft


@pytest.mark.parametrize("scripts", [True, False])
def test_a_person_takes_their_consent_back(live_home, open_window, keep_picture, scripts):
    unit = UnitFactory()
    person = TeacherFactory(name="张虚构", unit=unit)
    author = TeacherFactory(name="虚构作者")
    page = publish_story(story_draft(author, person_unit=unit))
    window = open_window(person, scripts=scripts)
    window.goto("/my/consents/")
    assert window.evaluate("document.documentElement.scrollWidth") <= 390
    window.get_by_text("撤回同意", exact=True).click()
    keep_picture(window, "consents-asked")
    window.get_by_role("button", name="确定撤回").click()
    expect(window.get_by_text("已撤回张虚构的同意")).to_be_visible()
    keep_picture(window, "consents-withdrawn")
    assert not StoryPage.objects.get(pk=page.pk).live
    answer = window.goto(page.get_url())
    assert answer.status == 410


def test_the_recorder_is_told_what_is_missing(live_home, open_window, keep_picture):
    author = TeacherFactory(name="虚构作者")
    page = publish_story(story_draft(author))
    window = open_window(author)
    window.goto("/my/consents/")
    window.get_by_text("撤回同意", exact=True).click()
    window.get_by_role("button", name="确定撤回").click()
    note = window.get_by_label("说明")
    expect(note).to_be_visible()
    expect(window.get_by_text("请写明本人是怎样提出撤回的。")).to_be_visible()
    keep_picture(window, "consents-refused")
    note.fill("本人来电")
    window.get_by_role("button", name="确定撤回").click()
    expect(window.get_by_text("已撤回张虚构的同意")).to_be_visible()
    assert Consent.objects.get(page=page.pk).withdrawal_note == "本人来电"


def test_a_chief_editor_finds_and_withdraws_it(live_home, open_window, keep_picture):
    publish_story(story_draft(TeacherFactory(name="虚构作者")))
    window = open_window(UserFactory(role=Role.CHIEF_EDITOR), size={"width": 1200, "height": 800})
    window.goto("/admin/consents/")
    keep_picture(window, "admin-consents")
    window.get_by_role("link", name="张虚构").first.click()
    expect(window.get_by_text("同意书版本")).to_be_visible()
    keep_picture(window, "admin-consent")
    window.get_by_role("link", name="附扫描件").click()
    expect(window.get_by_role("button", name="选择一个文档")).to_be_visible()
    keep_picture(window, "admin-consent-evidence")
    window.go_back()
    window.get_by_role("link", name="撤回同意").click()
    window.get_by_label("撤回说明").fill("本人来信")
    keep_picture(window, "admin-consent-withdraw")
    window.get_by_role("button", name="撤回同意").click()
    expect(window.get_by_text("相关稿件不再公开")).to_be_visible()
