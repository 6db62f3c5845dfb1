"""The district's figures: who may set them, and what cannot be changed any more."""

from datetime import date

import pytest
from django.urls import reverse

from people.roles import Role
from reading.models.programme import Period, ReadingYear, RuleSet
from tests.people.factories import SchoolAdminFactory, TeacherFactory, UserFactory
from tests.reading.programme.factories import finish, make_period, make_rule_set, make_year

pytestmark = pytest.mark.django_db

FIGURES = {
    "name": "2+N",
    "classics": 1,
    "monographs": 1,
    "general": 0,
    "classic_evidence": "review",
    "monograph_evidence": "review",
    "general_evidence": "finished",
    "source": "",
}


@pytest.fixture
def editor(client):
    editor = UserFactory(role=Role.EDITOR)
    client.force_login(editor)
    return editor


def sent(rule_set, **changes):
    return {name: getattr(rule_set, name) for name in FIGURES} | changes


def test_a_rule_set_is_made_and_changed_before_it_is_used(client, editor):
    client.post(reverse("programme_rules:add"), FIGURES)
    made = RuleSet.objects.get()
    client.post(reverse("programme_rules:edit", args=[made.pk]), sent(made, classics=2))
    made.refresh_from_db()
    assert made.classics == 2


def test_the_figures_of_a_used_rule_set_stay(client, editor):
    year = make_year()
    finish(TeacherFactory(), "classic")
    rule_set = year.rule_set
    address = reverse("programme_rules:edit", args=[rule_set.pk])
    answer = client.post(address, sent(rule_set, classics=2))
    assert "请用“复制”另建一套" in answer.content.decode()
    client.post(address, sent(rule_set, name="改了名", source="某通知"))
    rule_set.refresh_from_db()
    assert (rule_set.classics, rule_set.name) == (1, "改了名")
    assert client.get(reverse("programme_rules:copy", args=[rule_set.pk])).status_code == 200


def test_too_many_slots_are_refused(client, editor):
    client.post(reverse("programme_rules:add"), FIGURES | {"general": 31})
    assert not RuleSet.objects.exists()


def test_years_do_not_overlap(client, editor):
    year = make_year()
    fields = {"name": "另一年", "rule_set": year.rule_set.pk}
    days = {"starts_on": "2026-08-31", "ends_on": "2027-08-30"}
    answer = client.post(reverse("programme_years:add"), fields | days)
    assert "重叠" in answer.content.decode()
    client.post(reverse("programme_years:add"), fields | days | {"starts_on": "2026-09-01"})
    assert ReadingYear.objects.count() == 2
    client.post(
        reverse("programme_years:edit", args=[year.pk]),
        fields | {"name": year.name, "starts_on": "2025-08-01", "ends_on": "2026-08-31"},
    )
    year.refresh_from_db()
    assert year.starts_on == date(2025, 8, 1)


def test_the_rules_of_a_year_with_books_stay(client, editor):
    year = make_year()
    finish(TeacherFactory(), "classic")
    values = {"name": year.name, "starts_on": "2025-09-01", "ends_on": "2026-08-31"}
    address = reverse("programme_years:edit", args=[year.pk])
    answer = client.post(address, values | {"rule_set": make_rule_set().pk})
    assert "规则不能再换" in answer.content.decode()


def test_what_is_in_use_is_not_deleted(client, editor):
    year = make_year()
    finish(TeacherFactory(), "classic")
    client.post(reverse("programme_rules:delete", args=[year.rule_set.pk]))
    client.post(reverse("programme_years:delete", args=[year.pk]))
    assert ReadingYear.objects.count() == RuleSet.objects.count() == 1
    unused = make_rule_set()
    client.post(reverse("programme_rules:delete", args=[unused.pk]))
    assert RuleSet.objects.count() == 1


def test_periods_are_data(client, editor):
    values = {"name": "2026 年暑假", "kind": "holiday", "stage": "primary"}
    days = {"starts_on": "2026-07-05", "ends_on": "2026-08-31"}
    client.post(reverse("programme_periods:add"), values | days)
    period = Period.objects.get()
    client.post(reverse("programme_periods:delete", args=[period.pk]))
    assert not Period.objects.exists()


@pytest.mark.parametrize("name", ["programme_rules", "programme_years", "programme_periods"])
def test_only_editors_and_chief_editors_come_in(client, name):
    make_period()
    address = reverse(f"{name}:index")
    for role, allowed in (
        (Role.EDITOR, True),
        (Role.CHIEF_EDITOR, True),
        (Role.SITE_ADMIN, False),
        (Role.TEACHER, False),
    ):
        client.force_login(UserFactory(role=role))
        assert (client.get(address).status_code == 200) is allowed, role
    client.force_login(SchoolAdminFactory())
    assert client.get(address).status_code != 200
