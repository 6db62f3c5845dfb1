"""What visitors and readers see of a book, and of which books."""

import json
import re
from io import BytesIO

import pytest
from django.urls import resolve, reverse
from PIL import Image

from editorial.enums import Audience
from people.models import Subject
from people.roles import Role
from reading.catalogue.actions import merge_works
from reading.models import BookEvent, LogQuotation, ReadingLogPage, Work
from reading.wagtail_hooks import dead_addresses, names_of_books
from tests.editorial.factories import log_draft, put_live
from tests.people.factories import SchoolAdminFactory, TeacherFactory, UserFactory
from tests.reading.catalogue.factories import WorkFactory, list_draft, proposed, record
from tests.search.pieces import narrow

pytestmark = pytest.mark.django_db


def text(client, work):
    response = client.get(work.get_absolute_url())
    return response.content.decode() if response.status_code == 200 else response.status_code


def live_log(author, work, title="虚构笔记", **fields):
    draft = log_draft(author, title=title, work=work, slot="general", **fields)
    ReadingLogPage.objects.filter(pk=draft.pk).update(audience="public")
    return put_live(draft)


def test_what_stands_on_the_page(client, site_home):
    work = WorkFactory(title="乙书", isbn="9787303002214", clc="I247", description="一本好书。")
    author = TeacherFactory()
    log = live_log(author, work, "笔记之一")
    LogQuotation.objects.create(log=log, text="摘下的一句。", page="12")
    page = list_draft(author, [work])
    page.audience = "public"
    page.save()
    put_live(page)
    content = text(client, work)
    for part in ("《乙书》", "一本好书。", "非教育类", "I247", "9787303002214", "笔记之一"):
        assert part in content
    for part in ("摘下的一句。", "虚构书单", "中图分类号 I（文学）"):
        assert part in content


def test_a_teacher_reads_where_it_fits(client, site_home):
    work = WorkFactory(clc="O151")
    subject = Subject.objects.get_or_create(name="数学")[0]
    client.force_login(TeacherFactory(subject=subject))
    assert "您教数学" in text(client, work)
    client.force_login(TeacherFactory(subject=Subject.objects.get_or_create(name="语文")[0]))
    assert "算非教育类" in text(client, work)


def test_fewer_than_five_readers_are_not_counted(client, site_home):
    work = WorkFactory()
    for number in range(5):
        assert "位老师" not in text(client, work)
        reader = TeacherFactory()
        record(reader, work, "finished")
        if not number:
            record(reader, work, "finished")  # read twice, and still one reader
    assert "5 位老师" in text(client, work)


def test_wishes_and_names_are_never_shown(client, site_home):
    work = WorkFactory()
    readers = [TeacherFactory(name=f"独特姓名{n}") for n in range(6)]
    for reader in readers:
        record(reader, work, "want")
    assert "位老师" not in text(client, work)
    for reader in readers:
        record(reader, work, "finished")
    client.force_login(SchoolAdminFactory())
    assert "独特姓名" not in text(client, work)


def test_a_merged_book_leads_on(client, site_home):
    target, source = WorkFactory(), WorkFactory()
    merge_works(into=target, from_=source, by=UserFactory(role=Role.EDITOR))
    response = client.get(source.get_absolute_url())
    assert (response.status_code, response["Location"]) == (301, target.get_absolute_url())


def test_a_proposed_book_is_seen_by_its_proposers_and_editors_only(client, site_home):
    proposer = TeacherFactory()
    work = proposed(proposer, title="还没定的书")
    assert text(client, work) == 404
    outsiders = [TeacherFactory(), SchoolAdminFactory(), UserFactory(role=Role.SITE_ADMIN)]
    for person in outsiders:
        client.force_login(person)
        assert text(client, work) == 404
        assert "还没定的书" not in client.get("/reading/books/?q=还没定").content.decode()
    for person in (proposer, UserFactory(role=Role.EDITOR), UserFactory(role=Role.CHIEF_EDITOR)):
        client.force_login(person)
        assert "等编辑确认" in text(client, work)
    assert "还没定的书" not in {name.text for name in names_of_books()}


def test_addresses_that_lead_nowhere(site_home):
    good, waiting = WorkFactory(), proposed(TeacherFactory())
    merged = WorkFactory(state="merged", merged_into=good)
    paths = [work.get_absolute_url() for work in (good, waiting, merged)] + ["/reading/books/0/"]
    dead = dead_addresses({path: resolve(path) for path in paths})
    assert dead == {waiting.get_absolute_url(), "/reading/books/0/"}


def test_a_log_about_a_waiting_book_does_not_link_to_it(client, site_home):
    author = TeacherFactory()
    work = proposed(author, title="还没定的书")
    log = live_log(author, work)
    content = client.get(log.get_url()).content.decode()
    assert "还没定的书" in content
    assert work.get_absolute_url() not in content


def test_structured_data_is_json_whatever_a_title_says(client, site_home):
    work = WorkFactory(title="</script><script>alert(1)</script>", isbn="9787303002214")
    live_log(TeacherFactory(), work, "笔记 & <b>")
    content = text(client, work)
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', content, re.S)
    data, trail = json.loads(found)["@graph"]
    assert (data["@type"], data["name"]) == ("Book", work.title)
    assert trail["itemListElement"][-1]["name"] == work.title
    assert data["workExample"][0]["isbn"] == "9787303002214"
    assert data["review"][0]["name"] == "笔记 & <b>"
    assert "<script>alert" not in content


def test_structured_data_is_for_the_public_only(client, site_home):
    client.force_login(TeacherFactory())
    assert "ld+json" not in text(client, WorkFactory())


def test_what_the_district_reads_is_not_public(client, site_home):
    work = WorkFactory()
    log = live_log(TeacherFactory(), work, "只给区里看的笔记")
    narrow(log, Audience.DISTRICT)
    LogQuotation.objects.create(log=log, text="区里的摘句。")
    assert "只给区里看" not in text(client, work)
    assert "区里的摘句" not in text(client, work)
    client.force_login(TeacherFactory())
    assert "只给区里看的笔记" in text(client, work)
    assert "区里的摘句" in text(client, work)


def test_events_linked_by_editors(client, site_home):
    work = WorkFactory()
    page = live_log(TeacherFactory(), WorkFactory(), "当作活动的页面")
    BookEvent.objects.create(work=work, page_id=page.pk)
    assert "当作活动的页面" in text(client, work)
    page.unpublish()
    assert "当作活动的页面" not in text(client, work)


@pytest.mark.parametrize("number", [1, 10, 100])
def test_queries_do_not_grow(client, site_home, number, django_assert_max_num_queries):
    work = WorkFactory(isbn="9787303002214")
    author = TeacherFactory()
    first = live_log(author, work, "第0篇")
    LogQuotation.objects.create(log=first, text="摘句。")
    for each in range(1, number):
        live_log(author, work, f"第{each}篇")
    client.get("/")
    with django_assert_max_num_queries(17):
        client.get(work.get_absolute_url())


def test_the_index_searches_and_narrows(client, site_home):
    WorkFactory(title="爱弥儿——论教育", authors="卢梭", is_classic=True, kind="classic")
    WorkFactory(title="三体", authors="刘慈欣", isbn="9787536692930")
    WorkFactory(state="merged", title="旧三体", merged_into=WorkFactory())

    def titles(**query):
        page = client.get(reverse("reading:books"), query).context["page_obj"]
        return [work.title for work in page]

    assert titles(q="卢梭 爱弥儿") == ["爱弥儿——论教育"]
    assert titles(q="愛彌兒") == ["爱弥儿——论教育"]
    assert titles(q="978-7-5366-9293-0") == ["三体"]
    assert titles(q="7536692935") == ["三体"]
    assert titles(q="三体", kind="classic") == []
    assert titles(kind="classic") == ["爱弥儿——论教育"]
    assert "旧三体" not in titles()


@pytest.mark.parametrize(
    "query", ["\x00", "%", "_", "的" * 500, "《》", "' or 1=1", "9" * 13, "\u202e"]
)
def test_hostile_words(client, site_home, query):
    WorkFactory()
    for parameters in ({"q": query}, {"kind": query}, {"page": query}):
        assert client.get(reverse("reading:books"), parameters).status_code == 200


@pytest.mark.parametrize("number", [1, 10, 100])
def test_queries_of_the_index(client, site_home, number, django_assert_max_num_queries):
    WorkFactory.create_batch(number)
    client.get("/")
    with django_assert_max_num_queries(9):
        client.get(reverse("reading:books"), {"q": "虚构"})


def test_a_shared_book_brings_its_title_as_a_square(client, site_home):
    work = WorkFactory()
    page = client.get(f"/reading/books/{work.pk}/").content.decode()
    address = f"/reading/books/{work.pk}/square.jpg"
    assert f'property="og:image" content="http://testserver{address}"' in page
    drawn = Image.open(BytesIO(client.get(address).content))
    assert (drawn.format, drawn.size) == ("JPEG", (800, 800))


def test_a_proposed_book_has_no_square(client, site_home):
    work = WorkFactory(state=Work.State.PROPOSED)
    assert client.get(f"/reading/books/{work.pk}/square.jpg").status_code == 404
