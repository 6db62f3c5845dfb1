"""A missing book, written down on a page of its own and in the middle of a form."""

import pytest
from django.urls import reverse

from people.roles import Role
from reading.models import BookListPage, Proposal, ReadingLogPage, Work
from reading.submission import WorkPicker
from tests.editorial.desk_forms import open_form, read, send
from tests.people.factories import TeacherFactory, UserFactory
from tests.reading.catalogue.factories import WorkFactory, proposed

NEW_LOG, NEW_LIST = "/my/submissions/new/reading-log/", "/my/submissions/new/book-list/"
PROPOSE = "/reading/books/propose/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher(client, site_home):
    person = TeacherFactory()
    client.force_login(person)
    return person


def body_of(answer):
    return answer.content.decode()


def test_the_page_for_a_missing_book(client, teacher):
    assert 'value="乙书"' in body_of(client.get(PROPOSE, {"title": "乙书"}))
    response = client.post(PROPOSE, {"title": "乙书", "authors": "乙某", "year": "2001"})
    work = Work.objects.get()
    assert (response.status_code, response["Location"]) == (302, work.get_absolute_url())
    assert work.proposals.get().proposed_by == teacher
    assert client.post(PROPOSE, {"title": "乙书", "authors": "乙某"}).status_code == 302
    assert Work.objects.count() == 1


@pytest.mark.parametrize(("address", "goes"), [("/my/", True), ("https://evil.example/", False)])
def test_the_way_back_stays_on_the_site(client, teacher, address, goes):
    response = client.post(PROPOSE, {"title": "乙书", "next": address})
    assert (response["Location"] == address) is goes


@pytest.mark.parametrize(
    ("entered", "said"),
    [
        ({"title": ""}, "请填写书名"),
        ({"title": "书" * 121}, "最多 120 个字"),
        ({"isbn": "9787303002215"}, "校验位不对"),
        ({"isbn": "978-7-303"}, "现在有 7 位"),
        ({"year": "去年"}, "四位数的年份"),
        ({"year": "99999999999999"}, "年份应在"),
        ({"kind": "novel"}, "从列出的选项"),
    ],
)
def test_mistakes_are_told_beside_the_field(client, teacher, entered, said):
    response = client.post(PROPOSE, {"title": "乙书", "authors": "留着的作者"} | entered)
    assert response.status_code == 422
    assert said in body_of(response)
    assert "留着的作者" in body_of(response)
    assert not Work.objects.exists()


def test_the_limit_is_a_sentence(client, teacher, settings):
    settings.READING_PROPOSALS_A_DAY = 0
    response = client.post(PROPOSE, {"title": "乙书"})
    assert response.status_code == 409
    assert "一天最多补" in body_of(response)


def test_visitors_sign_in_first(client, site_home):
    assert client.get(PROPOSE).status_code == 302
    assert client.post(PROPOSE, {"title": "乙书"}).status_code == 302
    assert not Work.objects.exists()


# -- in the middle of writing ------------------------------------------------------------------


def test_without_scripts_nothing_typed_is_lost(client, teacher):
    form = open_form(client, NEW_LOG)
    new = {"work_new-title": "乙书", "work_new-authors": "乙某"}
    answer = send(client, form, "propose:work", title="我的题目", body="写到一半", **new)
    assert answer.status_code == 200
    work = Work.objects.get()
    fields = read(answer)
    assert fields["work"] == [str(work.pk)]
    assert fields["title"] == ["我的题目"]
    assert "写到一半" in "".join(fields["body"])
    assert fields["work_new-title"] == [""]
    assert "（待编辑确认）" in body_of(answer)
    stored = send(client, read(answer), "save")
    assert stored.status_code == 302
    assert ReadingLogPage.objects.get().get_latest_revision_as_object().work == work


def test_in_a_row_of_a_list(client, teacher):
    form = open_form(client, NEW_LIST)
    answer = send(
        client,
        form,
        "propose:items-0-work",
        **{"title": "书单", "items-0-reason": "理由", "items-0-work_new-title": "乙书"},
    )
    fields = read(answer)
    assert fields["items-0-work"] == [str(Work.objects.get().pk)]
    assert fields["items-0-reason"] == ["理由"]
    assert send(client, read(answer), "save").status_code == 302
    page = BookListPage.objects.get().get_latest_revision_as_object()
    assert page.items.get().work == Work.objects.get()


def test_a_mistake_stays_beside_its_field(client, teacher):
    form = open_form(client, NEW_LOG)
    new = {"work_new-title": "", "work_new-isbn": "123"}
    answer = send(client, form, "propose:work", title="我的题目", **new)
    assert answer.status_code == 422
    assert "请填写书名" in body_of(answer)
    assert "现在有 3 位" in body_of(answer)
    fields = read(answer)
    assert (fields["title"], fields["work_new-isbn"]) == (["我的题目"], ["123"])


def test_what_was_written_and_not_added_is_asked_about(client, teacher):
    form = open_form(client, NEW_LOG)
    answer = send(client, form, "save", title="我的题目", **{"work_new-title": "乙书"})
    assert answer.status_code == 422
    assert "补上并选中" in body_of(answer)
    assert read(answer)["work_new-title"] == ["乙书"]


@pytest.mark.parametrize("name", ["nothing", "title", "items-99-work", "items-x-work", ""])
def test_no_such_field(client, teacher, name):
    form = open_form(client, NEW_LIST)
    assert send(client, form, f"propose:{name}", title="书单").status_code == 400


def test_with_scripts_only_the_picker_is_drawn_again(client, teacher):
    address = reverse("editorial:pick_add", args=["work"]) + "?name=work"
    answer = client.post(address, {"work_new-title": "乙书"}, HTTP_HX_REQUEST="true")
    work = Work.objects.get()
    assert f'value="{work.pk}" checked' in body_of(answer)
    refused = client.post(address, {"work_new-title": "", "work": work.pk}, HTTP_HX_REQUEST="true")
    assert refused.status_code == 422
    assert f'value="{work.pk}" checked' in body_of(refused)
    assert "请填写书名" in body_of(refused)
    assert client.get(address).status_code == 405
    assert client.post(reverse("editorial:pick_add", args=["none"])).status_code == 404


def test_visitors_add_nothing(client, site_home):
    address = reverse("editorial:pick_add", args=["work"])
    client.post(address, {"work_new-title": "乙书"})
    assert not Work.objects.exists()


def test_own_proposals_are_offered_and_others_are_not(client, teacher):
    own, other = proposed(teacher, title="甲书一"), proposed(TeacherFactory(), title="甲书二")
    good = WorkFactory(title="甲书三")
    merged = WorkFactory(title="甲书四", state="merged", merged_into=good)
    hidden = WorkFactory(title="甲书五", state="merged", merged_into=other)
    picker = WorkPicker().of(teacher)
    assert set(picker.search("甲书")) == {own, good}
    every = [each.pk for each in (own, other, good, merged, hidden)]
    assert picker.load(every) == {own.pk: own, good.pk: good, merged.pk: good}
    assert WorkPicker().load(every) == {good.pk: good, merged.pk: good}
    listing = client.get(reverse("editorial:pick", args=["work"]), {"work_query": "甲书"})
    assert "甲书二" not in body_of(listing)
    form = open_form(client, NEW_LOG)
    stolen = send(client, form, "save", title="题目", work=str(other.pk))
    assert stolen.status_code == 422


def test_an_open_form_survives_a_merge(client, teacher):
    target, source = WorkFactory(), WorkFactory()
    form = open_form(client, NEW_LOG)
    source.state, source.merged_into = "merged", target
    source.save()
    assert send(client, form, "save", title="题目", work=str(source.pk)).status_code == 302
    assert ReadingLogPage.objects.get().get_latest_revision_as_object().work == target


def test_an_editor_writes_as_everybody(client, site_home):
    editor = UserFactory(role=Role.EDITOR)
    client.force_login(editor)
    client.post(PROPOSE, {"title": "乙书"})
    assert Proposal.objects.get().work.state == "proposed"
