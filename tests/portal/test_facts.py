"""Facts of workshops: who knows them, how they add up."""

from datetime import date
from decimal import Decimal
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Page

from portal.facts import Fact, FactKind, sums_of, workshop_facts

DAY = date(2026, 3, 1)
FACTS = st.builds(
    Fact,
    kind=st.sampled_from(FactKind.values),
    date=st.dates(date(2025, 1, 1), date(2027, 1, 1)),
    title=st.text(max_size=3),
    number=st.none() | st.integers(0, 50),
    unit=st.sampled_from(["", "人次", "学时"]),
    is_visible=st.booleans(),
)


@given(st.lists(FACTS, max_size=12))
def test_sums_lose_nothing(facts):
    sums = sums_of(facts)
    assert sum(each.number for each in sums) == sum(
        1 if fact.number is None else fact.number for fact in facts
    )
    assert len({(each.kind, each.unit) for each in sums}) == len(sums)
    order = [FactKind.values.index(each.kind) for each in sums]
    assert order == sorted(order)


@given(st.lists(FACTS, max_size=12))
def test_only_what_is_visible_and_of_the_days_is_told(facts):
    start, end = date(2026, 1, 1), date(2026, 6, 30)
    with patch("portal.facts.hooks.get_hooks", return_value=[lambda *asked: facts]):
        found = workshop_facts(Page(path="00010001", depth=2), None, start, end, kinds=("hours",))
    wanted = [
        fact
        for fact in facts
        if fact.is_visible and start <= fact.date <= end and fact.kind == "hours"
    ]
    assert sorted(map(id, found)) == sorted(map(id, wanted))


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ([], []),
        ([Fact("activity", DAY, "一"), Fact("activity", DAY, "二")], [("活动", 2, "次")]),
        (
            [Fact("hours", DAY, "一", number=Decimal("1.25"), unit="学时")] * 2,
            [("学时", Decimal("2.50"), "学时")],
        ),
    ],
)
def test_sums_in_words(facts, said):
    assert [(each.label, each.number, each.unit) for each in sums_of(facts)] == said
