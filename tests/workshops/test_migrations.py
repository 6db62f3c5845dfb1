"""The names that stood on the pages become memberships, and back."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from wagtail.models import Page

from tests.people.factories import TeacherFactory, UnitFactory
from tests.workshops.factories import make_workshop
from workshops.models import Membership

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE, AFTER = ("workshops", "0004_rooms"), ("workshops", "0005_members_become_memberships")


def migrate(target):
    executor = MigrationExecutor(connection)
    executor.migrate([target])
    return executor.loader.project_state([target]).apps


def test_names_become_memberships_and_back(site_home):
    workshop = make_workshop()
    unit = UnitFactory(name="虚构一小")
    teacher = TeacherFactory(unit=unit, name="张甲")
    for _ in range(2):
        TeacherFactory(unit=unit, name="李重名")
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes("workshops")[0]
    try:
        old = migrate(BEFORE).get_model("workshops", "WorkshopMember")
        rows = [("张甲", "虚构一小", "坊员"), ("李重名", "虚构一小", ""), ("外地人", "", "顾问")]
        for number, (name, unit_name, role) in enumerate(rows):
            old.objects.create(
                page_id=workshop.pk, name=name, unit_name=unit_name, role=role, sort_order=number
            )
        migrate(latest)
        found = Membership.objects.order_by("pk")
        assert [(each.shown_name, each.duty, each.state, each.came_by) for each in found] == [
            ("张甲", "坊员", "active", "list"),
            ("李重名", "", "active", "list"),
            ("外地人", "顾问", "active", "list"),
        ]
        assert [each.user for each in found] == [teacher, None, None]
        back = migrate(BEFORE).get_model("workshops", "WorkshopMember")
        told = back.objects.order_by("sort_order").values_list("name", "unit_name", "role")
        assert list(told) == rows
    finally:
        migrate(latest)
    assert Page.objects.filter(pk=workshop.pk).exists()
