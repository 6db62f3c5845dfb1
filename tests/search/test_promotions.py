import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.contrib.search_promotions.models import Query, QueryDailyHits, SearchPromotion
from wagtail.models import PageViewRestriction

from people.roles import Role
from tests.people.factories import UserFactory


@pytest.fixture
def search(client, search_index):
    def get(query: str, **parameters):
        search_index()
        return client.get(reverse("search:results"), {"q": query, **parameters})

    return get


def promote(text: str, page=None, **fields) -> SearchPromotion:
    return SearchPromotion.objects.create(query=Query.get(text), page=page, **fields)


def shown(response) -> tuple[list[str], list[str]]:
    """Titles of the promoted results, and of the others."""
    return (
        [entry.title for entry in response.context["promoted"]],
        [entry["page"].title for entry in response.context["entries"]],
    )


def test_promoted_first_marked_and_once(search, make_page):
    make_page("教育一")
    page = make_page("教育二", summary="编者的话。")
    promote("教育", page)
    response = search("教育")
    assert shown(response) == (["教育二"], ["教育一"])
    content = response.content.decode()
    assert content.count(f'href="{page.get_url()}"') == 1
    assert "推荐" in content
    assert "编者的话。" in content
    assert response.context["total"] == 2


def test_also_for_other_spellings_and_where_nothing_else_is_found(search, make_page):
    promote("ppt课件", make_page("公开课"))
    assert shown(search("ＰＰＴ课件")) == (["公开课"], [])


def test_only_what_the_reader_may_read(search, make_page):
    private = make_page("教育内部")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    promote("教育", private, description="不可说的话")
    promote("教育", make_page("教育草稿", live=False))
    response = search("教育")
    assert shown(response) == ([], [])
    assert "不可说的话" not in response.content.decode()


def test_on_the_first_page_of_the_whole_answer_only(search, make_page):
    for number in range(12):
        make_page(f"教育{number}")
    page = make_page("教育最后")
    promote("教育", page)
    first, rest = shown(search("教育"))
    second = shown(search("教育", page="2"))
    assert first == ["教育最后"]
    assert second[0] == []
    assert "教育最后" not in [*rest, *second[1]]
    promoted, narrowed = shown(search("教育", sort="newest"))
    assert promoted == []
    assert "教育最后" in [*narrowed, *shown(search("教育", sort="newest", page="2"))[1]]


def test_an_address_outside(search):
    promote("培训", external_link_url="https://example.org/", external_link_text="培训平台")
    response = search("培训")
    assert shown(response) == (["培训平台"], [])
    assert 'href="https://example.org/"' in response.content.decode()


def test_a_search_writes_none_of_wagtails_rows(search, make_page):
    search("教育")
    assert not Query.objects.exists()
    assert not QueryDailyHits.objects.exists()


def test_queries_do_not_grow_with_promotions(search, make_page):
    used = []
    for number in range(6):
        promote("教育", make_page(f"教育{number}"))
        if number in {0, 5}:
            search("教育")
            with CaptureQueriesContext(connection) as queries:
                assert search("教育").status_code == 200
            used.append(len(queries))
    assert used[0] == used[1]


@pytest.mark.parametrize("role", [Role.EDITOR, Role.CHIEF_EDITOR])
def test_editors_promote_in_chinese(client, site_home, make_page, role):
    client.force_login(UserFactory(role=role))
    page = make_page("教育")
    prefix = "editors_picks"
    response = client.post(
        reverse("wagtailsearchpromotions:add"),
        {
            "query_string": "教育",
            f"{prefix}-TOTAL_FORMS": "1",
            f"{prefix}-INITIAL_FORMS": "0",
            f"{prefix}-MIN_NUM_FORMS": "0",
            f"{prefix}-MAX_NUM_FORMS": "1000",
            f"{prefix}-0-page": str(page.pk),
            f"{prefix}-0-description": "",
            f"{prefix}-0-ORDER": "1",
            f"{prefix}-0-DELETE": "",
        },
    )
    assert response.status_code == 302
    assert SearchPromotion.objects.get().page_id == page.pk
    content = client.get(reverse("wagtailsearchpromotions:index")).content.decode()
    assert "教育" in content
    assert "浏览" not in content
    content = client.get(reverse("wagtailsearchpromotions:add")).content.decode()
    for words in ("标明“推荐”", "添加推荐结果", "推荐本站的一个页面", reverse("search_report")):
        assert words in content
    assert "popular" not in content.replace("query-chooser-modal", "")


def test_others_do_not_promote(client, site_home):
    client.force_login(UserFactory(role=Role.SITE_ADMIN))
    response = client.get(reverse("wagtailsearchpromotions:add"))
    assert response.status_code == 302
    assert response["Location"] == reverse("wagtailadmin_home")
