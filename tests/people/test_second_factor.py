"""两步验证: who needs it, how it is set up, lost and reset."""

import time

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client, TestCase

from people.choices import PRIVILEGED_ROLES, AuditKind, Role
from people.models import AuditEntry, User
from people.second_factor.actions import reset_second_factor
from people.second_factor.rules import must_have
from tests.people.factories import PASSWORD, TeacherFactory, UserFactory

pytestmark = pytest.mark.django_db
ACTIVATE = "/accounts/two-factor/activate/"
CODE = "/accounts/two-factor/code/"
CONFIRM = "/accounts/reauthenticate/"


@pytest.fixture
def required(settings):
    settings.REQUIRE_SECOND_FACTOR = True


@pytest.fixture
def editor():
    return UserFactory(role=Role.EDITOR)


def sign_in(user: User) -> tuple[Client, str]:
    client = Client()
    sent = {"login": user.staff_number, "password": PASSWORD}
    return client, client.post("/accounts/login/", sent).url


def code_of(secret: str, ahead: int = 0) -> str:
    """The code of this half minute or the next (``ahead``): good also if that begins meanwhile."""
    _, now, _ = totp.yield_hotp_counters_from_time()
    counter = now + ahead
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def enrol(user: User) -> tuple[Client, str]:
    """Set it up as the person would right after the sign-in; returns the client and the secret."""
    client, _ = sign_in(user)
    secret = client.get(ACTIVATE).context["form"].secret
    with TestCase.captureOnCommitCallbacks(execute=True):
        answer = client.post(ACTIVATE, {"code": code_of(secret)})
    assert answer.status_code == 302, answer.context["form"].errors
    return client, secret


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("role", [*Role, None])
def test_who_must_have_one(settings, role):
    user = UserFactory(role=role)
    assert not must_have(user)
    settings.REQUIRE_SECOND_FACTOR = True
    assert must_have(user) == (role in PRIVILEGED_ROLES)


def test_an_editor_sets_it_up_before_anything_else(required, editor, site_home):
    client, _ = sign_in(editor)
    for address in ("/my/", "/my/reviews/", "/admin/", "/"):
        answer = client.get(address)
        assert (answer.status_code, answer.url.partition("?")[0]) == (302, ACTIVATE)
    assert client.post("/my/submissions/new/story/", {"title": "题目"}).url == ACTIVATE
    assert client.get("/my/", headers={"HX-Request": "true"})["HX-Redirect"] == ACTIVATE
    page = client.get(ACTIVATE)
    assert "须启用两步验证" in page.content.decode()
    assert page.context["form"].secret in page.content.decode()
    assert client.post("/accounts/logout/").status_code == 302


def let_lie(client: Client, seconds: int) -> None:
    """Let the sign-in of the session be so long ago."""
    session = client.session
    for record in session[AUTHENTICATION_METHODS_SESSION_KEY]:
        record["at"] = time.time() - seconds
    session.save()


def test_from_the_sign_in_to_the_desk_with_one_password(required, editor, site_home):
    client = Client()
    page = client.post(
        "/accounts/login/", {"login": editor.staff_number, "password": PASSWORD}, follow=True
    )
    assert page.redirect_chain[-1] == (ACTIVATE, 302)
    assert 'type="password"' not in page.content.decode()
    code = code_of(page.context["form"].secret)
    with TestCase.captureOnCommitCallbacks(execute=True):
        page = client.post(ACTIVATE, {"code": code}, follow=True)
    assert page.redirect_chain == [("/accounts/two-factor/recovery/", 302)]
    [codes] = Authenticator.objects.filter(user=editor, type="recovery_codes")
    assert codes.wrap().get_unused_codes()[0] in page.content.decode()
    assert client.get("/my/reviews/").status_code == 200


@pytest.mark.parametrize("address", [ACTIVATE, "/accounts/two-factor/recovery/new/"])
@pytest.mark.parametrize(("seconds", "asked"), [(0, False), (590, False), (610, True), (-60, True)])
def test_an_older_session_is_asked_for_the_password(site_home, address, seconds, asked):
    client, _ = sign_in(TeacherFactory())
    let_lie(client, seconds)
    answer = client.get(address)
    if not asked:
        assert answer.status_code == 200
        return
    assert (answer.status_code, answer.url.partition("?")[0]) == (302, CONFIRM)
    assert client.post(answer.url, {"password": "falsches-Wort-77"}).status_code == 200
    assert client.get(address).status_code == 302
    again = client.post(answer.url, {"password": PASSWORD, "next": address})
    assert (again.status_code, again.url) == (302, address)
    assert client.get(address).status_code == 200


def test_another_person_of_the_browser_is_asked(site_home):
    client, _ = sign_in(TeacherFactory())
    client.force_login(TeacherFactory())
    assert client.get(ACTIVATE).url.startswith(CONFIRM)


def test_a_password_without_its_code_opens_nothing(editor, site_home):
    enrol(editor)
    client, target = sign_in(editor)
    assert target == CODE
    assert not client.get(ACTIVATE).wsgi_request.user.is_authenticated
    assert client.get("/accounts/two-factor/recovery/").url.startswith("/accounts/login/")


def test_afterwards_the_session_works_and_shows_recovery_codes(required, editor, site_home):
    client, _ = enrol(editor)
    shown = client.get("/accounts/two-factor/recovery/")
    [codes] = Authenticator.objects.filter(user=editor, type="recovery_codes")
    assert codes.wrap().get_unused_codes()[0] in shown.content.decode()
    assert client.get("/my/reviews/").status_code == 200
    kinds = set(AuditEntry.objects.filter(actor=editor).values_list("kind", "words"))
    assert {("factor_added", "动态验证码"), ("factor_added", "备用码")} <= kinds


def test_the_next_sign_in_asks_for_the_code(editor, site_home):
    _, secret = enrol(editor)
    client, target = sign_in(editor)
    assert target == CODE
    assert not is_in(client)
    wrong = client.post(CODE, {"code": "000000"})
    assert "验证码不正确" in wrong.content.decode()
    assert AuditEntry.objects.filter(kind=AuditKind.FACTOR_FAILED, subject=editor).count() == 1
    assert not is_in(client)
    assert client.post(CODE, {"code": code_of(secret, ahead=1)}).status_code == 302
    assert is_in(client)


def test_a_code_opens_once(editor, site_home):
    _, secret = enrol(editor)
    code = code_of(secret, ahead=1)
    first, second = sign_in(editor)[0], sign_in(editor)[0]
    first.post(CODE, {"code": code})
    second.post(CODE, {"code": code})
    assert (is_in(first), is_in(second)) == (True, False)


def test_a_recovery_code_opens_once(editor, site_home):
    enrol(editor)
    [codes] = Authenticator.objects.filter(user=editor, type="recovery_codes")
    code = codes.wrap().get_unused_codes()[0]
    first, second = sign_in(editor)[0], sign_in(editor)[0]
    first.post(CODE, {"code": code})
    second.post(CODE, {"code": code})
    assert (is_in(first), is_in(second)) == (True, False)


def test_guessing_is_counted_per_account(editor, site_home):
    enrol(editor)
    for _ in range(5):
        client, _ = sign_in(editor)
        for _ in range(3):
            answer = client.post(CODE, {"code": "000000"})
    assert "连续输错" in answer.content.decode()


@pytest.mark.parametrize("sent", [{}, {"credential": "{}"}, {"code": "x" * 5000}, {"code": "\0"}])
def test_odd_answers_are_no_fault_of_ours(editor, site_home, sent):
    enrol(editor)
    client, _ = sign_in(editor)
    assert client.post(CODE, sent).status_code in {200, 302}
    assert not is_in(client)


def test_secrets_are_unreadable_in_the_database(editor, site_home):
    _, secret = enrol(editor)
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        stored = "".join(str(row[0]) for row in cursor.fetchall())
    assert "secret" in stored
    assert secret not in stored


def test_whoever_needs_it_cannot_switch_it_off(required, editor, site_home):
    client, _ = enrol(editor)
    answer = client.post("/accounts/two-factor/deactivate/")
    assert "不能停用" in answer.content.decode()
    assert Authenticator.objects.filter(user=editor, type="totp").exists()


def test_a_teacher_may_use_it_and_switch_it_off(required, site_home):
    teacher = TeacherFactory()
    client, _ = enrol(teacher)
    assert client.post("/accounts/two-factor/deactivate/").status_code == 302
    assert not Authenticator.objects.filter(user=teacher).exists()
    assert AuditEntry.objects.filter(actor=teacher, kind=AuditKind.FACTOR_REMOVED).exists()


class TestReset:
    """The telephone is lost."""

    def test_ends_sessions_and_is_noted_with_its_reason(self, required, editor, site_home):
        client, _ = enrol(editor)
        admin = UserFactory(role=Role.SITE_ADMIN)
        assert reset_second_factor(user=editor, reason="持工作证到场", by=admin) == 2
        assert not client.get("/my/").wsgi_request.user.is_authenticated
        [line] = AuditEntry.objects.filter(kind=AuditKind.FACTOR_RESET)
        assert (line.actor, line.subject, line.words) == (admin, editor, "持工作证到场")
        client, _ = sign_in(editor)
        assert client.get("/my/").url.startswith(ACTIVATE)

    def test_without_a_factor_nothing_is_noted(self, editor):
        assert reset_second_factor(user=editor, reason="无") == 0
        assert not AuditEntry.objects.filter(kind=AuditKind.FACTOR_RESET).exists()

    @pytest.mark.parametrize("role", [role for role in Role if role != Role.SECURITY_ADMIN])
    def test_where_rights_are_separate_only_security_administrators(self, editor, role):
        UserFactory(role=Role.SECURITY_ADMIN)
        with pytest.raises(PermissionDenied):
            reset_second_factor(user=editor, reason="无", by=UserFactory(role=role))

    def test_nobody_resets_the_own(self):
        admin = UserFactory(role=Role.SITE_ADMIN)
        with pytest.raises(PermissionDenied):
            reset_second_factor(user=admin, reason="无", by=admin)

    def test_by_a_form_in_the_admin(self, client, editor, site_home):
        enrol(editor)
        client.force_login(UserFactory(role=Role.SITE_ADMIN))
        address = f"/admin/users/{editor.pk}/second-factor/"
        assert "核实方式" in client.get(address).content.decode()
        assert client.post(address, {"reason": ""}).status_code == 200
        assert client.post(address, {"reason": "本人到场"}).status_code == 302
        assert not Authenticator.objects.filter(user=editor).exists()
        client.force_login(UserFactory(role=Role.EDITOR))
        assert client.get(address).status_code in {302, 403}
