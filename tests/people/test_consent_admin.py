"""The district's consents in the admin: looking, taking back, attaching a scan."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from people.actions import attach_evidence
from people.choices import Role
from people.consent_views import ConsentPermissionPolicy
from people.models import Consent
from stories.models import StoryPage
from tests.media.factories import DocumentFactory
from tests.people.factories import TeacherFactory, UserFactory
from tests.stories.factories import publish_story, story_draft

pytestmark = pytest.mark.django_db
LIST = "/admin/consents/"
KEEPERS = [Role.CHIEF_EDITOR, Role.SITE_ADMIN]


@pytest.fixture
def page(site_home):
    return publish_story(story_draft(TeacherFactory(), title="虚构的一盏灯"))


@pytest.fixture
def consent(page):
    return page.consents.get()


def addresses(consent):
    return [
        LIST,
        f"{LIST}results/",
        *(
            reverse(f"consents:{name}", args=[consent.pk])
            for name in ("inspect", "withdraw", "evidence")
        ),
    ]


@pytest.mark.parametrize("role", KEEPERS)
def test_every_page_answers_its_keepers(client, consent, role):
    client.force_login(UserFactory(role=role))
    for address in addresses(consent):
        html = client.get(address)
        assert html.status_code == 200, address
        assert "张虚构" in html.content.decode(), address
    assert "/admin/consents/" in client.get("/admin/").content.decode()


@pytest.mark.parametrize("role", [Role.EDITOR, Role.TEACHER])
def test_nobody_else(client, consent, role):
    client.force_login(UserFactory(role=role))
    for address in addresses(consent):
        for send in (client.get, client.post):
            answer = send(address, {"note": "闹着玩"})
            assert answer.status_code in {302, 403}, address
    consent.refresh_from_db()
    assert consent.withdrawn_on is None
    if role == Role.EDITOR:
        assert "/admin/consents/" not in client.get("/admin/").content.decode()


@pytest.mark.parametrize("address", ["new/", "edit/{}/", "delete/{}/", "copy/{}/"])
def test_history_is_not_edited(client, consent, address):
    client.force_login(UserFactory(is_superuser=True))
    assert client.get(LIST + address.format(consent.pk)).status_code == 404


def test_taking_one_back(client, page, consent):
    chief = UserFactory(role=Role.CHIEF_EDITOR)
    client.force_login(chief)
    address = reverse("consents:withdraw", args=[consent.pk])
    asked = client.get(address).content.decode()
    assert "已公开的稿件会立刻从页面、列表、搜索和订阅里撤下" in asked
    assert client.post(address, {"note": " "}).status_code == 422
    early = client.post(address, {"note": "来信", "on": "2001-01-01"})
    assert early.status_code == 422
    assert "撤回日期要在同意日期之后" in early.content.decode()
    assert client.post(address, {"note": "来信", "on": "昨天"}).status_code == 422
    assert StoryPage.objects.get(pk=page.pk).live
    done = client.post(address, {"note": "本人来信", "on": "2025-09-05"})
    assert done.url == reverse("consents:inspect", args=[consent.pk])
    consent.refresh_from_db()
    assert (consent.withdrawn_on, consent.withdrawn_by) == (date(2025, 9, 5), chief)
    assert not StoryPage.objects.get(pk=page.pk).live
    html = client.get(done.url).content.decode()
    assert "本人来信" in html
    assert "撤回同意</a>" not in html


def test_the_policy_names_its_keepers():
    keepers = {UserFactory(role=role) for role in KEEPERS} | {UserFactory(is_superuser=True)}
    UserFactory(role=Role.EDITOR)
    policy = ConsentPermissionPolicy(Consent)
    assert set(policy.users_with_permission("view")) == keepers
    assert not policy.users_with_permission("change").exists()


def test_finding_and_filtering(client, page, consent):
    client.force_login(UserFactory(role=Role.SITE_ADMIN))
    assert consent.given_on == date(2025, 9, 1)

    def shown(**query):
        return "张虚构" in client.get(LIST, query).content.decode()

    assert [shown(q=words) for words in ("张虚", "一盏灯", "李虚构")] == [True, True, False]
    assert [shown(scope=scope) for scope in ("photo", "name")] == [True, False]
    states = ("in_force", "expired", "withdrawn")
    assert [shown(state=state) for state in states] == [True, False, False]
    Consent.objects.update(expires_on=date(2025, 9, 2))
    assert [shown(state=state) for state in states] == [False, True, False]
    Consent.objects.update(withdrawn_on=date(2025, 9, 2), withdrawn_at=timezone.now())
    assert [shown(state=state) for state in states] == [False, False, True]
    assert client.get(LIST, {"state": "x", "ordering": "-given_on"}).status_code == 200


def test_the_list_costs_the_same_for_many(client, consent, django_assert_max_num_queries):
    client.force_login(UserFactory(role=Role.SITE_ADMIN))

    def queries():
        with django_assert_max_num_queries(25) as counted:
            assert client.get(LIST).status_code == 200
        return len(counted)

    queries()
    few = queries()
    for number in range(15):
        consent.pk, consent.person_name = None, f"虚构{number}"
        consent._state.adding = True
        consent.save()
    assert queries() == few


def test_a_scan_is_attached_once_private_and_protected(client, consent):
    admin = UserFactory(role=Role.SITE_ADMIN)
    client.force_login(admin)
    scan = DocumentFactory(title="虚构的同意书")
    address = reverse("consents:evidence", args=[consent.pk])
    assert client.post(address, {"evidence": ""}).status_code == 422
    assert client.post(address, {"evidence": 0}).status_code == 422
    assert client.post(address, {"evidence": scan.pk}).status_code == 302
    consent.refresh_from_db()
    assert consent.evidence == scan
    again = client.post(address, {"evidence": DocumentFactory().pk})
    assert again.status_code == 422
    assert "记录不能改写" in again.content.decode()
    client.logout()
    assert client.get(scan.url).status_code == 404
    client.force_login(UserFactory(is_superuser=True))
    assert client.post(reverse("wagtaildocs:delete", args=[scan.pk])).status_code in {302, 403}
    consent.refresh_from_db()
    assert consent.evidence == scan


def test_a_teacher_attaches_none(consent):
    with pytest.raises(PermissionDenied, match="只有总编和站点管理员"):
        attach_evidence(consent_id=consent.pk, evidence=DocumentFactory(), by=TeacherFactory())
