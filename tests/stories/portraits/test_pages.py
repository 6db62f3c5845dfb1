"""The list of people and the page of a person, as visitors get them."""

import json
import re

import pytest

from people.choices import ConsentScope
from people.models import NameOrder, NameSettings
from stories.models import StoryPage
from tests.editorial.factories import put_live
from tests.people.factories import TeacherFactory, UnitFactory
from tests.stories.factories import agree, make_exemplar, make_honour, story_draft

pytestmark = pytest.mark.django_db
PEOPLE = "/stories/people/"


def text_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.fixture
def person(site_home):
    found = make_exemplar(
        "</script>王虚构", unit=UnitFactory(name="虚构听雨小学"), introduction="写毛笔字的老师。"
    )
    agree(found)
    return found


class TestPerson:
    def test_a_wrong_half_of_the_address_leads_to_the_right_one(self, client, person):
        answer = client.get(f"/stories/people/{person.pk}-x/")
        assert (answer.status_code, answer.url) == (301, person.get_absolute_url())

    def test_the_address_reads_the_surname_right(self, site_home):
        assert make_exemplar("单虚构").slug == "shan-xu-gou"
        assert make_exemplar("单虚构", sort_name="dan xu gou").slug == "dan-xu-gou"
        assert make_exemplar("？").slug == "jiaoshi"

    def test_structured_data_cannot_leave_its_element(self, client, person):
        make_honour(person, "标兵</script><b>", year=2024)
        make_honour(person, "没有核对的", basis="stated")
        text = text_of(client, person.get_absolute_url())
        [script] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
        assert json.loads(script)["@graph"][0] == {
            "@type": "Person",
            "name": "</script>王虚构",
            "url": f"http://testserver{person.get_absolute_url()}",
            "description": "写毛笔字的老师。",
            "worksFor": {"@type": "School", "name": "虚构听雨小学"},
            "award": ["2024年标兵</script><b>"],
        }

    def test_honours_show_year_level_body_and_number(self, client, person):
        make_honour(
            person,
            "最美教师",
            year=2023,
            issuing_body="虚构教体局",
            document_number="虚构字〔2023〕2号",
        )
        text = text_of(client, person.get_absolute_url())
        for words in ("2023年", "最美教师", "区县级", "虚构教体局", "虚构字〔2023〕2号"):
            assert words in text

    def test_visitors_need_no_cookie(self, client, person):
        for address in (PEOPLE, person.get_absolute_url(), "/stories/honours/", "/stories/"):
            answer = client.get(address)
            assert answer.status_code == 200
            assert not answer.cookies

    @pytest.mark.parametrize(
        "address",
        ["/stories/people/0-x/", "/stories/people/99999999999999999999-x/"],
    )
    def test_nobody_is_404(self, client, site_home, address):
        assert client.get(address).status_code == 404

    def test_only_reading_is_offered(self, client, person):
        for address in (PEOPLE, person.get_absolute_url(), "/stories/honours/"):
            assert client.post(address).status_code == 405
            assert client.head(address).status_code == 200

    @pytest.mark.parametrize("count", [1, 10, 100])
    def test_constant_queries(self, client, person, count, django_assert_max_num_queries):
        author = TeacherFactory()
        for number in range(count):
            make_honour(person, f"标兵{number}")
        for number in range(min(count, 10)):
            agree(person, put_live(story_draft(author, title=f"虚构故事{number}")))
        text_of(client, person.get_absolute_url())
        with django_assert_max_num_queries(14):
            text_of(client, person.get_absolute_url())


class TestList:
    NAMES = ("张虚构", "李虚构", "单虚构", "林虚构", "丁虚构", "解虚构")

    def names(self, client, query=""):
        return re.findall(r'roll__name"><a[^>]*>(.虚构)', text_of(client, PEOPLE + query))

    def test_names_by_pinyin_with_surnames_read_right_and_letters_above(self, client, site_home):
        for name in self.NAMES:
            agree(make_exemplar(name))
        text = text_of(client, PEOPLE)
        assert self.names(client) == ["丁虚构", "李虚构", "林虚构", "单虚构", "解虚构", "张虚构"]
        assert re.findall(r'roll__letter">(\w)<', text) == ["D", "L", "S", "X", "Z"]

    def test_by_strokes_as_the_district_decides(self, client, site_home):
        for name in self.NAMES:
            agree(make_exemplar(name))
        NameSettings.objects.update_or_create(defaults={"order": NameOrder.STROKES})
        assert self.names(client) == ["丁虚构", "李虚构", "张虚构", "林虚构", "单虚构", "解虚构"]
        assert "roll__letter" not in text_of(client, PEOPLE)

    def test_a_reading_given_by_hand_moves_a_name(self, client, site_home):
        agree(make_exemplar("李虚构"))
        agree(make_exemplar("单虚构", sort_name="dan xu gou"))
        assert self.names(client) == ["单虚构", "李虚构"]

    def test_search_by_name(self, client, site_home):
        for name in self.NAMES:
            agree(make_exemplar(name))
        assert self.names(client, "?q=李") == ["李虚构"]
        assert "没有找到这位老师" in text_of(client, PEOPLE + "?q=赵%00")

    @pytest.mark.parametrize("count", [1, 10, 100])
    def test_constant_queries(self, client, site_home, count, django_assert_max_num_queries):
        unit = UnitFactory()
        for number in range(count):
            agree(make_exemplar(f"虚构{number}", unit=unit), scope=ConsentScope.PHOTO)
        text_of(client, PEOPLE)
        with django_assert_max_num_queries(8):
            text_of(client, PEOPLE)


def test_a_story_leads_to_its_person_and_shares_no_address_with_the_lists(client, site_home):
    page = put_live(story_draft(TeacherFactory(), title="people"))
    assert page.slug != "people"
    person = make_exemplar()
    agree(person, page, person_name="张虚构")
    person.portrayals.update(person_name="张虚构")
    assert person.get_absolute_url() in text_of(client, page.get_url())
    typed = StoryPage(title="虚构", slug="honours")
    with pytest.raises(Exception, match="留给栏目自己用了"):
        typed.clean()
