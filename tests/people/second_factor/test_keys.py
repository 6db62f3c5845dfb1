"""Security keys: added, used, removed, attacked."""

import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client, TestCase

from people.choices import AuditKind, Role
from people.models import AuditEntry, User
from people.second_factor.actions import reset_second_factor
from tests.people.factories import PASSWORD, TeacherFactory, UserFactory
from tests.people.second_factor.software_key import SoftwareKey, browser, options_in

pytestmark = pytest.mark.django_db
ADD = "/accounts/two-factor/keys/add/"
CODE = "/accounts/two-factor/code/"
CONFIRM = "/accounts/two-factor/keys/confirm/"
RECOVERY = "/accounts/two-factor/recovery/"


@pytest.fixture
def editor(site_home, settings) -> User:
    """Somebody who must have a second factor."""
    settings.REQUIRE_SECOND_FACTOR = True
    return UserFactory(role=Role.EDITOR)


def sign_in(user: User) -> tuple[Client, str]:
    client = browser()
    sent = {"login": user.staff_number, "password": PASSWORD}
    return client, client.post("/accounts/login/", sent).url


def add(client: Client, key: SoftwareKey, name: str = "办公室电脑") -> Any:
    answer = key.create(options_in(client.get(ADD)))
    with TestCase.captureOnCommitCallbacks(execute=True):
        return client.post(ADD, {"name": name, "credential": json.dumps(answer)})


def with_key(user: User) -> tuple[Client, SoftwareKey]:
    client, _ = sign_in(user)
    key = SoftwareKey()
    answer = add(client, key)
    assert answer.status_code == 302, answer.context["form"].errors
    return client, key


def use(client: Client, key: SoftwareKey, **changes: str) -> Any:
    answer = key.get(options_in(client.get(CODE)))
    answer["response"] |= changes
    return client.post(CODE, {"credential": json.dumps(answer)})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def row_of(user: User) -> Authenticator:
    return Authenticator.objects.get(user=user, type="webauthn")


def test_who_must_have_a_factor_may_choose_a_key(editor):
    client, _ = sign_in(editor)
    activate = client.get("/my/", follow=True)
    assert f'href="{ADD}"' in activate.content.decode()
    assert "须启用两步验证" in client.get(ADD).content.decode()
    answer = add(client, SoftwareKey())
    assert (answer.status_code, answer.url) == (302, RECOVERY)
    [codes] = Authenticator.objects.filter(user=editor, type="recovery_codes")
    assert codes.wrap().get_unused_codes()[0] in client.get(RECOVERY).content.decode()
    assert client.get("/my/reviews/").status_code == 200
    kinds = set(AuditEntry.objects.filter(actor=editor).values_list("kind", "words"))
    assert {("factor_added", "安全密钥"), ("factor_added", "备用码")} <= kinds


def test_the_browser_is_told_the_site_and_the_account_but_no_mail_address(editor):
    User.objects.filter(pk=editor.pk).update(email="secret@example.org")
    client, _ = sign_in(editor)
    options = options_in(client.get(ADD))
    assert options["rp"] == {"id": "localhost", "name": "济源教师风采"}
    assert options["user"]["name"] == editor.staff_number
    assert options["user"]["displayName"] == editor.name
    assert "secret@example.org" not in json.dumps(options)


def test_the_next_sign_in_asks_for_the_key(editor):
    _, key = with_key(editor)
    client, target = sign_in(editor)
    assert target == CODE
    assert not is_in(client)
    assert "用安全密钥登录" in client.get(CODE).content.decode()
    assert use(client, key).status_code == 302
    assert is_in(client)
    assert row_of(editor).last_used_at is not None


def test_a_recovery_code_stands_in_for_a_lost_key(editor):
    with_key(editor)
    [codes] = Authenticator.objects.filter(user=editor, type="recovery_codes")
    client, _ = sign_in(editor)
    client.post(CODE, {"code": codes.wrap().get_unused_codes()[0]})
    assert is_in(client)


def test_who_has_no_key_is_not_offered_one(site_home):
    teacher = TeacherFactory()
    client, _ = sign_in(teacher)
    page = client.get("/accounts/two-factor/").content.decode()
    assert "还没有启用" in page
    assert f'href="{ADD}"' in page
    # With a code of an app alone, the page of the sign-in shows no key and needs no script.
    Authenticator.objects.create(user=teacher, type="totp", data={"secret": "x"})
    client, target = sign_in(teacher)
    assert target == CODE
    page = client.get(CODE).content.decode()
    assert "安全密钥登录" not in page
    assert "webauthn.js" not in page


def _answer(**response: str) -> str:
    """The frame of a key's answer around whatever stands in ``response``."""
    return json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": response})


class TestAttacks:
    def refused(self, client: Client, answer: Any) -> None:
        assert "没有通过" in answer.content.decode()
        assert not is_in(client)

    def test_the_key_of_somebody_else(self, editor):
        with_key(editor)
        client, _ = sign_in(editor)
        self.refused(client, use(client, SoftwareKey()))
        assert AuditEntry.objects.filter(kind=AuditKind.FACTOR_FAILED, subject=editor).count() == 1

    def test_a_false_page_that_passes_the_answer_on(self, editor):
        _, key = with_key(editor)
        key.origin = "https://localhost.evil.example"
        client, _ = sign_in(editor)
        self.refused(client, use(client, key))

    def test_a_signature_of_something_else(self, editor):
        _, key = with_key(editor)
        client, _ = sign_in(editor)
        answer = key.get(options_in(client.get(CODE)))
        other = key.get(options_in(client.get(CODE)))
        answer["response"]["clientDataJSON"] = other["response"]["clientDataJSON"]
        self.refused(client, client.post(CODE, {"credential": json.dumps(answer)}))

    def test_an_answer_that_was_used_before(self, editor):
        _, key = with_key(editor)
        first, _ = sign_in(editor)
        answer = json.dumps(key.get(options_in(first.get(CODE))))
        first.post(CODE, {"credential": answer})
        assert is_in(first)
        second, _ = sign_in(editor)
        second.get(CODE)
        self.refused(second, second.post(CODE, {"credential": answer}))

    def test_guessing_is_counted_per_account(self, editor):
        with_key(editor)
        for _ in range(5):
            client, _ = sign_in(editor)
            for _ in range(3):
                answer = use(client, SoftwareKey())
        assert "连续输错" in answer.content.decode()

    @pytest.mark.parametrize(
        "sent",
        [
            "",
            "{}",
            "[]",
            "7",
            '"x"',
            "null",
            "[" * 20_000,
            "{" * 60_000,
            '{"id": 1, "rawId": 1, "response": 1, "type": 1}',
            '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {}}',
            _answer(clientDataJSON="e30", attestationObject="oA"),
            _answer(clientDataJSON="e30", authenticatorData="AA", signature="AA"),
        ],
    )
    def test_nonsense_is_no_fault_of_ours(self, editor, sent):
        client, _ = with_key(editor)
        client.get(ADD)
        assert client.post(ADD, {"credential": sent}).status_code == 422
        assert client.post(CONFIRM, {"credential": sent}).status_code == 422
        assert Authenticator.objects.filter(user=editor, type="webauthn").count() == 1
        other, _ = sign_in(editor)
        assert other.post(CODE, {"credential": sent}).status_code == 200
        assert not is_in(other)

    def test_a_key_added_for_another_challenge(self, editor):
        client, _ = sign_in(editor)
        answer = SoftwareKey().create(options_in(client.get(ADD)))
        client.get(ADD)
        assert client.post(ADD, {"credential": json.dumps(answer)}).status_code == 422
        assert not Authenticator.objects.exists()

    def test_a_name_too_long_is_said_beside_its_field(self, editor):
        client, _ = sign_in(editor)
        answer = add(client, SoftwareKey(), "长" * 51)
        assert answer.status_code == 422
        assert "名称最多 50 个字" in answer.content.decode()
        assert "长" * 51 in answer.content.decode()


class TestRemoval:
    def test_a_teacher_gives_up_the_last_one(self, site_home):
        teacher = TeacherFactory()
        client, _ = with_key(teacher)
        address = f"/accounts/two-factor/keys/{row_of(teacher).pk}/remove/"
        assert "最后一种验证方式" in client.get(address).content.decode()
        assert client.post(address).url == "/accounts/two-factor/"
        assert not Authenticator.objects.filter(user=teacher).exists()
        assert AuditEntry.objects.filter(actor=teacher, words="安全密钥", kind="factor_removed")

    def test_who_must_have_one_keeps_the_last(self, editor):
        client, _ = with_key(editor)
        address = f"/accounts/two-factor/keys/{row_of(editor).pk}/remove/"
        for answer in (client.get(address), client.post(address)):
            assert "不能停用" in answer.content.decode()
        assert answer.status_code == 409
        assert row_of(editor)

    def test_one_of_two_goes(self, editor):
        client, key = with_key(editor)
        first = row_of(editor)
        assert add(client, SoftwareKey(), "").status_code == 302
        assert client.post(f"/accounts/two-factor/keys/{first.pk}/remove/").status_code == 302
        left = row_of(editor)
        assert left.wrap().name == "安全密钥 2"
        assert Authenticator.objects.filter(user=editor, type="recovery_codes").exists()
        assert client.get("/my/reviews/").status_code == 200
        other, _ = sign_in(editor)
        use(other, key)
        assert not is_in(other), "what was removed opens nothing"

    def test_nobody_removes_the_key_of_another(self, editor):
        with_key(editor)
        stranger, _ = with_key(TeacherFactory())
        address = f"/accounts/two-factor/keys/{row_of(editor).pk}/remove/"
        assert stranger.post(address).status_code == 404
        assert row_of(editor)

    def test_an_administrator_resets_it(self, editor):
        with_key(editor)
        admin = UserFactory(role=Role.SITE_ADMIN)
        assert reset_second_factor(user=editor, reason="持工作证到场", by=admin) == 2
        assert not Authenticator.objects.filter(user=editor).exists()


def test_an_older_session_confirms_with_the_key(editor):
    client, key = with_key(editor)
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()
    assert client.get(ADD).url.startswith("/accounts/reauthenticate/")
    answer = key.get(options_in(client.get(f"{CONFIRM}?next={ADD}")))
    sent = {"credential": json.dumps(answer), "next": ADD}
    assert client.post(CONFIRM, sent).url == ADD
    assert client.get(ADD).status_code == 200


def test_pages_keep_to_the_policy(editor):
    """Nothing on them runs that does not come from a file; what stands in them is data."""
    client, _ = sign_in(editor)
    page = client.get(ADD)
    assert "'unsafe-inline'" not in page["Content-Security-Policy"]
    scripts = page.content.decode().split("<script")[1:]
    assert scripts
    assert [tag for tag in scripts if " src=" not in tag and "application/json" not in tag] == []
    assert " onclick=" not in page.content.decode()
