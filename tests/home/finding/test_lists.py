"""Lists by tag, author, unit and month: all that a reader may read, and nothing else."""

from datetime import datetime

import pytest
from django.utils import timezone
from taggit.models import Tag
from wagtail.models import Page

from editorial.models import Readership
from home.finding.queries.units import grouped_units
from people.choices import UnitKind
from people.models import Unit
from people.roles import Role
from reading.models import ReadingLogPage
from tests.editorial.factories import log_draft, put_live
from tests.people.factories import TeacherFactory, UnitFactory, UserFactory
from tests.stories.factories import story_draft

pytestmark = pytest.mark.django_db


def live(author, title, **fields):
    return put_live(log_draft(author, title=title, **fields))


def only_for_the_district(page):
    Readership.set_for(page.pk, "district", None)
    ReadingLogPage.objects.filter(pk=page.pk).update(audience="district")
    return page


def text(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def tagged(author, title, *tags, **fields):
    page = log_draft(author, title=title, **fields)
    page.tags.add(*tags)
    page.save_revision()
    page.save()
    return put_live(page)


# -- tags --------------------------------------------------------------------------------------


def test_a_tag_gathers_all_kinds_and_hides_what_is_not_for_everybody(client, site_home):
    author = TeacherFactory()
    tagged(author, "公开的笔记", "班主任")
    only_for_the_district(tagged(author, "区里看的笔记", "班主任"))
    draft = log_draft(author, title="还没写完的笔记")
    draft.tags.add("班主任")
    draft.save()
    shown = text(client, "/tags/ban-zhu-ren/")
    assert "公开的笔记" in shown
    assert "区里看的笔记" not in shown
    assert "还没写完的笔记" not in shown
    assert 'class="tag__count">1<' in text(client, "/tags/")
    client.force_login(UserFactory(role=Role.TEACHER))
    assert "区里看的笔记" in text(client, "/tags/ban-zhu-ren/")


def test_a_tag_of_nothing_public_does_not_exist(client, site_home):
    only_for_the_district(tagged(TeacherFactory(), "区里看的笔记", "内部话题"))
    assert "内部话题" not in text(client, "/tags/nei-bu-hua-ti/", 404)
    assert "内部话题" not in text(client, "/tags/")
    text(client, "/tags/never-used/", 404)


def test_what_members_alone_may_read_has_no_feed(client, site_home):
    author = TeacherFactory()
    only_for_the_district(tagged(author, "区里看的笔记", "内部话题"))
    client.force_login(author)
    assert "/tags/nei-bu-hua-ti/atom.xml" not in text(client, "/tags/nei-bu-hua-ti/")
    tagged(author, "公开的笔记", "内部话题")
    assert "/tags/nei-bu-hua-ti/atom.xml" in text(client, "/tags/nei-bu-hua-ti/")


def test_a_piece_links_to_its_tags(client, site_home):
    page = tagged(TeacherFactory(), "公开的笔记", "班主任")
    assert 'href="/tags/ban-zhu-ren/"' in text(client, page.get_url())


@pytest.mark.parametrize(
    ("name", "slug"),
    [("教师", "jiao-shi"), ("单元教学", "dan-yuan-jiao-xue"), ("STEM 课程", "stem-ke-cheng")],
)
def test_tags_are_written_in_pinyin(db, name, slug):
    assert Tag.objects.create(name=name).slug == slug


def test_tags_that_sound_the_same_have_addresses_of_their_own(db):
    slugs = [Tag.objects.create(name=name).slug for name in ("教师", "教室", "叫事")]
    assert slugs == ["jiao-shi", "jiao-shi-2", "jiao-shi-3"]
    assert Tag.objects.create(name="！？").slug.startswith("tag-")


# -- authors -----------------------------------------------------------------------------------


def test_an_author_is_the_name_that_readers_see(client, site_home):
    author = TeacherFactory(name="林虚构")
    named = live(author, "署真名的笔记")
    spelled = live(author, "写明真名的笔记", byline="林虚构")
    hidden = live(author, "用笔名的笔记", byline="半亩塘")
    group = live(author, "一组人的笔记", byline="三年级语文组")
    shown = text(client, f"/authors/{author.pk}/")
    assert "署真名的笔记" in shown
    assert "写明真名的笔记" in shown
    assert "用笔名的笔记" not in shown
    assert "一组人的笔记" not in shown
    assert author.staff_number not in shown
    assert author.phone not in shown
    for page in (named, spelled):
        assert f'href="/authors/{author.pk}/"' in text(client, page.get_url())
    for page in (hidden, group):
        assert f"/authors/{author.pk}/" not in text(client, page.get_url())


def test_who_has_published_nothing_under_the_own_name_is_nobody(client, site_home):
    pen_name, silent = TeacherFactory(name="林虚构"), TeacherFactory(name="何虚构")
    live(pen_name, "用笔名的笔记", byline="半亩塘")
    log_draft(silent, title="还没写完的笔记")
    absent = text(client, "/authors/999999/", 404)
    for author in (pen_name, silent):
        assert author.name not in text(client, f"/authors/{author.pk}/", 404)
    assert "找不到这一页" in absent


# -- units -------------------------------------------------------------------------------------


def test_a_unit_shows_its_own_and_what_lies_below_but_not_beside(client, site_home):
    central = UnitFactory(kind=UnitKind.CENTRAL_SCHOOL, name="虚构中心校甲")
    school = UnitFactory(parent=central, name="虚构甲小学")
    beside = UnitFactory(kind=UnitKind.CENTRAL_SCHOOL, name="虚构中心校乙")
    other = UnitFactory(parent=beside, name="虚构乙小学")
    live(TeacherFactory(unit=school), "甲校的笔记")
    live(TeacherFactory(unit=other), "乙校的笔记")
    only_for_the_district(live(TeacherFactory(unit=school), "区里看的笔记"))
    for unit in (central, school):
        shown = text(client, f"/units/{unit.pk}/")
        assert "甲校的笔记" in shown
        assert "乙校的笔记" not in shown
        assert "区里看的笔记" not in shown
    assert f'href="/units/{school.pk}/"' in text(client, f"/units/{central.pk}/")
    assert "甲校的笔记" not in text(client, f"/units/{central.get_parent().pk}/")


def test_schools_stand_with_their_head(client, site_home):
    central = UnitFactory(kind=UnitKind.CENTRAL_SCHOOL, name="虚构中心校甲")
    school = UnitFactory(parent=central, name="虚构甲小学")
    beside = UnitFactory(kind=UnitKind.CENTRAL_SCHOOL, name="虚构中心校乙")
    groups = {head.pk: [unit.pk for unit in schools] for head, schools in grouped_units()}
    assert groups[central.pk] == [school.pk]
    assert groups[beside.pk] == []
    listed = text(client, "/units/")
    assert all(unit.name in listed for unit in (central, school, beside))


def test_a_story_belongs_to_the_unit_of_whom_it_tells(client, site_home):
    school = UnitFactory(name="虚构甲小学")
    writer = TeacherFactory()
    put_live(story_draft(writer, title="甲校的一盏灯", person_unit=school))
    assert "甲校的一盏灯" in text(client, f"/units/{school.pk}/stories/")
    assert "甲校的一盏灯" not in text(client, f"/units/{writer.unit.pk}/")


def test_a_shelf_with_more_than_fits_leads_to_all_of_it(client, site_home):
    author = TeacherFactory()
    for number in range(4):
        live(author, f"笔记{number}")
    all_of_it = f'href="/units/{author.unit.pk}/logs/"'
    assert all_of_it not in text(client, f"/units/{author.unit.pk}/")
    live(author, "笔记4")
    assert all_of_it in text(client, f"/units/{author.unit.pk}/")
    assert "笔记0" in text(client, f"/units/{author.unit.pk}/logs/")
    text(client, f"/units/{author.unit.pk}/nothing/", 404)


def test_an_empty_list_does_not_count(client, site_home):
    unit = UnitFactory()
    page = client.get(f"/units/{unit.pk}/stories/").content.decode()
    assert "这里还没有内容" in page
    assert "0 篇" not in page


def test_the_units_are_a_tree_of_those_in_use(client, site_home):
    school, closed = UnitFactory(name="虚构甲小学"), UnitFactory(name="撤并的小学")
    Unit.objects.filter(pk=closed.pk).update(is_active=False)
    shown = text(client, "/units/")
    assert f'href="/units/{school.pk}/"' in shown
    assert closed.name not in shown


# -- months ------------------------------------------------------------------------------------


def published_at(page, year, month, day, hour):
    moment = timezone.make_aware(datetime(year, month, day, hour))
    Page.objects.filter(pk=page.pk).update(first_published_at=moment)


def test_a_month_begins_at_midnight_here(client, site_home):
    author = TeacherFactory()
    published_at(live(author, "八月末的笔记"), 2025, 8, 31, 23)
    published_at(live(author, "九月初的笔记"), 2025, 9, 1, 0)
    published_at(live(author, "十二月的笔记"), 2025, 12, 31, 23)
    september = text(client, "/archive/2025/09/")
    assert "九月初的笔记" in september
    assert "八月末的笔记" not in september
    assert 'href="/archive/2025/08/"' in september
    assert 'href="/archive/2025/12/"' in september
    assert "十二月的笔记" in text(client, "/archive/2025/12/")
    months = text(client, "/archive/")
    assert months.index("/archive/2025/12/") < months.index("/archive/2025/09/")


def test_other_ways_to_write_a_month_lead_to_the_one(client, site_home):
    published_at(live(TeacherFactory(), "九月的笔记"), 2025, 9, 1, 8)
    for address in ("/archive/2025/9/", "/archive/2025/0009/"):
        answer = client.get(address)
        assert (answer.status_code, answer.url) == (301, "/archive/2025/09/")
    answer = client.get("/archive/2025/")
    assert (answer.status_code, answer.url) == (301, "/archive/#y2025")


@pytest.mark.parametrize("month", ["2025/13", "2025/00", "0/1", "99999/01", "2025/10"])
def test_a_month_without_anything_is_not_there(client, site_home, month):
    text(client, f"/archive/{month}/", 404)


# -- all of them -------------------------------------------------------------------------------


@pytest.mark.parametrize("asked", ["abc", "999999", "-1", "%00"])
def test_odd_page_numbers_give_a_page(client, site_home, asked):
    author = TeacherFactory()
    tagged(author, "公开的笔记", "班主任")
    for address in ("/tags/ban-zhu-ren/", f"/authors/{author.pk}/"):
        assert "公开的笔记" in text(client, f"{address}?page={asked}")


def test_the_outline_names_sections_and_no_pieces(client, site_home):
    page = live(TeacherFactory(), "公开的笔记")
    shown = text(client, "/sitemap/")
    for title in ("师德风采", "书房计划", "晒书单", "网站地图", "书目"):
        assert title in shown
    assert page.title not in shown
