"""Lists of the admin search through the index, and the index knows no phone and no mail."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from modelsearch.backends import get_search_backend

from people.choices import Role
from people.models import Unit, User
from reading.models import Edition
from search.documents import document_of
from search.models import IndexOperation
from tests.editorial.factories import make_work
from tests.people.factories import TeacherFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def index(settings, tmp_path):
    settings.WAGTAILSEARCH_BACKENDS = {
        "default": {"BACKEND": "search.backends.whoosh", "PATH": tmp_path / "index"}
    }
    yield lambda: call_command("update_index", verbosity=0)
    get_search_backend().store.close()


@pytest.fixture
def site_admin(client: Client) -> User:
    user = UserFactory(role=Role.SITE_ADMIN, name="管理甲", staff_number="GL-1")
    client.force_login(user)
    return user


def listed(client: Client, address: str, typed: str) -> list[str]:
    response = client.get(address, {"q": typed})
    assert response.status_code == 200
    return sorted(str(each) for each in response.context["object_list"])


@pytest.mark.parametrize(
    "typed", ["林小满", "小满", "林", "JY-17", "jy-17", "ＪＹ-17", "北镇", "1234"]
)
def test_accounts(client, site_admin, index, typed):
    unit = UnitFactory(name="北镇一小")
    TeacherFactory(name="林小满", staff_number="JY-17", phone="13800001234", unit=unit)
    TeacherFactory(name="陈立秋", staff_number="JY-2", phone="13900005678")
    index()
    assert listed(client, "/admin/users/", typed) == ["林小满"]


def test_accounts_before_there_is_an_index(client, site_admin, index):
    TeacherFactory(name="林小满", staff_number="JY-17")
    assert listed(client, "/admin/users/", "小满") == ["林小满"]


@pytest.mark.parametrize("typed", ["\x00", "*", '"', "'", "的" * 5_000, "\u202e"])
def test_hostile_typing(client, site_admin, index, typed):
    index()
    for address in ("/admin/users/", "/admin/units/", "/admin/snippets/reading/work/"):
        assert client.get(address, {"q": typed}).status_code in {200, 302}


def test_units(client, site_admin, index):
    UnitFactory(name="北镇一小", code="BZ01")
    UnitFactory(name="南镇一小", code="NZ01")
    index()
    assert listed(client, "/admin/units/", "北镇") == ["北镇一小"]
    assert listed(client, "/admin/units/", "nz01") == ["南镇一小"]
    response = client.get("/admin/units/", {"q": "一小", "is_active": "true"})
    assert len(response.context["object_list"]) == 2


def test_books(client, site_home, index):
    client.force_login(User.objects.create_superuser("root-1", "pw", name="甲"))
    work = make_work("给教师的建议")
    Edition.objects.create(work=work, isbn="9787303002214", publisher="虚构出版社")
    make_work("论语", authors="孔子")
    index()
    address = "/admin/snippets/reading/work/"
    assert listed(client, address, "教师 建议") == ["《给教师的建议》"]
    assert listed(client, address, "苏霍姆") == ["《给教师的建议》"]
    assert listed(client, address, "9787303002214") == ["《给教师的建议》"]


def test_the_index_has_name_and_number_only(index):
    user = TeacherFactory(name="林小满", staff_number="JY-17", phone="13800001234", email="a@b.cn")
    texts = document_of(user).texts
    assert texts == {"name": "林小满", "staff_number": "JY-17"}
    assert set(document_of(Unit.objects.first()).texts) == {"name", "code"}


def test_signing_in_changes_nothing_in_the_index(client, index):
    user = TeacherFactory()
    IndexOperation.objects.all().delete()
    user.save(update_fields=["last_login"])
    user.save(update_fields=["password", "must_change_password"])
    assert not IndexOperation.objects.exists()
    user.save(update_fields=["name", "phone"])
    assert IndexOperation.objects.count() == 1


def test_a_search_costs_the_same_for_many(client, site_admin, index, django_assert_max_num_queries):
    used = []
    for number in range(15):
        TeacherFactory(name=f"林小{number}")
        if number in {2, 14}:
            index()
            with django_assert_max_num_queries(25) as counted:
                assert client.get("/admin/users/", {"q": "林小"}).status_code == 200
            used.append(len(counted))
    assert used[0] == used[1], connection.queries


def test_visitors_find_no_person(client, site_home, index):
    TeacherFactory(name="林小满", staff_number="JY-17")
    index()
    for typed in ("林小满", "JY-17"):
        content = client.get("/search/", {"q": typed}).content.decode()
        assert f"没有找到“{typed}”" in content
        assert client.get("/search/suggest/", {"q": typed}).json() == {"suggestions": []}
