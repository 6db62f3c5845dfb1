"""The tables of the district: who keeps them, and what cannot be entered."""

import pytest
from django.urls import reverse

from discussions.models import PlaceRule, Reason
from tests.discussions.factories import make_crowd

pytestmark = pytest.mark.django_db
RULE = {"kind": "book", "is_open": "on", "readers": "signed_in", "approval": "after"}


@pytest.fixture
def crowd(site_home):
    return make_crowd()


@pytest.mark.parametrize("name", ["discussion_rules", "discussion_reasons"])
@pytest.mark.parametrize(("who", "may"), [("site admin", True), ("editor", False)])
def test_who_keeps_the_tables(client, crowd, name, who, may):
    client.force_login(crowd[who])
    for view in ("index", "add"):
        assert (client.get(reverse(f"{name}:{view}")).status_code == 200) is may


def test_a_rule_of_a_kind_and_one_of_a_place(client, crowd):
    client.force_login(crowd["site admin"])
    add = reverse("discussion_rules:add")
    assert "论坛活动" in client.get(add).content.decode()
    client.post(add, RULE)
    client.post(add, RULE | {"place_id": "7", "trusted_after": "3"})
    rules = set(PlaceRule.objects.values_list("place_id", "trusted_after"))
    assert rules == {(None, None), (7, 3)}
    again = client.post(add, RULE)
    assert "已经有一条规则" in again.content.decode()


@pytest.mark.parametrize("values", [{"readers": "everybody"}, {"kind": "nothing"}])
def test_what_cannot_be(client, crowd, values):
    client.force_login(crowd["site admin"])
    answer = client.post(reverse("discussion_rules:add"), RULE | values)
    assert answer.status_code in (200, 422)
    assert not PlaceRule.objects.exists()


def test_reasons(client, crowd):
    client.force_login(crowd["site admin"])
    reason = Reason.objects.get(code="other")
    values = {"code": "other", "label": "别的原因", "order": "9", "is_active": "on"}
    client.post(reverse("discussion_reasons:edit", args=[reason.pk]), values)
    reason.refresh_from_db()
    assert (reason.label, reason.is_for_reports) == ("别的原因", False)
