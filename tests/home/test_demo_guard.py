"""What ``manage.py demo`` refuses, and its small parts."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from PIL import Image, ImageChops
from wagtail.models import Page

from home.demo import build, gallery, source
from home.demo.clock import at, moment
from home.demo.pictures import SCENES, as_jpeg, draw
from home.demo.progress import Progress
from home.demo.road import Road
from home.models import StandardPage
from people.models import User
from portal.models import DemoMark
from reading.models import Work
from tests.people.factories import UserFactory


@pytest.mark.django_db
class TestRefusal:
    def test_a_database_with_an_account(self):
        UserFactory()
        with pytest.raises(CommandError, match=r"1 个账号.*空数据库"):
            call_command("demo", allow_demo_accounts=True)
        assert User.objects.count() == 1
        assert not DemoMark.objects.exists()

    def test_a_database_with_a_page(self, site_home):
        site_home.add_child(instance=StandardPage(title="真的页面", slug="real"))
        with pytest.raises(CommandError, match="1 个页面"):
            call_command("demo", allow_demo_accounts=True)
        assert not User.objects.exists()

    def test_a_database_with_a_catalogue(self):
        Work.objects.create(title="馆藏", authors="某人", kind="general")
        with pytest.raises(CommandError, match="1 本书"):
            call_command("demo", allow_demo_accounts=True)

    def test_public_passwords_outside_debugging(self, settings):
        settings.DEBUG = False
        with pytest.raises(CommandError, match="--allow-demo-accounts"):
            call_command("demo")
        assert not User.objects.exists()

    def test_a_size_that_does_not_exist(self):
        with pytest.raises(CommandError, match="size"):
            call_command("demo", "--size", "galaxy")

    def test_listing_accounts_where_there_are_none(self):
        out = io.StringIO()
        call_command("demo", accounts=True, stdout=out)
        assert out.getvalue() == "这个数据库里没有演示账号。\n"
        assert not User.objects.exists()

    def test_the_bare_sections_are_not_real_content(self, site_home):
        assert build.real_content() == []


@pytest.mark.django_db
def test_a_build_that_fails_leaves_nothing(monkeypatch):
    def broken(*args: object) -> None:
        raise RuntimeError("stopped half-way")

    monkeypatch.setattr(Road, "send", broken)
    pages = Page.objects.count()
    with pytest.raises(RuntimeError, match="half-way"):
        build.build(Progress(io.StringIO()))
    assert (User.objects.count(), Page.objects.count(), DemoMark.objects.count()) == (0, pages, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("processes", [True, False])
def test_a_gallery_draws_each_picture_once_with_and_without_processes(processes, monkeypatch):
    def refused(*args: object, **kwargs: object) -> None:
        raise OSError("no semaphores here")

    monkeypatch.setattr(gallery, "COVER", (160, 100))
    if not processes:
        monkeypatch.setattr(gallery, "ProcessPoolExecutor", refused)
    owner = UserFactory()
    with gallery.Gallery(["papercut 2"]) as room:
        image = room.picture("papercut 2", "剪纸", owner)
        assert room.picture("papercut 2", "剪纸", owner) is image
    assert (image.alt_text, image.width, image.height) == ("剪纸", 160, 100)
    assert image.uploaded_by_user == owner


def test_the_clock_stands_only_inside():
    past = timezone.now() - timedelta(days=300)
    with at(past):
        assert timezone.now() == past
        assert timezone.localdate() == timezone.localtime(past).date()
    assert timezone.now() - past > timedelta(days=299)


def test_a_moment_of_today_is_never_ahead():
    today = timezone.now()
    assert moment(today, 0, 23, 59) <= today
    assert moment(today, -3).date() < today.date()
    assert moment(today, 3) > today


@pytest.mark.parametrize(
    ("printed", "typed"),
    [
        ("学而不思则罔，思而不学则殆。", "学而不思则罔,思而不学则殆。"),
        ("《教学合一》（1919）", "《教学合一》(1919)"),
        ("社会心理学（第8版）", "社会心理学(第8版)"),
        ("孩子们，你们好！", "孩子们,你们好!"),
        ("G. 波利亚 著，涂泓、冯承天 译", "G. 波利亚 著,涂泓、冯承天 译"),
    ],
)
def test_punctuation_becomes_full_width(typed, printed):
    assert source.full_width(typed) == printed


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("苏霍姆林斯基 著，杜殿坤 编译", ("苏霍姆林斯基", "杜殿坤")),
        ("苏霍姆林斯基 著，唐其慈 等译", ("苏霍姆林斯基", "唐其慈 等")),
        ("王蔷 主编", ("王蔷 主编", "")),
        ("何兆武 口述，文靖 撰写", ("何兆武 口述，文靖 撰写", "")),
        ("孙通海 译注", ("孙通海 译注", "")),
    ],
)
def test_authors_and_translators_are_told_apart(text, people):
    assert source.authors_and_translators(text) == people


def test_a_text_is_cut_into_headings_and_paragraphs():
    assert source.blocks("一 & 二\n\n三\n\n## 标题\n\n四") == [
        ("paragraph", "<p>一 &amp; 二</p><p>三</p>"),
        ("heading", "标题"),
        ("paragraph", "<p>四</p>"),
    ]


@pytest.mark.parametrize("kind", SCENES)
@pytest.mark.parametrize("size", [(320, 200), (200, 200), (210, 280)])
def test_a_picture_is_the_same_each_time_and_full_of_colours(kind, size):
    first, again, other = draw(kind, 3, size), draw(kind, 3, size), draw(kind, 4, size)
    assert (first.mode, first.size) == ("RGB", size)
    assert ImageChops.difference(first, again).getbbox() is None
    assert ImageChops.difference(first, other).getbbox() is not None
    assert first.getcolors(1000) is None, "more than a thousand colours"


def test_a_cover_is_a_small_file():
    data = as_jpeg(draw("papercut", 2, (1280, 800)))
    assert len(data) <= 300_000
    assert Image.open(io.BytesIO(data)).format == "JPEG"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_a_bar_on_a_terminal_and_lines_elsewhere():
    outputs = {}
    for stream in (io.StringIO(), Terminal()):
        progress = Progress(stream)
        progress.stage("稿件", 2)
        progress.step()
        progress.step()
        progress.finish()
        outputs[type(stream)] = stream.getvalue()
    assert outputs[io.StringIO] == "  稿件 2/2\n"
    assert "2/2 稿件" in outputs[Terminal]
    assert outputs[Terminal].endswith("\n")
