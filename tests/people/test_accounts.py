"""Signing in, out, being locked, and passwords."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from people import actions
from people.choices import Role
from people.middleware import ForcedPasswordChangeMiddleware
from people.models import User
from tests.people.factories import PASSWORD, TeacherFactory, UserFactory

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
NEW_PASSWORD = "chun-feng-hua-yu-26"


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    cache.clear()


def sign_in(client: Client, login: str, password: str = PASSWORD, **extra: str):
    return client.post(LOGIN, {"login": login, "password": password}, **extra)


def signed_in_as(client: Client) -> int | None:
    pk = client.session.get("_auth_user_id")
    return int(pk) if pk else None


@pytest.mark.parametrize(
    "login",
    [
        "JY001",
        "jy001",
        " JY 001",
        "13800001234",
        "138 0000 1234",
        "+8613800001234",
        "\uff11\uff13\uff18\uff10\uff10\uff10\uff10\uff11\uff12\uff13\uff14",
    ],
)
def test_staff_number_or_phone_in_any_notation(client: Client, login: str) -> None:
    user = UserFactory(staff_number="JY001", phone="13800001234")
    response = sign_in(client, login)
    assert response.status_code == 302
    assert response.url == "/my/"
    assert signed_in_as(client) == user.pk


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("JY001", "wrong-password"),
        ("nobody", PASSWORD),
        ("13900009999", PASSWORD),
        ("a\x00b", PASSWORD),
        ("' or 1=1 --", PASSWORD),
        ("陈老师", PASSWORD),
    ],
)
def test_wrong_login_says_so_in_the_same_words(client: Client, login: str, password: str) -> None:
    UserFactory(staff_number="JY001")
    response = sign_in(client, login, password)
    assert response.status_code == 200
    assert signed_in_as(client) is None
    assert "工号（或手机号）与密码不匹配" in response.content.decode()


@pytest.mark.parametrize("data", [{}, {"login": "x" * 5000, "password": "y" * 100_000}])
def test_bad_input_gives_the_form_back(client: Client, data: dict[str, str]) -> None:
    response = client.post(LOGIN, data)
    assert response.status_code == 200
    assert 'class="form__error"' in response.content.decode()


def test_an_inactive_account_cannot_sign_in(client: Client) -> None:
    UserFactory(staff_number="JY001", is_active=False)
    assert sign_in(client, "JY001").status_code == 200
    assert signed_in_as(client) is None


def test_next_leads_inside_only(client: Client) -> None:
    user = UserFactory()
    data = {"login": user.staff_number, "password": PASSWORD}
    assert client.post(LOGIN, data | {"next": "/my/reading/"}).url == "/my/reading/"
    client.logout()
    assert client.post(LOGIN, data | {"next": "https://evil.example/"}).url == "/my/"


def test_the_form_can_be_used_without_looking(client: Client) -> None:
    html = client.get(LOGIN).content.decode()
    assert 'autocomplete="username"' in html
    assert 'autocomplete="current-password"' in html
    assert '<label for="id_login">工号或手机号</label>' in html
    html = client.post(LOGIN, {}).content.decode()
    assert 'aria-describedby="id_login_error"' in html
    assert 'id="id_login_error"' in html
    assert 'aria-invalid="true"' in html


def test_unknown_names_cost_a_hash_too(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    monkeypatch.setattr(User, "set_password", lambda self, raw: hashed.append(raw))
    sign_in(client, "nobody", "some-password")
    assert hashed == ["some-password"]


def test_ten_failures_lock_the_account_under_all_its_names(client: Client) -> None:
    user = UserFactory(staff_number="JY001", phone="13800001234")
    names = ["JY001", "jy001", "13800001234", "138 0000 1234", "+86 13800001234"] * 2
    for name in names:
        assert "不匹配" in sign_in(client, name, "wrong-password").content.decode()
    for name in ("JY001", "13800001234"):
        response = sign_in(client, name)
        assert response.status_code == 200
        assert "已暂时锁定。请 15 分钟后再试" in response.content.decode()
    assert signed_in_as(client) is None
    assert User.objects.get(pk=user.pk).is_active


def test_a_name_without_account_locks_alike(client: Client) -> None:
    for _ in range(10):
        assert "不匹配" in sign_in(client, "nobody", "wrong").content.decode()
    assert "已暂时锁定" in sign_in(client, "nobody", "wrong").content.decode()


def test_two_hundred_people_behind_one_address_are_not_locked() -> None:
    users = [UserFactory() for _ in range(200)]
    for user in users:
        client = Client(REMOTE_ADDR="10.0.0.1")
        assert "不匹配" in sign_in(client, user.staff_number, "mistyped").content.decode()
        assert sign_in(client, user.staff_number).status_code == 302


def test_success_does_not_wipe_earlier_failures(client: Client) -> None:
    user = UserFactory()
    for _ in range(9):
        sign_in(client, user.staff_number, "wrong")
    assert sign_in(client, user.staff_number).status_code == 302
    client.logout()
    sign_in(client, user.staff_number, "wrong")
    assert "已暂时锁定" in sign_in(client, user.staff_number).content.decode()


def test_logout_needs_a_post(client: Client) -> None:
    client.force_login(UserFactory())
    assert client.get("/accounts/logout/").status_code == 200
    assert signed_in_as(client)
    assert client.post("/accounts/logout/").url == "/"
    assert signed_in_as(client) is None


def test_pages_of_visitors_without_session_stay_cacheable(rf) -> None:
    request = rf.get("/")  # has no user: looking at one would fail, as it would open a session
    middleware = ForcedPasswordChangeMiddleware(lambda request: HttpResponse("page"))
    assert middleware(request).content == b"page"


def test_signup_is_closed(client: Client) -> None:
    response = client.post(
        "/accounts/signup/", {"username": "me", "password1": NEW_PASSWORD, "email": "a@b.cn"}
    )
    assert response.status_code == 200
    assert "账号统一开通" in response.content.decode()
    assert not User.objects.filter(staff_number="me").exists()


@pytest.mark.parametrize("address", ["email/", "login/code/", "confirm-email/"])
def test_what_is_not_offered_has_no_address(client: Client, address: str) -> None:
    assert client.get(f"/accounts/{address}").status_code == 404


class TestInitialPassword:
    def test_first_login_leads_to_the_change_and_then_on(self, client: Client) -> None:
        user = TeacherFactory()
        password = actions.set_initial_password(user=user)
        sign_in(client, user.staff_number, password)
        response = client.get("/my/?page=2")
        assert response.status_code == 302
        assert response.url == "/accounts/password/change/?next=%2Fmy%2F%3Fpage%3D2"
        data = {"oldpassword": password, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
        response = client.post("/accounts/password/change/", data | {"next": "/my/?page=2"})
        assert response.url == "/my/?page=2"
        # Free now: refused for want of rights, not sent to the change again.
        assert client.get("/admin/").status_code == 403
        assert not User.objects.get(pk=user.pk).must_change_password

    @pytest.mark.parametrize("address", ["/my/", "/admin/", "/api/v2/pages/", "/"])
    def test_nothing_else_is_reachable(self, client: Client, address: str) -> None:
        user = UserFactory(role=Role.EDITOR, must_change_password=True)
        client.force_login(user)
        response = client.get(address)
        assert response.status_code == 302
        assert response.url.startswith("/accounts/password/change/")
        assert client.post(address).url == "/accounts/password/change/"

    def test_htmx_leaves_the_page(self, client: Client) -> None:
        client.force_login(UserFactory(must_change_password=True))
        response = client.get("/my/", headers={"HX-Request": "true"})
        assert response.headers["HX-Redirect"].startswith("/accounts/password/change/")

    def test_logging_out_stays_possible(self, client: Client) -> None:
        client.force_login(UserFactory(must_change_password=True))
        assert client.post("/accounts/logout/").url == "/"

    @pytest.mark.parametrize(
        ("first", "second", "message"),
        [
            (PASSWORD, PASSWORD, "新密码不能与原来的密码相同"),
            (NEW_PASSWORD, "something-else-26", "每次输入的密码必须相同"),
            ("short", "short", "至少"),
            ("1234567890987", "1234567890987", "数字"),
            ("", "", "请输入密码"),
        ],
    )
    def test_a_poor_new_password_is_refused_beside_the_field(
        self, client: Client, first: str, second: str, message: str
    ) -> None:
        client.force_login(UserFactory(must_change_password=True))
        response = client.post(
            "/accounts/password/change/",
            {"oldpassword": PASSWORD, "password1": first, "password2": second},
        )
        assert response.status_code == 200
        errors = re.findall(r'<p class="form__error".*?</p>', response.content.decode(), re.S)
        assert any(message in error for error in errors), errors


class TestReset:
    def ask(self, client: Client, email: str):
        return client.post("/accounts/password/reset/", {"email": email})

    def test_the_page_names_the_way_without_mail(self, client: Client) -> None:
        assert "请联系学校管理员" in client.get("/accounts/password/reset/").content.decode()

    def test_by_mail(self, client: Client, settings) -> None:
        user = UserFactory(email="Chen@Example.cn", must_change_password=True)
        assert self.ask(client, "chen@example.CN").url == "/accounts/password/reset/done/"
        (message,) = mail.outbox
        assert message.to == ["chen@example.cn"]
        assert "重设密码" in message.subject
        link = re.search(r"http\S+", message.body).group()
        assert link.startswith(settings.BASE_URL)
        page = client.get(link.removeprefix(settings.BASE_URL), follow=True)
        data = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
        response = client.post(page.request["PATH_INFO"], data)
        assert response.url == "/accounts/password/reset/key/done/"
        assert client.get(response.url).status_code == 200
        user.refresh_from_db()
        assert user.check_password(NEW_PASSWORD)
        assert not user.must_change_password
        again = client.get(link.removeprefix(settings.BASE_URL))
        assert "链接已失效" in again.content.decode()

    def test_unknown_and_inactive_addresses_get_the_same_answer_and_no_mail(
        self, client: Client
    ) -> None:
        UserFactory(email="off@example.cn", is_active=False)
        for email in ("nobody@example.cn", "off@example.cn"):
            assert self.ask(client, email).url == "/accounts/password/reset/done/"
        assert mail.outbox == []

    def test_a_former_address_opens_nothing(self, client: Client) -> None:
        user = UserFactory(email="old@example.cn")
        self.ask(client, "old@example.cn")
        User.objects.filter(pk=user.pk).update(email="new@example.cn")
        mail.outbox.clear()
        self.ask(client, "old@example.cn")
        assert mail.outbox == []

    def test_asking_again_and_again_ends_with_429(self, client: Client) -> None:
        UserFactory(email="chen@example.cn")
        answers = [self.ask(client, "chen@example.cn").status_code for _ in range(6)]
        assert answers == [302] * 5 + [429]
        assert len(mail.outbox) == 5

    def test_resetting_lifts_the_lock(self, client: Client, settings) -> None:
        user = UserFactory(email="chen@example.cn")
        for _ in range(10):
            sign_in(client, user.staff_number, "wrong")
        self.ask(client, "chen@example.cn")
        link = re.search(r"http\S+", mail.outbox[0].body).group()
        page = client.get(link.removeprefix(settings.BASE_URL), follow=True)
        data = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
        client.post(page.request["PATH_INFO"], data)
        assert sign_in(client, user.staff_number, NEW_PASSWORD).status_code == 302


class TestOneEntrance:
    @pytest.mark.parametrize(
        ("address", "target"),
        [
            ("/admin/", "/accounts/login/?next=/admin/"),
            ("/admin/login/", "/accounts/login/?next=/admin/"),
            ("/admin/login/?next=/admin/users/", "/accounts/login/?next=/admin/users/"),
        ],
    )
    def test_the_admin_sends_visitors_to_the_one_login(
        self, client: Client, address: str, target: str
    ) -> None:
        assert client.get(address).url == target

    @pytest.mark.parametrize("name", ["wagtailadmin_login", "wagtailcore_login"])
    def test_no_other_form_checks_a_password(self, client: Client, name: str) -> None:
        user = UserFactory(role=Role.EDITOR)
        data = {"username": user.staff_number, "password": PASSWORD}
        response = client.post(reverse(name), data)
        assert response.status_code == 302
        assert response.url.startswith(LOGIN)
        assert signed_in_as(client) is None

    def test_the_api_takes_no_password_either(self, client: Client) -> None:
        response = client.get("/api/v2/pages/", headers={"Authorization": "Basic bm86bm8="})
        assert response.status_code == 200

    def test_wagtails_own_reset_is_off(self, client: Client) -> None:
        assert client.get("/admin/password_reset/").status_code == 404

    @pytest.mark.parametrize("address", ["/admin/", "/admin/users/", "/admin/login/"])
    @pytest.mark.parametrize("role", [None, Role.TEACHER, Role.SCHOOL_ADMIN, Role.WORKSHOP_HOST])
    def test_without_rights_403_and_no_loop(
        self, client: Client, address: str, role: Role | None
    ) -> None:
        client.force_login(UserFactory(role=role))
        assert client.get(address).status_code == 403
        assert client.get(f"/accounts/login/?next={address}").url == address

    @pytest.mark.parametrize("role", [Role.EDITOR, Role.CHIEF_EDITOR, Role.SITE_ADMIN])
    def test_who_works_in_the_admin_gets_in(self, client: Client, role: Role) -> None:
        client.force_login(UserFactory(role=role))
        assert client.get("/admin/").status_code == 200
        assert client.get("/admin/login/").url == "/admin/"
        account = client.get("/admin/account/")
        assert account.status_code == 200
        assert "name_email-" not in account.content.decode()
        assert "password" not in account.content.decode().lower()
