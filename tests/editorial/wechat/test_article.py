"""The HTML of a 公众号 article: looks in styles, nothing that could run, words all there."""

import re
from datetime import UTC, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.wechat.article import article_html, article_of
from editorial.wechat.styling import ATTRIBUTES, PROPERTIES, STYLES, TAGS, styled
from forums.models import AgendaItem, ForumEventPage, ForumIndexPage, Speaker
from home.models import StandardPage, TopicPage
from people.roles import Role
from portal.html import html_to_text
from reading.models import BookListItem, BookListPage, LogQuotation, ReadingLogPage
from stories.honours.actions import revoke
from tests.editorial.factories import log_draft, make_work, put_live
from tests.media.factories import DocumentFactory, ImageFactory
from tests.people.factories import TeacherFactory, UserFactory
from tests.world import World

BASE = "https://portal.example/stories/deng/"


def bare(markup: str) -> str:
    """``markup`` without its styles."""
    return re.sub(r' style="[^"]*"', "", markup)


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>一<br>二</p>", "<p>一<br>二</p>"),
        ("<p class='x' id='y' onclick='z()' style='position:fixed'>一</p>", "<p>一</p>"),
        ("<script>alert(1)</script><p>一</p><style>p{}</style><svg onload=x>", "<p>一</p>"),
        ("<p>一<img src=x onerror=y></p><iframe src=x></iframe>", "<p>一</p>"),
        ("<ul><li>一</li></ul><ol><li>二</li></ol>", "<ul><li>一</li></ul><ol><li>二</li></ol>"),
        (
            "<table><tr><th colspan=2>表</th></tr><tr><td>一</td><td>二</td></tr></table>",
            (
                '<table><tbody><tr><th colspan="2">表</th></tr><tr><td>一</td><td>二</td></tr>'
                "</tbody></table>"
            ),
        ),
        (
            "<blockquote><p>诗<br>行</p><cite>出处</cite></blockquote>",
            "<blockquote><p>诗<br>行</p><span>出处</span></blockquote>",
        ),
        (
            "<figure>图</figure><figcaption>图注</figcaption>",
            "<section>图</section><section>图注</section>",
        ),
        ("<p>&lt;b&gt; &amp; “引”</p>", "<p>&lt;b&gt; &amp; “引”</p>"),
        (
            "<p><a href='/x/'>这里</a>和<a href='https://a.example/'>那里</a></p>",
            (
                "<p>这里<sup>[1]</sup>和那里<sup>[2]</sup></p><h4>文中的网址</h4>"
                "<ol><li>https://portal.example/x/</li><li>https://a.example/</li></ol>"
            ),
        ),
        (
            "<p><a href='/x/'>一</a><a href='/x/'>二</a></p>",
            (
                "<p>一<sup>[1]</sup>二<sup>[1]</sup></p><h4>文中的网址</h4>"
                "<ol><li>https://portal.example/x/</li></ol>"
            ),
        ),
        ("<p><a href='javascript:x()'>一</a><a name='n'>二</a></p>", "<p>一二</p>"),
        (
            "<p><a href='https://mp.weixin.qq.com/s/abc?a=1&amp;b=2'>一</a></p>",
            '<p><a href="https://mp.weixin.qq.com/s/abc?a=1&amp;b=2">一</a></p>',
        ),
    ],
)
def test_styled(markup, expected):
    assert bare(styled(markup, BASE)) == f"<section>{expected}</section>"


def test_every_tag_carries_its_looks():
    out = styled("<h2>题</h2><p>一</p><blockquote>二</blockquote>", BASE)
    for tag in ("section", "h2", "p", "blockquote"):
        [found] = re.findall(rf'<{tag} style="([^"]*)">', out)
        assert found.split(";") == STYLES[tag].split(";")


@given(st.text(st.sampled_from("<>/=\"' abpimgscrtonleyhfu:;&#x一")) | st.text())
def test_nothing_else_gets_through(text):
    out = styled(f"<p>{text}</p><{text}>", BASE)
    for tag, attributes in re.findall(r"<([a-z0-9]+)((?:\s[^<>]*)?)>", out):
        assert tag in TAGS
        names = set(re.findall(r'([a-z]+)="', attributes))
        assert names <= {"style"} | ATTRIBUTES.get(tag, set())
    for style in re.findall(r'style="([^"]*)"', out):
        assert {part.split(":")[0] for part in style.split(";")} <= PROPERTIES


pages = pytest.mark.django_db


@pages
def test_a_body_of_every_block(site_home):
    picture = ImageFactory(alt_text="教室", credit="虚构摄")
    body = [
        ("heading", "小标题"),
        ("paragraph", "<p>第一段<b>话</b>。</p><ol><li>一</li></ol>"),
        ("image", {"image": picture, "alt": "", "caption": "早读"}),
        ("quote", {"text": "学而时习之\n不亦说乎", "source": "《论语》"}),
        ("gallery", {"title": "图集", "images": [
            {"image": picture, "alt": "操场"}, {"image": picture, "caption": "树"}]}),
        ("document", {"document": DocumentFactory(title="教案"), "title": ""}),
        ("timeline", {"title": "经过", "entries": [
            {"date": "2025年", "title": "开始", "text": "一\n二"}]}),
        ("page_list", {"title": "选读", "pages": [site_home]}),
    ]  # fmt: skip
    page = TopicPage(title="专题", body=body)
    site_home.add_child(instance=page)
    made = article_of(TopicPage.objects.get(pk=page.pk))
    assert bare(made.html) == (
        "<section><h2>小标题</h2><p>第一段<b>话</b>。</p><ol><li>一</li></ol>"
        "<section>（在这里放图 1：教室）</section><section>早读　图 / 虚构摄</section>"
        "<blockquote><p>学而时习之<br>不亦说乎</p><span>—— 《论语》</span></blockquote>"
        "<h2>图集</h2><section>（在这里放图 2：操场）</section><section>图 / 虚构摄</section>"
        "<section>（在这里放图 3：教室）</section><section>树　图 / 虚构摄</section>"
        "<span>附件《教案》见原文。</span>"
        "<h2>经过</h2><p><strong>2025年</strong>　开始<br>一<br>二</p>"
        f"<h2>选读</h2><ul><li>{site_home.title}</li></ul>"
        "<span>来源：济源教师风采<br>点“阅读原文”看网站上的全文。</span></section>"
    )
    assert [(each.number, each.alt) for each in made.pictures] == [
        (1, "教室"), (2, "操场"), (3, "教室")]  # fmt: skip
    assert "<img" not in made.html
    assert 'class="' not in made.html


@pages
def test_a_page_list_names_no_unreadable_page(site_home):
    secret = log_draft(TeacherFactory(), title="没有发表的青瓷")
    page = TopicPage(title="专题", body=[("page_list", {"title": "选", "pages": [secret]})])
    site_home.add_child(instance=page)
    assert "青瓷" not in article_html(page)


@pages
def test_links_to_pages_become_addresses(site_home):
    page = StandardPage(
        title="页面",
        body=[("paragraph", f'<p><a linktype="page" id="{site_home.pk}">首页</a></p>')],
    )
    site_home.add_child(instance=page)
    assert "<li>http://testserver/</li>" in bare(article_html(page))


def text_of(page) -> str:
    return html_to_text(article_html(page).replace("</section>", "</p>"))


@pages
def test_what_stands_beside_a_body_comes_too(site_home):
    author = TeacherFactory(name="虚构的老师")
    log = log_draft(author)
    log.quotations = [LogQuotation(text="教育即生长", page="12")]
    log.source = "虚构来源"
    said = text_of(log)
    assert "教育即生长" in said
    assert "《给教师的建议》第 12 页" in said
    assert "来源：虚构来源" in said
    assert "作者：虚构的老师" in said
    books = BookListPage(title="书单", live=False)
    books.items = [BookListItem(work=make_work(), reason="好书\n常读", contributor="虚构同事")]
    ReadingLogPage.shelf().get_parent().add_child(instance=books)
    said = text_of(books)
    for part in ("01 《给教师的建议》", "苏霍姆林斯基　荐书人：虚构同事", "好书", "常读"):
        assert part in said
    world = World()
    world.grow_to(1)
    stated = world.person.honours.get(title="虚构荣誉")
    assert "虚构荣誉" in text_of(world.story)
    revoke(honour_id=stated.pk, by=UserFactory(role=Role.CHIEF_EDITOR), reason="虚构的理由")
    assert "虚构荣誉" not in text_of(world.story)


@pages
def test_an_event_says_when_and_where(site_home):
    day = datetime(2026, 12, 18, 6, 30, tzinfo=UTC)
    event = ForumEventPage(
        title="活动", live=False, event_kind="salon", starts_at=day, ends_at=day, place="礼堂",
        body=[("paragraph", "<p>请来。</p>")], report=[("paragraph", "<p>来了。</p>")],
    )  # fmt: skip
    event.agenda = [AgendaItem(title="开场", time=time(14, 30)), AgendaItem(title="分享")]
    event.speakers = [Speaker(name="虚构甲", affiliation="虚构小学")]
    ForumIndexPage.objects.get().add_child(instance=event)
    assert text_of(event).splitlines() == [
        "来了。", "请来。", "时间和地点", "2026年12月18日 14:30", "礼堂", "议程", "14:30 开场",
        "分享", "主讲人", "虚构甲 虚构小学", "来源：济源教师风采",
        "点“阅读原文”看网站上的全文。"]  # fmt: skip


@pages
def test_it_is_the_published_text_that_is_taken(site_home):
    author = TeacherFactory()
    page = put_live(log_draft(author, body=[("paragraph", "<p>公开的话。</p>")]))
    page.body = [("paragraph", "<p>改到一半的话。</p>")]
    page.save_revision(user=author)
    said = article_html(type(page).objects.get(pk=page.pk))
    assert "公开的话" in said
    assert "改到一半" not in said
