"""Two versions of a piece, compared."""

import copy
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from editorial.difference import Difference, Kind, difference
from editorial.models import Submission
from editorial.text import parts_of
from forums.models import ForumEventPage, ForumIndexPage, Speaker
from reading.models import BookListItem, BookListPage
from stories.models import Quality, StoryIndexPage, StoryPage
from tests.editorial.difference.marks import drawn
from tests.editorial.factories import draft_below, log_draft, make_work
from tests.media.factories import ImageFactory
from tests.people.factories import TeacherFactory

pytestmark = pytest.mark.django_db
FIRST = "清晨的操场上，孩子们已经开始晨读。"
SECOND = "我站在窗前，听他们读完最后一页。"
THIRD = "那一天以后，我每天早到半个小时。"


def version(piece: Submission) -> Submission:
    """Return the latest version, as the review reads it."""
    return type(piece).objects.get(pk=piece.pk).get_latest_revision_as_object()


def shown(found: Difference) -> list[tuple[str, str, list[str], tuple[str, ...]]]:
    """Return label, kind, words and notes of what changed."""
    return [
        (s.label, s.kind.value, [f"{line.label}{drawn(line.runs)}" for line in s.lines], s.notes)
        for s in found.changes
    ]


def compared(before: Submission, **values: object) -> Difference:
    """Compare a saved piece with a version that has these values."""
    old = version(before)
    new = version(before)
    for name, value in values.items():
        setattr(new, name, value)
    new.save_revision(clean=False)
    return difference(old, version(before))


def rich(*markup: str) -> list[tuple[str, str]]:
    """Return a body of one block of running text."""
    return [("paragraph", "".join(markup))]


BODY = (f"<p>{FIRST}</p>", f"<p>{SECOND}</p>", f"<p>{THIRD}</p>")
BODIES = [
    (BODY, [("正文第 2 段", "changed", ["我站在窗前，听他们读完最后[-一页][+一行]。"], ())],
     (BODY[0], f"<p>{SECOND.replace('一页', '一行')}</p>", BODY[2])),
    (BODY, [("正文第 2 段", "removed", [f"[-{SECOND}]"], ())], (BODY[0], BODY[2])),
    (BODY, [("正文第 4 段", "added", ["[+新的一段。]"], ())], (*BODY, "<p>新的一段。</p>")),
    (BODY, [("正文第 1 段", "moved", [THIRD], ("原来的位置：正文第 3 段",))],
     (BODY[2], BODY[0], BODY[1])),
    (BODY, [("正文第 1 段", "formatted", [FIRST], ("加粗：“操场”",))],
     (f"<p>{FIRST.replace('操场', '<b>操场</b>')}</p>", *BODY[1:])),
    (BODY, [("正文第 2 段", "formatted", [SECOND], ("改成引文段落",))],
     (BODY[0], f"<blockquote>{SECOND}</blockquote>", BODY[2])),
    (BODY, [("正文第 2 段", "formatted", [SECOND], ("改成小标题",))],
     (BODY[0], f"<h3>{SECOND}</h3>", BODY[2])),
    (("<ul><li>读书</li><li>写字</li></ul>",),
     [("正文第 1 段", "changed", ["读书\n[-写字][+唱歌]"], ("改成编号列表",))],
     ("<ol><li>读书</li><li>唱歌</li></ol>",)),
    (BODY, [], BODY),
]  # fmt: skip


@pytest.mark.parametrize(("before", "expected", "after"), BODIES)
def test_running_text(site_home, before, expected, after):
    log = log_draft(TeacherFactory(), body=rich(*before))
    found = compared(log, body=rich(*after))
    assert shown(found) == expected
    assert found.is_empty == (not expected)


def test_a_heading_block_is_the_same_as_a_heading_in_the_text(site_home):
    log = log_draft(TeacherFactory(), body=rich("<h3>缘起</h3>", *BODY))
    assert compared(log, body=[("heading", "缘起"), *rich(*BODY)]).is_empty


def test_what_stayed_is_grouped_to_be_folded(site_home):
    log = log_draft(TeacherFactory(), body=rich(*BODY))
    found = compared(log, body=rich(*BODY, "<p>新的一段。</p>"))
    assert [(group.is_same, len(group.sections), group.measure) for group in found.groups] == [
        (True, 3, "段"),
        (False, 1, "段"),
    ]
    assert (found.added, found.deleted) == (5, 0)


def test_short_fields_are_shown_as_readers_see_them(site_home):
    log = log_draft(TeacherFactory(), title="重读一本书", byline="", finished_on=date(2025, 9, 1))
    found = compared(
        log,
        title="再读一本书",
        byline="虚构的笔名",
        slot="general",
        finished_on=date(2025, 10, 2),
        work=make_work("虚构的书"),
        summary="",
    )
    assert shown(found) == [
        ("标题", "changed", ["[-重读][+再读]一本书"], ()),
        ("摘要", "removed", ["[-一年级的第一堂课，和书里的一句话。]"], ()),
        ("署名", "added", ["[+虚构的笔名]"], ()),
        ("图书", "changed", ["[-《给教师的建议》][+《虚构的书》]"], ()),
        ("2+N 中的位置", "changed", ["[-教育名著·精读][+教育之外·泛读]"], ()),
        ("读完日期", "changed", ["[-2025年9月1日][+2025年10月2日]"], ()),
    ]
    assert [section.place for section in found.changes] == [
        "title", "summary", "byline", "work", "slot", "finished_on"
    ]  # fmt: skip


def test_moments_are_local_time(site_home):
    event = ForumEventPage(title="论坛", starts_at=datetime(2025, 9, 10, 1, 0, tzinfo=UTC))
    event = draft_below(ForumIndexPage.objects.get(), TeacherFactory(), event)
    found = compared(event, starts_at=datetime(2025, 9, 10, 17, 0, tzinfo=UTC))
    assert shown(found) == [
        ("开始时间", "changed", ["[-2025年9月10日 09:00][+2025年9月11日 01:00]"], ())
    ]


def test_tags_and_choices_of_several(site_home):
    qualities = list(Quality.objects.all()[:2]) or [
        Quality.objects.create(name=f"虚构品质{n}", slug=f"q{n}") for n in (1, 2)
    ]
    story = StoryPage(title="故事", person_name="虚构人物")
    story = draft_below(StoryIndexPage.objects.get(), TeacherFactory(), story)
    old = version(story)
    new = version(story)
    new.tags.set(["班级管理"])
    new.qualities = qualities
    new.save_revision(clean=False)
    names = "、".join(str(quality) for quality in qualities)
    assert shown(difference(old, version(story))) == [
        ("好老师品质", "added", [f"[+{names}]"], ()),
        ("标签", "added", ["[+班级管理]"], ()),
    ]


def book_list(*rows: tuple[str, str]) -> BookListPage:
    """Return a draft with these books and reasons."""
    books = BookListPage(title="书单")
    books.items = [BookListItem(work=make_work(title), reason=reason) for title, reason in rows]
    return draft_below(BookListPage.shelf(), TeacherFactory(), books)


def rewrite_rows(books: BookListPage, *rows: tuple[str, str]) -> Difference:
    """Write the rows as the author's form does: the numbers of the rows go by position."""
    old, new = version(books), version(books)
    present = list(new.items.all())
    children = []
    for position, (title, reason) in enumerate(rows):
        child = present[position] if position < len(present) else BookListItem()
        child.work, child.reason, child.sort_order = make_work(title), reason, position
        children.append(child)
    new.items.set(children)
    new.save_revision(clean=False)
    return difference(old, version(books))


A, B, C = ("甲书", "值得慢慢读。"), ("乙书", "适合一起读。"), ("丙书", "写给新教师。")
FIRST_ROW, SECOND_ROW = "书单中的书 1", "书单中的书 2"
ROWS = [
    ((A, B), (A, B), []),
    (
        (A, B),
        (A,),
        [(SECOND_ROW, "removed", ["图书[-《乙书》]", "推荐理由[-适合一起读。]"], ())],
    ),
    (
        (A, B, C),
        (B, C),
        [(FIRST_ROW, "removed", ["图书[-《甲书》]", "推荐理由[-值得慢慢读。]"], ())],
    ),
    (
        (A,),
        (A, C),
        [(SECOND_ROW, "added", ["图书[+《丙书》]", "推荐理由[+写给新教师。]"], ())],
    ),
    (
        (A, B),
        (B, A),
        [
            (
                SECOND_ROW,
                "moved",
                ["图书《甲书》", "推荐理由值得慢慢读。"],
                (f"原来的位置：{FIRST_ROW}",),
            )
        ],
    ),
    (
        (A, B),
        (A, ("乙书", "适合大家读。")),
        [(SECOND_ROW, "changed", ["图书《乙书》", "推荐理由适合[-一起][+大家]读。"], ())],
    ),
]


@pytest.mark.parametrize(("before", "after", "expected"), ROWS)
def test_child_rows(site_home, before, after, expected):
    found = rewrite_rows(book_list(*before), *after)
    assert shown(found) == expected


def test_speakers_are_recognised_by_their_name(site_home):
    event = ForumEventPage(title="论坛")
    event.speakers = [Speaker(name="虚构甲", introduction="数学教师")]
    event = draft_below(ForumIndexPage.objects.get(), TeacherFactory(), event)
    found = compared(event, speakers=[Speaker(name="虚构甲", affiliation="虚构小学")])
    assert [(s.label, s.kind.value) for s in found.changes] == [("主讲人 1", "changed")]


def test_pictures_come_go_and_get_other_words(site_home):
    first, second = ImageFactory(title="操场"), ImageFactory(title="教室")
    picture = {"image": first, "alt": "操场上的孩子", "caption": ""}
    log = log_draft(TeacherFactory(), cover=first, body=[*rich(*BODY), ("image", picture)])
    found = compared(
        log,
        cover=second,
        body=[
            *rich(*BODY),
            ("image", picture | {"alt": "操场上的学生"}),
            ("image", {"image": second, "alt": "教室", "caption": "清晨"}),
        ],
    )
    assert shown(found) == [
        ("题图", "changed", ["[-操场][+教室]"], ()),
        ("正文图片 1", "changed", ["图片操场", "替代文字操场上的[-孩子][+学生]"], ()),
        ("正文图片 2", "added", ["图片[+教室]", "替代文字[+教室]", "图注[+清晨]"], ()),
    ]
    block = found.changes[1].place.split(".")[1]
    assert [line.place for line in found.changes[1].lines] == [
        f"body.{block}.image",
        f"body.{block}.alt",
    ]


def test_another_picture_with_the_same_name_is_a_change(site_home):
    first, second = ImageFactory(title="操场"), ImageFactory(title="操场")
    found = compared(log_draft(TeacherFactory(), cover=first), cover=second)
    assert shown(found) == [("题图", "changed", ["[-操场][+操场]"], ())]


def test_galleries_and_quotations(site_home):
    first, second = ImageFactory(title="操场"), ImageFactory(title="教室")
    images = [
        {"image": first, "alt": "", "caption": ""},
        {"image": second, "alt": "", "caption": ""},
    ]
    body = [
        ("gallery", {"title": "校园", "images": images}),
        ("quote", {"text": "学而时习之。", "source": "《论语》"}),
    ]
    log = log_draft(TeacherFactory(), body=body)
    changed = copy.deepcopy(body)
    changed[0][1]["images"].reverse()
    changed[1][1]["source"] = "《论语·学而》"
    assert shown(compared(log, body=changed)) == [
        ("正文图片 2", "moved", ["图片操场"], ("原来的位置：正文图片 1",)),
        ("正文引文", "changed", ["学而时习之。", "出处《论语[+·学而]》"], ()),
    ]


def test_every_part_of_a_text_has_the_same_place_and_label_here(site_home):
    image = {"image": ImageFactory(), "alt": "图", "caption": "图注"}
    body = [
        ("heading", "缘起"),
        *rich(*BODY, "<h3>然后</h3>", BODY[0]),
        ("image", image),
        ("gallery", {"title": "校园", "images": [image, image]}),
        ("quote", {"text": "学而时习之。", "source": "《论语》"}),
    ]
    books = BookListPage(title="书单", byline="虚构", body=body)
    books.items = [BookListItem(work=make_work(), reason="值得读。")]
    books = version(draft_below(BookListPage.shelf(), TeacherFactory(), books))
    found = difference(BookListPage(), books)
    assert {part.place for part in parts_of(books)} <= {
        line.place for section in found.changes for line in section.lines
    }
    labels = {section.label for section in found.changes}
    paragraphs = [part.label for part in parts_of(books) if part.label.endswith("段")]
    assert len(paragraphs) == 5
    assert set(paragraphs) <= labels


def test_links_to_pages_are_told_by_title(site_home):
    shelf = type(log_draft(TeacherFactory())).shelf()
    home = Page.objects.get(pk=site_home.pk)
    link = '<p>见<a linktype="page" id="{}">这里</a></p>'
    log = log_draft(TeacherFactory(), title="另一篇", body=rich(link.format(home.pk)))
    found = compared(log, body=rich(link.format(shelf.pk)))
    assert found.changes[0].notes == (
        f"“这里”的链接改为 站内《{shelf.title}》（原为 站内《{home.title}》）",
    )


def test_the_number_of_queries_does_not_grow(site_home):
    counts = []
    for size in (1, 12):
        rows = [(f"书{size}-{n}", "值得读。") for n in range(size)]
        books = book_list(*rows)
        pictures = [("image", {"image": ImageFactory(), "alt": "图", "caption": ""})] * size
        old, new = version(books), version(books)
        new.tags.set([f"标签{n}" for n in range(size)])
        new.body = pictures
        new.save_revision(clean=False)
        new = version(books)
        with CaptureQueriesContext(connection) as captured:
            assert not difference(old, new).is_empty
        counts.append(len(captured))
    assert counts == [4, 4]  # units, books, tags, pictures


def test_two_kinds_of_pieces_are_not_compared(site_home):
    with pytest.raises(TypeError, match="two kinds"):
        difference(log_draft(TeacherFactory()), book_list())


def test_five_hundred_rewritten_paragraphs_are_compared(site_home):
    before = [f"<p>第{n}段：清晨的操场上，孩子们已经开始晨读。</p>" for n in range(500)]
    after = [f"<p>第{n}段：傍晚的操场上，孩子们已经开始晨读。</p>" for n in range(500)]
    log = log_draft(TeacherFactory(), body=rich(*before))
    found = compared(log, body=rich(*after))
    assert len(found.changes) == 500
    assert {section.kind for section in found.changes} == {Kind.CHANGED}
