"""审计记录: what is noted, who reads it, and that nobody rewrites it."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.http import FileResponse
from django.test import Client, RequestFactory
from django.utils import timezone
from openpyxl import load_workbook

from people import actions
from people.audit import receivers
from people.audit.actions import note
from people.audit.middleware import ExportTrailMiddleware, file_name
from people.choices import AuditKind, Role
from people.guarding import TRAIL
from people.models import AuditEntry
from portal.visitors import address_of
from tests.people.factories import PASSWORD, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
TRAIL_PAGE = "/admin/reports/audit/"


def lines(**which) -> list[tuple]:
    rows = AuditEntry.objects.filter(**which).order_by("pk")
    return [(row.kind, row.actor, row.subject, row.words) for row in rows]


def test_signing_in_and_out_with_the_address(site_home):
    user, client = UserFactory(), Client(REMOTE_ADDR="10.1.2.3")
    client.post(LOGIN, {"login": user.staff_number, "password": PASSWORD})
    client.post("/accounts/logout/")
    assert lines() == [("signed_in", user, None, ""), ("signed_out", user, None, "")]
    assert set(AuditEntry.objects.values_list("address", flat=True)) == {"10.1.2.3"}


def test_failures_name_the_account_and_never_what_was_typed(site_home, client):
    user = UserFactory(phone="13800001234")
    client.post(LOGIN, {"login": "13800001234", "password": "falsches-Wort-77"})
    client.post(LOGIN, {"login": "13911112222", "password": "falsches-Wort-77"})
    client.post(LOGIN, {"login": "nobody-here", "password": "falsches-Wort-77"})
    kind = "sign_in_failed"
    assert lines() == [(kind, None, user, ""), (kind, None, None, ""), (kind, None, None, "")]
    stored = str(list(AuditEntry.objects.values_list("data", "words")))
    assert "139****2222" in stored
    assert not any(word in stored for word in ("falsches", "13911112222", "nobody-here"))


def test_strangers_cannot_fill_the_trail(site_home, client, monkeypatch):
    monkeypatch.setattr(receivers, "MOST_UNKNOWN_AN_HOUR", 2)
    user = UserFactory()
    for number in range(4):
        client.post(LOGIN, {"login": f"nobody{number}", "password": "x"})
    client.post(LOGIN, {"login": user.staff_number, "password": "x"})
    assert [row[2] for row in lines()] == [None, None, user]


def test_rights_and_accounts(site_home):
    admin, user, unit = UserFactory(role=Role.SITE_ADMIN), UserFactory(), UnitFactory()
    before = AuditEntry.objects.latest("pk").pk
    actions.grant_role(user=user, role=Role.SCHOOL_ADMIN, unit=unit, by=admin)
    actions.revoke_role(user=user, role=Role.SCHOOL_ADMIN, unit=unit, by=admin)
    actions.revoke_role(user=user, role=Role.SCHOOL_ADMIN, unit=unit, by=admin)
    actions.set_initial_password(user=user, by=admin)
    made = actions.create_account(staff_number="N1", name="虚构", by=admin)
    where = f"学校管理员（{unit.name}）"
    assert lines(pk__gt=before) == [
        ("role_granted", admin, user, where),
        ("role_revoked", admin, user, where),
        ("password_given", admin, user, ""),
        ("account_created", admin, made, ""),
    ]


def test_what_is_rolled_back_is_not_noted(site_home):
    user = UserFactory()
    before = AuditEntry.objects.count()
    mark = transaction.savepoint()
    actions.grant_role(user=user, role=Role.EDITOR)
    assert AuditEntry.objects.count() == before + 1
    transaction.savepoint_rollback(mark)
    assert AuditEntry.objects.count() == before


class TestExports:
    """Whatever leaves as a table or an archive."""

    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def answer(self, user, kind, name="名单.xlsx", status=200, view="forums:export"):
        request = RequestFactory().get("/my/events/1/export/")
        request.user = user
        request.resolver_match = type("Match", (), {"view_name": view})
        answer = FileResponse(
            BytesIO(b"x"), as_attachment=bool(name), filename=name, content_type=kind
        )
        answer.status_code = status
        return ExportTrailMiddleware(lambda _: answer)(request)

    @pytest.mark.parametrize("kind", [XLSX, "text/csv; charset=utf-8", "application/zip"])
    def test_are_noted_before_they_leave(self, kind):
        user = UserFactory()
        self.answer(user, kind)
        assert lines() == [("exported", user, None, "名单.xlsx")]

    @pytest.mark.parametrize(
        "other",
        [
            {"kind": "image/png"},
            {"kind": XLSX, "name": ""},
            {"kind": XLSX, "status": 304},
            {"kind": XLSX, "view": "wagtaildocs_serve"},
        ],
    )
    def test_other_answers_are_not(self, other):
        self.answer(UserFactory(), **other)
        assert lines() == []

    def test_without_its_line_no_file_leaves(self, monkeypatch):
        def full(**values):
            raise IntegrityError

        monkeypatch.setattr("people.audit.middleware.note", full)
        with pytest.raises(IntegrityError):
            self.answer(UserFactory(), self.XLSX)

    def test_through_the_whole_portal(self, site_home, client):
        auditor = UserFactory(role=Role.AUDITOR)
        client.force_login(auditor)
        for form in ("xlsx", "csv"):
            answer = client.get(f"{TRAIL_PAGE}?export={form}")
            assert answer.status_code == 200
            assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
            assert b"".join(answer)
        exported = lines(kind=AuditKind.EXPORTED)
        assert [row[3] for row in exported] == ["审计记录.xlsx", "审计记录.csv"]

    def test_of_the_trail_hold_no_formula(self, site_home, client):
        note(kind=AuditKind.EXPORTED, actor=UserFactory(name="=1+1"), words="=cmd|x.xlsx")
        client.force_login(UserFactory(role=Role.AUDITOR))
        answer = client.get(f"{TRAIL_PAGE}?export=csv")
        text = b"".join(answer).decode("utf-8-sig")
        assert "'=cmd|x.xlsx" in text
        assert ",=" not in text
        assert "'=1+1" in text

    def test_of_the_trail_stand_whatever_was_typed(self, site_home, client):
        """A reason may hold characters that no cell of Excel can."""
        note(kind=AuditKind.FACTOR_RESET, actor=UserFactory(), words="本人\x0b到场")
        client.force_login(UserFactory(role=Role.AUDITOR))
        answer = client.get(f"{TRAIL_PAGE}?export=xlsx")
        book = load_workbook(BytesIO(b"".join(answer)))
        assert "本人到场" in [row[4] for row in book.active.values]

    @pytest.mark.parametrize(
        ("header", "name"),
        [
            ('attachment; filename="a b.xlsx"', "a b.xlsx"),
            ("attachment; filename*=utf-8''%E5%90%8D.xlsx", "名.xlsx"),
            ("attachment", ""),
        ],
    )
    def test_names_of_files(self, header, name):
        assert file_name(header) == name


class TestReading:
    @pytest.mark.parametrize("role", list(Role))
    def test_for_auditors_alone(self, site_home, client, role):
        client.force_login(UserFactory(role=role))
        allowed = role == Role.AUDITOR
        assert (client.get(TRAIL_PAGE).status_code == 200) == allowed
        export = client.get(f"{TRAIL_PAGE}?export=xlsx")
        assert (export.status_code == 200) == allowed
        menu = client.get("/admin/", follow=True).content.decode()
        assert (TRAIL_PAGE in menu) == allowed

    def test_not_even_for_operators(self, site_home, client):
        user = UserFactory(is_superuser=True)
        client.force_login(user)
        assert client.get(TRAIL_PAGE).status_code in {302, 403}

    def test_is_searched(self, site_home, client):
        auditor, user = UserFactory(role=Role.AUDITOR), UserFactory(phone="13855556666")
        note(kind=AuditKind.EXPORTED, actor=user, words="青瓷名单.xlsx")
        note(kind=AuditKind.EXPORTED, actor=auditor, words="白玉名单.xlsx")
        client.force_login(auditor)
        asked = {
            "words=青瓷": True,
            "words=白玉": False,
            "kind=exported": True,
            "kind=role_granted": False,
            "account=13855556666": True,
            f"account={user.staff_number}": True,
            f"account={user.name}": True,
            "account=没有这个人": False,
            "address=10.9.9.9": False,
            "address=;;": False,
        }
        shown = {
            query: "青瓷名单" in client.get(f"{TRAIL_PAGE}?{query}").content.decode()
            for query in asked
        }
        assert shown == asked


class TestKeeping:
    """The database refuses what Python might forget to."""

    @pytest.mark.parametrize(
        "sql",
        [
            "UPDATE people_auditentry SET words = 'x'",
            "DELETE FROM people_auditentry",
        ],
    )
    def test_nobody_rewrites_it(self, sql):
        note(kind=AuditKind.EXPORTED, words="一")
        refused = pytest.raises(IntegrityError, match=TRAIL.refusal)
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
        assert AuditEntry.objects.filter(words="一").count() == 1

    def test_neither_do_objects(self):
        line = note(kind=AuditKind.EXPORTED)
        for attempt in (line.save, line.delete, AuditEntry.objects.all().delete):
            with pytest.raises(PermissionDenied):
                attempt()

    def test_old_lines_go_and_that_is_noted(self, settings):
        settings.AUDIT_KEEP_DAYS = 183
        old = timezone.now() - timedelta(days=184)
        AuditEntry.objects.create(kind=AuditKind.EXPORTED, at=old, words="旧")
        note(kind=AuditKind.EXPORTED, words="新")
        call_command("tidy_audit")
        assert [row[0::3] for row in lines()] == [
            ("exported", "新"),
            ("tidied", f"{timezone.localtime() - timedelta(days=183):%Y-%m-%d} 以前的 1 条"),
        ]
        call_command("tidy_audit")
        assert len(lines()) == 2

    def test_never_less_than_the_law_asks(self, settings):
        settings.AUDIT_KEEP_DAYS = 182
        with pytest.raises(ImproperlyConfigured):
            call_command("tidy_audit")


@pytest.mark.parametrize(
    ("behind", "forwarded", "expected"),
    [
        (False, "1.2.3.4", "10.0.0.1"),
        (True, "1.2.3.4", "1.2.3.4"),
        (True, "9.9.9.9, 1.2.3.4", "1.2.3.4"),
        (True, "", None),
        (True, "<script>", None),
        (True, "::1", "::1"),
    ],
)
def test_the_address_that_the_proxy_saw(settings, behind, forwarded, expected):
    settings.BEHIND_PROXY = behind
    request = RequestFactory().get(
        "/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": forwarded}
    )
    assert address_of(request) == expected
