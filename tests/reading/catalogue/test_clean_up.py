"""The catalogue in the admin: who may, what waits first, what is double, what cannot go."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from people.roles import Role
from reading.models import Work
from tests.people.factories import SchoolAdminFactory, TeacherFactory, UserFactory
from tests.reading.catalogue.factories import WorkFactory, proposed, record

ISBN = "9787303002214"
LIST = "/admin/snippets/reading/work/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client, site_home):
    person = UserFactory(role=Role.EDITOR)
    client.force_login(person)
    return person


def test_what_waits_comes_first_and_merged_ones_do_not_show(client, editor):
    good = WorkFactory(title="甲书")
    waiting = proposed(TeacherFactory(name="补书人"), title="乙书")
    merged = WorkFactory(title="丙书", state="merged", merged_into=good)
    assert list(client.get(LIST).context["object_list"]) == [waiting, good]
    shown = client.get(LIST, {"state": "merged"}).context["object_list"]
    assert list(shown) == [merged]
    page = client.get(reverse("catalogue:index")).content.decode()
    assert "等您确认（1）" in page
    assert "补书人" in page


@pytest.mark.parametrize("lacks", ["isbn", "clc", "authors", "description"])
def test_what_is_missing(client, editor, lacks):
    full = WorkFactory(title="甲书", clc="G40", description="简介。", isbn=ISBN)
    empty = WorkFactory(title="乙书", authors="")
    shown = list(client.get(LIST, {"lacks": lacks}).context["object_list"])
    assert empty in shown
    assert full not in shown


def test_one_click_approves(client, editor):
    work = proposed(TeacherFactory())
    for _ in range(2):
        assert client.post(reverse("catalogue:approve", args=[work.pk])).status_code == 302
    work.refresh_from_db()
    assert work.state == "approved"


def test_doubles_stand_side_by_side_and_merge(client, editor):
    by_isbn = WorkFactory(title="甲书", isbn=ISBN), WorkFactory(title="甲书别名", isbn=ISBN)
    by_key = (
        WorkFactory(title="爱弥儿", authors="卢梭"),
        WorkFactory(title="爱弥儿：论教育", authors="[法]卢梭"),
    )
    groups = client.get(reverse("catalogue:index")).context["doubles"]
    assert [set(group) for group in groups] == [set(by_isbn), set(by_key)]
    sent = {"into": by_key[1].pk, "from": [work.pk for work in by_key]}
    for _ in range(2):
        assert client.post(reverse("catalogue:merge"), sent).status_code == 302
    by_key[0].refresh_from_db()
    assert by_key[0].merged_into == by_key[1]
    assert len(client.get(reverse("catalogue:index")).context["doubles"]) == 1


@pytest.mark.parametrize(
    "sent", [{}, {"into": "x"}, {"into": "0", "from": "x"}, {"into": "9" * 30}]
)
def test_merging_nonsense(client, editor, sent):
    assert client.post(reverse("catalogue:merge"), sent).status_code == 404


def test_merging_into_a_book_that_is_looked_up(client, editor):
    work, target = proposed(TeacherFactory()), WorkFactory()
    address = reverse("catalogue:merge_into", args=[work.pk])
    assert str(work) in client.get(address).content.decode()
    assert client.post(address, {"into": ""}).status_code == 422
    assert client.post(address, {"into": "999999"}).status_code == 422
    assert client.post(address, {"into": work.pk}).status_code == 409
    assert client.post(address, {"into": target.pk}).status_code == 302
    work.refresh_from_db()
    assert work.merged_into == target
    assert client.get(address).status_code == 404


def test_editing_settles_kind_and_isbn(client, editor):
    work = WorkFactory(title="甲书")
    address = reverse("wagtailsnippets_reading_work:edit", args=[work.pk])
    assert client.get(address).status_code == 200
    fields = {
        "title": "甲书",
        "authors": "甲某",
        "clc": "G633.3",
        "kind": "general",
        "editions-TOTAL_FORMS": "1",
        "editions-INITIAL_FORMS": "0",
        "editions-MIN_NUM_FORMS": "0",
        "editions-MAX_NUM_FORMS": "1000",
        "editions-0-isbn": ISBN,
        "editions-0-ORDER": "1",
        "editions-0-id": "",
        "events-TOTAL_FORMS": "0",
        "events-INITIAL_FORMS": "0",
        "events-MIN_NUM_FORMS": "0",
        "events-MAX_NUM_FORMS": "1000",
    }
    assert client.post(address, fields).status_code == 302
    work.refresh_from_db()
    assert (work.kind, work.editions.get().isbn) == ("monograph", ISBN)
    again = client.post(address, fields | {"kind_set_by_editor": "on"})
    assert again.status_code == 302
    work.refresh_from_db()
    assert work.kind == "general"


def test_a_book_that_somebody_reads_cannot_be_deleted(client, editor):
    read, unread = WorkFactory(), WorkFactory()
    record(TeacherFactory(), read)
    for work, stays in ((read, True), (unread, False)):
        client.post(reverse("wagtailsnippets_reading_work:delete", args=[work.pk]))
        assert Work.objects.filter(pk=work.pk).exists() is stays
    bulk = "/admin/bulk/reading/work/delete/"
    assert client.post(f"{bulk}?id={read.pk}", {}).status_code == 302
    assert Work.objects.filter(pk=read.pk).exists()


def upload(content, name="b.csv"):
    return SimpleUploadedFile(name, content)


def test_import_checks_then_stores(client, editor):
    address = reverse("catalogue:import")
    table = "书名,作者\n甲书,甲某\n".encode("gbk")
    checked = client.post(address, {"file": upload(table), "check": ""})
    assert "检查通过" in checked.content.decode()
    assert not Work.objects.exists()
    stored = client.post(address, {"file": upload(table), "classics": "on", "import": ""})
    assert "已经导入：新增 1" in stored.content.decode()
    assert Work.objects.get().is_classic
    bad = client.post(address, {"file": upload("书名,ISBN\n甲,1\n".encode()), "import": ""})
    assert bad.status_code == 422
    assert "现在有 1 位" in bad.content.decode()
    assert client.post(address, {"import": ""}).status_code == 422
    assert client.post(address, {"file": upload(b"\xff\xff,"), "import": ""}).status_code == 422


def test_downloads(client, editor):
    WorkFactory()
    for name in ("template", "export"):
        response = client.get(reverse(f"catalogue:{name}"))
        assert response.getvalue()[:2] == b"PK"


@pytest.mark.parametrize(
    "make",
    [TeacherFactory, SchoolAdminFactory, lambda: UserFactory(role=Role.SITE_ADMIN)],
    ids=["teacher", "school", "site"],
)
def test_others_are_turned_away(client, site_home, make):
    work, other = proposed(TeacherFactory()), WorkFactory()
    client.force_login(make())
    asked = [
        client.get(reverse("catalogue:index")),
        client.get(reverse("catalogue:import")),
        client.get(reverse("catalogue:export")),
        client.get(reverse("catalogue:merge_into", args=[work.pk])),
        client.post(reverse("catalogue:approve", args=[work.pk])),
        client.post(reverse("catalogue:merge"), {"into": other.pk, "from": work.pk}),
        client.post(reverse("catalogue:import"), {"file": upload("书名\n甲\n".encode())}),
    ]
    assert {response.status_code for response in asked} <= {302, 403}
    work.refresh_from_db()
    assert work.state == "proposed"
    assert Work.objects.count() == 2


def test_queries_of_the_clean_up_do_not_grow(client, editor, django_assert_max_num_queries):
    for _ in range(20):
        proposed(TeacherFactory())
    client.get(reverse("catalogue:index"))
    with django_assert_max_num_queries(30):
        client.get(reverse("catalogue:index"))
