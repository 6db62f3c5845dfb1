"""The mapping between a form's text and pictures and the blocks of a body."""

import time

import pytest
from wagtail.fields import StreamField

from editorial.body import Picture, changed, normalise, pictures_of, split_elements, text_of
from editorial.forms.rich_text import html_to_plain, plain_to_html
from reading.models import ReadingLogPage
from tests.media.factories import ImageFactory

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>
<!-- p.MsoNormal {margin:0cm; font-family:宋体;} --></style><!--[if gte mso 9]><xml>
<w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]--></head><body>
<h1 style='text-align:center'><span lang=EN-US>一、开始</span></h1>
<p class=MsoNormal style='text-indent:21.0pt'><span style='font-family:宋体;
mso-ascii-font-family:"Times New Roman"'>我在<b>乡村</b>教书<span lang=EN-US>20</span>年。<span
lang=EN-US><o:p></o:p></span>
</span></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>
<table class=MsoTableGrid><tr><td><p class=MsoNormal>格子里的话</p></td></tr></table>
<p class=MsoNormal><v:shape><v:imagedata src="file:///C:/a.png"/></v:shape>
<img src="file:///C:/Users/x/msohtmlclip1/01/clip_image001.png" onerror="alert(1)">图后面的话</p>
</body></html>"""
WECHAT = """<section style="padding:10px;background:url(&quot;https://mmbiz.qpic.cn/a&quot;)"
 data-tools="135编辑器">
<section style="display:inline-block"><p style="letter-spacing:2px">
<span style="font-size:15px;color:rgb(63,63,63)" textstyle="">第一段，<strong>重点</strong>。</span>
</p>
</section><section><section><p><br></p></section><img class="rich_pages wxw-img"
 data-src="https://mmbiz.qpic.cn/b" src="data:image/gif;base64,R0lGODlhAQABAAAAACw="></section>
<mp-common-profile data-nickname="某号"></mp-common-profile>
<section>裸露的一句话</section>
<iframe src="https://v.qq.com/x"></iframe><a href="javascript:alert(1)" onclick="x()">危险</a>
<a href="https://example.org/a?b=1&amp;c=2" target="_blank">链接</a></section>"""


def body_of(blocks):
    """A body as it comes from the database: every block has its identity."""
    return ReadingLogPage(body=stored(ReadingLogPage(body=blocks).body)).body


def stored(body):
    field: StreamField = ReadingLogPage._meta.get_field("body")
    return field.stream_block.get_prep_value(field.to_python(body))


def kinds(body):
    return [block["type"] for block in stored(body)]


def test_word_survives_as_words():
    html = normalise(WORD)
    assert split_elements(html) == [
        "<h3>一、开始</h3>",
        "<p>我在<strong>乡村</strong>教书20年。\n</p>",
        "<p>格子里的话</p>",
        "<p>\n图后面的话</p>",
    ]


def test_wechat_survives_as_words():
    html = normalise(WECHAT)
    words = html_to_plain(html)
    assert "第一段，重点。" in words
    assert "裸露的一句话" in words
    assert '<a href="https://example.org/a?b=1&amp;c=2">链接</a>' in html
    for trace in ("style", "section", "javascript", "onclick", "img", "iframe", "mmbiz"):
        assert trace not in html


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<svg onload=alert(1)>",
        '<a href="java&#10;script:alert(1)">x</a>',
        "<p onmouseover=alert(1)>x</p>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<<p>script>alert(1)</script>",
    ],
)
def test_hostile_markup_loses_what_it_came_for(hostile):
    html = normalise(f"<p>好</p>{hostile}")
    assert html.startswith("<p>好</p>")
    for trace in ("<script", "onload", "onerror", "onmouseover", "href=", "<svg", "<img"):
        assert trace not in html


@pytest.mark.parametrize("tag", ["b", "ul><li", "blockquote", "div", "section"])
def test_absurd_nesting_costs_no_time_and_no_words(tag):
    started = time.monotonic()
    html = normalise(f"<p>前</p>{f'<{tag}>' * 50_000}里面的话")
    assert time.monotonic() - started < 5
    assert "前" in html
    assert "里面的话" in html


def test_an_untouched_body_is_the_same_object():
    body = body_of([("paragraph", "<p>一</p>"), ("heading", "二 & 三"), ("paragraph", "<p>四</p>")])
    assert changed(body, text_of(body), pictures_of(body)) is body


def test_paragraphs_that_stay_keep_their_stored_form():
    source = '<p data-block-key="a1">留下</p><p data-block-key="b2">改掉</p>'
    new = changed(body_of([("paragraph", source)]), "<p>留下</p><p>新的</p>")
    assert stored(new)[0]["value"] == '<p data-block-key="a1">留下</p><p>新的</p>'


def test_links_to_pages_stay_links_to_pages(site_home):
    source = f'<p>见<a linktype="page" id="{site_home.pk}">首页</a></p>'
    body = body_of([("paragraph", source)])
    assert 'href="/"' in text_of(body)
    new = changed(body, text_of(body) + "<p>另一段</p>")
    assert stored(new)[0]["value"] == f"{source}<p>另一段</p>"


def test_headings_become_heading_blocks_and_back():
    new = changed(body_of([]), "<p>一</p><h3>小标题 &amp; 二</h3><p>三</p>")
    assert [(b["type"], b["value"]) for b in stored(new)] == [
        ("paragraph", "<p>一</p>"),
        ("heading", "小标题 & 二"),
        ("paragraph", "<p>三</p>"),
    ]
    again = ReadingLogPage(body=new).body
    assert text_of(again) == "<p>一</p><h3>小标题 &amp; 二</h3><p>三</p>"


@pytest.mark.django_db
def test_other_blocks_stay_between_their_paragraphs():
    image = ImageFactory()
    body = body_of(
        [
            ("quote", {"text": "开头的引文", "source": "虚构"}),
            ("paragraph", "<p>一</p><p>二</p>"),
            ("image", {"image": image, "alt": "图", "caption": ""}),
            ("paragraph", "<p>三</p>"),
            ("quote", {"text": "结尾的引文", "source": ""}),
        ]
    )
    new = changed(body, "<p>一</p><p>插入</p><p>二</p><p>三改</p>", pictures_of(body))
    assert kinds(new) == ["quote", "paragraph", "image", "paragraph", "quote"]
    assert stored(new)[1]["value"] == "<p>一</p><p>插入</p><p>二</p>"
    assert stored(new)[0]["id"] == stored(body)[0]["id"]


@pytest.mark.django_db
def test_pictures_fill_their_places_and_new_ones_follow():
    one, two, three = ImageFactory.create_batch(3)
    body = body_of(
        [
            ("image", {"image": one, "alt": "一", "caption": ""}),
            ("paragraph", "<p>文字</p>"),
            ("image", {"image": two, "alt": "二", "caption": ""}),
        ]
    )
    pictures = [Picture(two.pk, "二"), Picture(one.pk, "一"), Picture(three.pk, "三", "注")]
    new = stored(changed(body, text_of(body), pictures))
    assert [b["type"] for b in new] == ["image", "paragraph", "image", "image"]
    assert [b["value"]["image"] for b in new if b["type"] == "image"] == [two.pk, one.pk, three.pk]
    fewer = stored(changed(body, text_of(body), [Picture(two.pk, "二")]))
    assert [b["type"] for b in fewer] == ["image", "paragraph"]


def test_plain_text_keeps_the_markup_of_paragraphs_nobody_touched():
    before = "<p>有<strong>重点</strong>的一段</p><ul><li>甲</li><li>乙</li></ul><p>末段</p>"
    plain = html_to_plain(before)
    assert plain == "有重点的一段\n\n甲\n乙\n\n末段"
    assert plain_to_html(plain, before) == before
    edited = plain.replace("末段", "改过的末段 <b>不是标签</b>")
    assert plain_to_html(edited, before) == (
        "<p>有<strong>重点</strong>的一段</p><ul><li>甲</li><li>乙</li></ul>"
        "<p>改过的末段 &lt;b&gt;不是标签&lt;/b&gt;</p>"
    )


def test_the_editors_lists_are_stored_like_everybody_elses():
    assert normalise(
        "<ul><li><p>甲</p></li><li><p>乙</p><ul><li><p>丙</p></li></ul></li></ul>"
    ) == ("<ul><li>甲</li><li>乙<ul><li>丙</li></ul></li></ul>")
