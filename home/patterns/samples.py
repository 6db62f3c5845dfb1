"""Things to show the template parts with: made up, never saved, and as awkward as real ones."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.utils import timezone

from forums.models import ForumEventPage
from home.models import TopicPage
from portal.models import PortalPage
from portal.queries import default_site_root
from reading.models import ReadingLogPage, Work
from stories.models import StoryPage
from workshops.models import WorkshopPage

LONG_TITLE = "四十个字的题目要在卡片里排得下去：一位乡村教师和她的学生们一起读完一百本书的三年"
SUMMARY = "这是示例摘要，用来看两三行文字在卡片里怎样折行。人物和学校都是虚构的，也没有存进数据库。"
NOW_SHOWN = ("draft", "in_review", "returned", "held", "published", "declined", "withdrawn")

SECTIONS = (
    ("colours", "颜色"),
    ("type", "字号与间距"),
    ("prose", "两种正文"),
    ("cards", "卡片"),
    ("passage", "每天读段"),
    ("tags", "标签、状态、图标"),
    ("messages", "提示"),
    ("buttons", "按钮与表单"),
    ("tables", "表格、分页、路径"),
)


class SampleFilterForm(forms.Form):
    """What stands above a list."""

    stage = forms.ChoiceField(label="学段", choices=[("", "不限"), ("primary", "小学")])
    subject = forms.CharField(label="学科", required=False)


class SampleForm(forms.Form):
    """One field of each sort."""

    title = forms.CharField(label="标题", max_length=40, help_text="四十个字以内。")
    stage = forms.ChoiceField(label="学段", choices=[("", "不限"), ("primary", "小学")])
    text = forms.CharField(label="正文", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    day = forms.DateField(label="日期", widget=forms.DateInput(attrs={"type": "date"}))
    agreed = forms.BooleanField(label="画面里没有学生的面容")
    audience = forms.ChoiceField(
        label="给谁看",
        widget=forms.RadioSelect,
        choices=[("school", "本单位"), ("public", "公开")],
    )


def samples() -> dict[str, Any]:
    """Return the context of the pattern page. Queries: at most 2."""
    root = default_site_root()
    base = root.url_path if root else "/"

    def made(model: type[PortalPage], title: str, **values: Any) -> PortalPage:
        values = {"first_published_at": timezone.now(), "summary": SUMMARY} | values
        return model(title=title, slug="sample", url_path=f"{base}sample/", **values)

    soon = timezone.now() + timedelta(days=3)
    form = SampleForm({"title": "", "text": "已经写好的字不会丢", "audience": "school"})
    return {
        "story": made(StoryPage, "灯下的人", byline="示例作者"),
        "long_story": made(StoryPage, LONG_TITLE, byline="名字很长的示例作者与另一位示例作者"),
        "log": made(ReadingLogPage, "慢下来读", work=Work(title="示例之书"), byline="示例作者"),
        "event": made(
            ForumEventPage, LONG_TITLE, starts_at=soon, ends_at=soon + timedelta(hours=2)
        ),
        "workshop": made(WorkshopPage, "示例工作坊", host_name="示例主持人"),
        "topic": made(TopicPage, LONG_TITLE, summary=""),
        "spines": ["短", "一本书名不长不短的书", "书名长到一条书脊怎么也放不下的那一本书", "诗选"],
        "day": _passage(),
        "states": NOW_SHOWN,
        "tags": [{"name": "班主任", "url": "#tags"}, {"name": "没有链接的标签", "url": ""}],
        "form": form,
        "filter_form": SampleFilterForm({"stage": "primary"}),
        "page_obj": _page(),
        "levels": ("info", "success", "warning", "error"),
        "sections": SECTIONS,
        "crumbs": [{"title": "首页", "url": "/"}, {"title": "师德风采", "url": "#crumbs"}],
    }


def _passage() -> SimpleNamespace:
    # Liji, "Xueji" (学记), in the public domain.
    text = "玉不琢，不成器；人不学，不知道。"
    return SimpleNamespace(
        date=timezone.localdate(),
        passage=SimpleNamespace(text=text, author="", source="《礼记·学记》"),
    )


def _page() -> Page:
    return Paginator(range(500), 20).page(7)
