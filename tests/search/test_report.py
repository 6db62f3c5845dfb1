import io
from datetime import timedelta

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people.models import User
from people.roles import Role
from search.models import SearchCount, SearchSettings
from tests.people.factories import UserFactory


def searched(text: str, searches: int, fruitless: int = 0, *, days_ago: int = 0) -> None:
    day = timezone.localdate() - timedelta(days=days_ago)
    SearchCount.objects.create(day=day, text=text, searches=searches, fruitless=fruitless)


@pytest.fixture
def report(client, site_home):
    client.force_login(UserFactory(role=Role.EDITOR))

    def get(**parameters):
        response = client.get(reverse("search_report"), parameters)
        assert response.status_code == 200
        return response

    return get


def listed(response) -> dict[str, tuple[int, int]]:
    return {
        row["text"]: (row["times"], row["times_fruitless"])
        for row in response.context["object_list"]
    }


def test_frequent_texts_with_their_sums(report):
    searched("教育", 2, days_ago=1)
    searched("教育", 3, 1)
    searched("火星", 4, 4)
    response = report()
    assert listed(response) == {"教育": (5, 1), "火星": (4, 4)}
    assert next(iter(listed(response))) == "教育"
    assert "共搜索 9 次，其中 5 次没有结果" in response.content.decode()


def test_rare_and_unkept_texts_only_in_the_total(report):
    searched("林小满的电话", 2, 2)
    searched("", 7)
    searched("教育", 3)
    response = report()
    content = response.content.decode()
    assert listed(response) == {"教育": (3, 0)}
    assert "林小满" not in content
    assert "共搜索 12 次" in content
    assert "另有 9 次" in content
    assert "林小满" not in client_export(response)


def client_export(response) -> str:
    client = response.client
    exported = client.get(reverse("search_report"), {"export": "csv"})
    return b"".join(exported.streaming_content).decode()


def test_the_number_is_a_setting(report):
    searched("教育", 3)
    SearchSettings.objects.create(fewest_searches=4)
    assert listed(report()) == {}
    assert "没有可以列出的搜索内容" in report().content.decode()


def test_a_period_counts_by_itself(report):
    searched("教育", 2, days_ago=40)
    searched("教育", 2)
    searched("读书", 3, days_ago=40)
    since = (timezone.localdate() - timedelta(days=7)).isoformat()
    assert listed(report(day_from=since)) == {}
    assert listed(report(day_to=since)) == {"读书": (3, 0)}
    assert "共搜索 2 次" in report(day_from=since).content.decode()
    assert listed(report(day_from="x", day_to="2026-13-01")) in (
        {},
        {"教育": (4, 0), "读书": (3, 0)},
    )


def test_what_found_nothing(report):
    searched("教育", 5)
    searched("火星", 4, 2)
    assert listed(report(fruitless="true")) == {"火星": (4, 2)}
    assert listed(report(fruitless="false")) == {"教育": (5, 0)}
    assert list(listed(report(ordering="times"))) == ["火星", "教育"]


def test_as_a_workbook(report, client):
    searched("=1+1", 3)
    response = client.get(reverse("search_report"), {"export": "xlsx"})
    assert "%E6%90%9C%E7%B4%A2%E7%BB%9F%E8%AE%A1" in response["Content-Disposition"]
    sheet = openpyxl.load_workbook(io.BytesIO(response.getvalue())).active
    assert [cell.value for cell in sheet[1]] == ["搜索内容", "搜索次数", "没有结果"]
    assert (sheet["A2"].data_type, sheet["A2"].value, sheet["B2"].value) == ("s", "=1+1", 3)


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.EDITOR, True),
        (Role.CHIEF_EDITOR, True),
        (Role.SITE_ADMIN, True),
        (Role.TEACHER, False),
        (Role.SCHOOL_ADMIN, False),
    ],
)
def test_who_may_see_it(client, site_home, role, may):
    client.force_login(UserFactory(role=role))
    assert (client.get(reverse("search_report")).status_code == 200) is may
    menu = client.get("/admin/").content.decode()
    assert (reverse("search_report") in menu) is may


def test_wagtails_own_report_is_not_offered(client, site_home):
    client.force_login(User.objects.create_superuser("root-1", "pw", name="甲"))
    menu = client.get("/admin/").content.decode()
    assert reverse("search_report") in menu
    assert reverse("wagtailsearchpromotions:search_terms") not in menu


def test_visitors_are_sent_to_sign_in(client, site_home):
    assert client.get(reverse("search_report")).status_code == 302


def test_queries_do_not_grow(report):
    used = []
    for count in (1, 10, 100):
        for number in range(SearchCount.objects.count(), count):
            searched(f"教育{number}", 3)
        report()
        with CaptureQueriesContext(connection) as queries:
            report()
        used.append(len(queries))
    assert used[0] == used[1] == used[2]


def test_the_limits_are_set_by_administrators(client, site_home):
    address = reverse("wagtailsettings:edit", args=["search", "searchsettings"])
    client.force_login(UserFactory(role=Role.SITE_ADMIN))
    assert client.get(address, follow=True).status_code == 200
    client.force_login(UserFactory(role=Role.EDITOR))
    assert client.get(address).status_code == 302
