"""The registers in the admin: who sees what, what is refused beside which field."""

import io

import pytest
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from people.choices import Role
from people.models import Consent
from stories.models import Basis, Exemplar, Honour, HonourEvent
from tests.people.factories import TeacherFactory, UnitFactory, UserFactory
from tests.stories.factories import agree, make_exemplar, make_honour

pytestmark = pytest.mark.django_db
HONOURS = "/admin/snippets/stories/honour/"
PEOPLE = "/admin/snippets/stories/exemplar/"


@pytest.fixture
def chief(site_home, client):
    user = UserFactory(role=Role.CHIEF_EDITOR)
    client.force_login(user)
    return user


@pytest.fixture
def editor(site_home, client):
    user = UserFactory(role=Role.EDITOR)
    client.force_login(user)
    return user


def text_of(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


class TestHonours:
    def test_the_list_with_its_filters(self, client, editor):
        person = make_exemplar()
        make_honour(person, "标兵")
        make_honour(person, "能手", basis=Basis.STATED)
        honour = make_honour(person, "新秀", revoked_on="2025-01-01")
        text = text_of(client.get(HONOURS))
        for words in ("标兵", "能手", "新秀", "已撤销（2025-01-01）", "导入", "导出"):
            assert words in text
        assert "新秀" not in text_of(client.get(f"{HONOURS}?standing=in_force"))
        assert "能手" in text_of(client.get(f"{HONOURS}?basis=stated"))
        assert "标兵" not in text_of(client.get(f"{HONOURS}?basis=stated"))
        assert "标兵" in text_of(client.get(f"{HONOURS}?q=标兵"))
        # Taking back and restoring is the chief editor's.
        assert reverse("honour_register:restore", args=[honour.pk]) not in text

    @pytest.mark.parametrize("count", [1, 10])
    def test_the_lists_cost_the_same_for_any_number(
        self, client, editor, count, django_assert_max_num_queries
    ):
        for number in range(count):
            make_honour(make_exemplar(f"虚构{number}", unit=UnitFactory()))
        for address in (HONOURS, PEOPLE):
            client.get(address)
            with django_assert_max_num_queries(30):
                text_of(client.get(address))

    def test_an_editor_writes_one(self, client, editor):
        person = make_exemplar()
        values = {"holder": person.pk, "title": "标兵", "basis": "document", "document": ""}
        wrong = text_of(client.post(f"{HONOURS}add/", values | {"year": "1900"}))
        assert "请写四位数的年份。" in wrong
        assert client.post(f"{HONOURS}add/", values | {"year": "2024"}).status_code == 302
        assert Honour.objects.get().holder == person

    def test_the_chief_takes_one_back_and_restores_it(self, client, chief):
        honour = make_honour(make_exemplar())
        address = reverse("honour_register:revoke", args=[honour.pk])
        assert "正文" not in text_of(client.get(address))
        assert "请写明理由。" in text_of(client.post(address, {"reason": ""}), 422)
        early = {"reason": "材料重复", "on": "2020-01-01"}
        assert "早于授予的年度" in text_of(client.post(address, early), 422)
        assert client.post(address, {"reason": "材料重复"}).status_code == 302
        assert "已经撤销了" in text_of(client.post(address, {"reason": "再来"}), 409)
        address = reverse("honour_register:restore", args=[honour.pk])
        assert "材料重复" in text_of(client.get(address))
        assert client.post(address, {"reason": "点错了"}).status_code == 302
        assert HonourEvent.objects.count() == 2

    @pytest.mark.parametrize("verb", ["revoke", "restore"])
    def test_an_editor_does_neither(self, client, editor, verb):
        honour = make_honour(make_exemplar())
        address = reverse(f"honour_register:{verb}", args=[honour.pk])
        for answer in (client.get(address), client.post(address, {"reason": "材料重复"})):
            assert answer.status_code in {302, 403}
        honour.refresh_from_db()
        assert honour.revoked_on is None

    def test_what_was_revoked_cannot_be_deleted(self, client, chief):
        honour = make_honour(make_exemplar())
        client.post(reverse("honour_register:revoke", args=[honour.pk]), {"reason": "材料重复"})
        answer = client.post(f"{HONOURS}delete/{honour.pk}/", follow=True)
        assert "有撤销记录，不能删除" in text_of(answer)
        assert Honour.objects.exists()

    def test_a_stated_one_is_joined_to_another(self, client, editor):
        person = make_exemplar()
        stated = make_honour(person, "好老师", basis=Basis.STATED)
        official, other = make_honour(person, "标兵"), make_honour(make_exemplar("李虚构"))
        address = reverse("honour_register:join", args=[stated.pk])
        assert "另一项荣誉" in text_of(client.post(address, {"into": other.pk}), 422)
        assert client.post(address, {"into": official.pk}).status_code == 302
        assert set(Honour.objects.all()) == {official, other}


class TestTables:
    def upload(self, client, rows, verb):
        book = Workbook()
        for row in (("姓名", "单位", "荣誉名称", "年度"), *rows):
            book.active.append(row)
        file = io.BytesIO()
        book.save(file)
        file.seek(0)
        file.name = "荣誉.xlsx"
        return client.post(reverse("honour_register:import"), {"file": file, verb: ""})

    def test_checked_then_imported(self, client, editor):
        UnitFactory(name="虚构听雨小学")
        rows = [("王虚构", "虚构听雨小学", "标兵", 2024)]
        assert "还没有写入" in text_of(self.upload(client, rows, "check"))
        assert not Honour.objects.exists()
        assert "已经导入" in text_of(self.upload(client, rows, "import"))
        assert Honour.objects.get().year == 2024

    def test_wrong_rows_are_told_by_number(self, client, editor):
        text = text_of(self.upload(client, [("王虚构", "没有的学校", "标兵", 24)], "import"), 422)
        assert "<td>2</td>" in text
        assert "没有叫“没有的学校”的单位" in text

    def test_no_file_and_a_broken_one(self, client, editor):
        address = reverse("honour_register:import")
        assert "请选择文件。" in text_of(client.post(address, {"check": ""}), 422)
        file = io.BytesIO(b"not a workbook")
        file.name = "荣誉.xlsx"
        assert client.post(address, {"file": file, "check": ""}).status_code == 422

    def test_taken_out_with_a_reason(self, client, editor):
        make_honour(make_exemplar())
        address = reverse("honour_register:export")
        assert "请写明导出的用途。" in text_of(client.post(address, {"reason": ""}), 422)
        answer = client.post(address, {"reason": "核对"})
        book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
        assert book.active.max_row == 2

    @pytest.mark.parametrize("name", ["import", "export", "template"])
    def test_not_for_site_administrators(self, client, site_home, name):
        client.force_login(UserFactory(role=Role.SITE_ADMIN))
        assert client.get(reverse(f"honour_register:{name}")).status_code in {302, 403}


class TestPeople:
    def test_the_list_says_who_is_public(self, client, editor):
        agree(make_exemplar("甲虚构"))
        make_exemplar("乙虚构")
        assert "甲虚构" in text_of(client.get(f"{PEOPLE}?shown=yes"))
        assert "乙虚构" not in text_of(client.get(f"{PEOPLE}?shown=yes"))
        assert "甲虚构" not in text_of(client.get(f"{PEOPLE}?shown=no"))

    def test_the_account_is_named_by_its_number(self, client, editor):
        account, person = TeacherFactory(), make_exemplar()
        values = {"name": "单虚构", "sort_name": "", "portrait": "", "introduction": ""}
        address = f"{PEOPLE}edit/{person.pk}/"
        wrong = text_of(client.post(address, values | {"staff_number": "没有"}))
        assert "没有这个工号的账号。" in wrong
        answer = client.post(address, values | {"staff_number": account.staff_number})
        assert answer.status_code == 302
        person.refresh_from_db()
        assert (person.account, person.pinyin_key) == (account, "shan 单 xu 虚 gou 构")
        other = make_exemplar("李虚构")
        taken = client.post(
            f"{PEOPLE}edit/{other.pk}/", values | {"staff_number": account.staff_number}
        )
        assert "这个账号已经连在单虚构上" in text_of(taken)
        assert client.post(address, values | {"staff_number": ""}).status_code == 302
        person.refresh_from_db()
        assert person.account is None

    def test_a_consent_is_recorded_by_a_chief_editor(self, client, chief):
        person = make_exemplar()
        address = reverse("exemplar_register:consent", args=[person.pk])
        assert "请选同意的范围。" in text_of(client.post(address, {"given_on": "2025-09-01"}), 422)
        late = {"scope": "name", "given_on": "2999-09-01"}
        assert "不能晚于今天" in text_of(client.post(address, late), 422)
        assert client.post(address, late | {"given_on": "2025-09-01"}).status_code == 302
        assert Consent.objects.get().person_name == person.name
        namesake = make_exemplar(unit=UnitFactory())
        address = reverse("exemplar_register:consent", args=[namesake.pk])
        answer = client.post(address, late | {"given_on": "2025-09-01"})
        assert "同名" in text_of(answer, 422)

    def test_an_editor_merges_but_records_no_consent(self, client, editor):
        into, gone = make_exemplar("甲虚构"), make_exemplar("乙虚构")
        address = reverse("exemplar_register:consent", args=[gone.pk])
        assert client.get(address).status_code in {302, 403}
        address = reverse("exemplar_register:merge", args=[gone.pk])
        assert "两条不同的人物" in text_of(client.post(address, {"into": gone.pk}), 409)
        assert client.post(address, {"into": into.pk}).status_code == 302
        assert Exemplar.objects.get() == into

    def test_who_has_honours_or_stories_cannot_be_deleted(self, client, chief):
        held, agreed, bare = (make_exemplar(name) for name in ("甲虚构", "乙虚构", "丙虚构"))
        make_honour(held)
        agree(agreed)
        for person in (held, agreed):
            answer = client.post(f"{PEOPLE}delete/{person.pk}/", follow=True)
            assert "有故事或荣誉，不能删除" in text_of(answer)
        client.post(f"{PEOPLE}delete/{bare.pk}/")
        assert set(Exemplar.objects.all()) == {held, agreed}
