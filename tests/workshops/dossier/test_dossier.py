"""The dossier of a year: from what happened to the office's words, on screen and paper."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail import hooks

from editorial.errors import NotPossible, ReviewRefused
from editorial.models import Notification
from editorial.printing import printing_problem
from people.roles import Role
from portal.facts import WORKSHOP_FACTS_HOOK, Fact, FactKind
from tests.people.factories import TeacherFactory, UserFactory
from tests.workshops.factories import (
    log_in,
    make_dossier,
    make_host,
    make_indicators,
    make_member,
    make_people,
    make_showcase,
    make_workshop,
    make_year,
)
from workshops.dossier import actions
from workshops.dossier.actions import Said
from workshops.dossier.queries import answers_of, frozen, record_of, shown_record, thawed
from workshops.models import Dossier, Indicator, Membership

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(site_home):
    return make_people()


@pytest.fixture
def year(site_home):
    made = make_year()
    make_indicators(made)
    return made


def url(name, *args):
    return reverse(f"workshops:{name}", args=args)


def happened(page, reader, start, end):
    yield Fact(FactKind.ACTIVITY, start, "第一次评课", "/forums/x/")
    yield Fact(FactKind.ATTENDANCE, start, "第一次评课", number=12, unit="人次")
    yield Fact(FactKind.HOURS, start, "第一次评课", number=Decimal("1.25"), unit="学时")
    yield Fact(FactKind.ACTIVITY, start, "不该看见的", is_visible=False)


def test_the_record_comes_from_what_happened(people, year):
    workshop, host = people.workshop, people["host"]
    make_showcase(workshop, host, title="一节课")
    with hooks.register_temporarily(WORKSHOP_FACTS_HOOK, happened):
        record = record_of(workshop, year, host)
    sums = [(each.label, each.number, each.unit) for each in record.sums]
    assert sums == [
        ("活动", 1, "次"),
        ("参加", 12, "人次"),
        ("学时", Decimal("1.25"), "学时"),
        ("成果", 1, "项"),
    ]
    assert (record.people.during, record.people.guides, record.people.joined) == (2, 1, 2)
    assert thawed(frozen(record)) == record


def test_people_of_a_year(people, year):
    workshop = people.workshop
    before, start = year.starts_on - timedelta(days=30), year.starts_on
    common = {"workshop": workshop, "state": "left", "came_by": "entered"}
    Membership.objects.create(**common, name="早走的", joined_on=before, left_on=before)
    Membership.objects.create(**common, name="年初走的", joined_on=before, left_on=start)
    Membership.objects.create(
        workshop=workshop, name="一直在的", state="active", came_by="list", joined_on=None
    )
    found = record_of(workshop, year, people["host"]).people
    assert (found.during, found.joined, found.left) == (4, 2, 1)


def test_handing_in_keeps_what_happened_and_the_indicators(people, year):
    workshop, host = people.workshop, people["host"]
    with hooks.register_temporarily(WORKSHOP_FACTS_HOOK, happened):
        dossier = make_dossier(workshop, year)
    make_showcase(workshop, host, title="后来的课")
    Indicator.objects.update(name="改了名", weight=99)
    Indicator.objects.first().delete()
    record = shown_record(dossier, host)
    assert [fact.title for fact in record.facts] == ["第一次评课"] * 3
    assert [(each.name, each.weight) for each in answers_of(dossier)] == [
        ("指标0", 0),
        ("指标1", 10),
    ]


def test_an_open_dossier_follows_the_offices_indicators(people, year):
    dossier = make_dossier(people.workshop, year, handed_in=False)
    Indicator.objects.filter(name="指标0").delete()
    added = Indicator.objects.create(name="新指标", level_lines="有\n无", order=9)
    added.years.add(year)
    assert [each.name for each in answers_of(dossier)] == ["指标1", "新指标"]
    with pytest.raises(NotPossible, match="新指标"):
        actions.hand_in(dossier_id=dossier.pk, by=people["host"])
    actions.write_dossier(
        dossier_id=dossier.pk, by=people["host"], summary="话", said={added.pk: Said("有")}
    )
    actions.hand_in(dossier_id=dossier.pk, by=people["host"])
    assert list(dossier.answers.values_list("name", "level")) == [
        ("指标1", "良好"),
        ("新指标", "有"),
    ]


VERBS = {
    "begin": lambda d, by: actions.begin_dossier(
        workshop_id=d.workshop_id, by=by, year_id=d.year_id
    ),
    "write": lambda d, by: actions.write_dossier(dossier_id=d.pk, by=by, summary="x", said={}),
    "hand in": lambda d, by: actions.hand_in(dossier_id=d.pk, by=by),
    "return": lambda d, by: actions.return_dossier(dossier_id=d.pk, by=by, sentence="补"),
    "assess": lambda d, by: actions.assess(dossier_id=d.pk, by=by, opinion="好", said={}),
}


@pytest.mark.parametrize("verb", VERBS)
def test_who_may_do_what(people, year, verb):
    dossier = make_dossier(people.workshop, year)
    allowed = ("host",) if verb in ("begin", "write", "hand in") else ("editor", "chief")
    for name, user in people.everybody.items():
        if name == "anonymous" or name in allowed:
            continue
        with pytest.raises(ReviewRefused):
            VERBS[verb](dossier, user)
    dossier.refresh_from_db()
    assert dossier.state == "handed_in"


def test_nobody_assesses_the_own_workshop(site_home, year):
    host = TeacherFactory(role=Role.EDITOR)
    from people.actions import grant_role

    grant_role(user=host, role=Role.WORKSHOP_HOST)
    dossier = make_dossier(make_workshop(host), year)
    for verb in ("return", "assess"):
        with pytest.raises(ReviewRefused, match="自己主持"):
            VERBS[verb](dossier, host)


def levels_of(dossier, level="优秀"):
    return {answer.pk: Said(level, "看过") for answer in dossier.answers.all()}


def test_a_dossier_goes_there_and_back_and_stays_on_record(people, year):
    dossier, editor = make_dossier(people.workshop, year), people["editor"]
    with pytest.raises(ValidationError) as refused:
        actions.return_dossier(dossier_id=dossier.pk, by=editor, sentence=" ")
    assert list(refused.value.message_dict) == ["sentence"]
    actions.return_dossier(dossier_id=dossier.pk, by=editor, sentence="活动请写明场次。")
    assert (
        "活动请写明场次。"
        in Notification.objects.get(recipient=people["host"], text__contains="退回").text
    )
    with pytest.raises(NotPossible):
        actions.assess(dossier_id=dossier.pk, by=editor, opinion="好", said={})
    actions.hand_in(dossier_id=dossier.pk, by=people["host"])
    with pytest.raises(NotPossible):
        actions.write_dossier(dossier_id=dossier.pk, by=people["host"], summary="x", said={})
    with pytest.raises(ValidationError) as refused:
        actions.assess(dossier_id=dossier.pk, by=editor, opinion="", said={})
    assert len(refused.value.message_dict) == 3
    actions.assess(dossier_id=dossier.pk, by=editor, opinion="做得深。", said=levels_of(dossier))
    for verb in ("return", "assess"):
        with pytest.raises(NotPossible):
            VERBS[verb](dossier, people["chief"])
    with pytest.raises(NotPossible):
        VERBS["write"](dossier, people["host"])
    steps = dossier.steps.values_list("verb", "by__name")
    host, name = people["host"].name, editor.name
    assert list(steps) == [
        ("hand_in", host),
        ("return", name),
        ("hand_in", host),
        ("assess", name),
    ]


def test_a_year_begins_before_its_dossier(people):
    ahead = make_year(timezone.localdate() + timedelta(days=1))
    with pytest.raises(NotPossible, match="还没有开始"):
        actions.begin_dossier(workshop_id=people.workshop.pk, by=people["host"], year_id=ahead.pk)


def test_the_host_writes_and_hands_in_without_scripts(client, people, year):
    workshop = people.workshop
    log_in(client, people["host"])
    sent = client.post(url("dossiers", workshop.pk), {"year": year.pk})
    address = url("dossier", workshop.pk, year.pk)
    assert sent.url == address
    first, second = Indicator.objects.all()
    data = {"summary": "我写的自评", f"level-{first.pk}": "优秀", f"text-{first.pk}": "说明一"}
    assert client.post(address, data | {"action": "save"}).url == address
    page = client.get(address).content.decode()
    assert "我写的自评" in page
    assert "说明一" in page
    early = client.post(address, data | {"action": "hand_in"})
    assert early.status_code == 409
    assert second.name in early.content.decode()
    wrong = client.post(address, data | {f"level-{second.pk}": "极好", "action": "save"})
    assert wrong.status_code == 422
    assert "请从列出的等级里选一项" in wrong.content.decode()
    long = client.post(address, data | {"summary": "长" * 2001, "action": "save"})
    assert long.status_code == 422
    assert "最多 2000 个字" in long.content.decode()
    done = client.post(address, data | {f"level-{second.pk}": "合格", "action": "hand_in"})
    assert done.url == address
    assert "等待评议" in client.get(address).content.decode()
    assert client.post(address, data).status_code == 409


def test_the_office_assesses_over_the_web(client, people, year):
    dossier = make_dossier(people.workshop, year)
    log_in(client, people["editor"])
    assert people.workshop.title in client.get(url("office")).content.decode()
    address = url("assess", dossier.pk)
    empty = client.post(address, {"action": "assess"})
    assert empty.status_code == 422
    assert "请写几句评议意见" in empty.content.decode()
    back = client.post(address, {"action": "return", "sentence": ""})
    assert back.status_code == 422
    answers = list(dossier.answers.all())
    data = {f"level-{each.pk}": "优秀" for each in answers}
    data |= {"opinion": "扎实。", "action": "assess"}
    assert client.post(address, data).url == url("office")
    assert client.post(address, data).status_code == 409
    log_in(client, people["host"])
    page = client.get(url("dossier", people.workshop.pk, year.pk)).content.decode()
    assert "扎实。" in page


def test_the_office_lists_what_waits_first_and_ranks_nothing(client, people, year):
    waiting = make_workshop(make_host(), title="后面的工作坊")
    make_dossier(waiting, year)
    log_in(client, people["editor"])
    page = client.get(url("office")).content.decode()
    assert page.index("后面的工作坊") < page.index(people.workshop.title)
    for query in ("?year=x", "?year=999999", "?page=x"):
        assert client.get(url("office") + query).status_code == 200


@pytest.mark.skipif(bool(printing_problem()), reason="no Pango or no Chinese font here")
def test_paper_and_pdf_say_the_same(client, people, year):
    dossier = make_dossier(people.workshop, year)
    actions.assess(
        dossier_id=dossier.pk, by=people["editor"], opinion="做得深。", said=levels_of(dossier)
    )
    log_in(client, people["host"])
    paper = client.get(url("dossier_paper", people.workshop.pk, year.pk)).content.decode()
    for words in ("做得深。", "指标1（10）", "看过", "这一年做了一件事。", people.workshop.title):
        assert words in paper
    answer = client.get(url("dossier_pdf", people.workshop.pk, year.pk))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


def test_queries_do_not_grow(client, site_home):
    host = make_host()
    workshop, year = make_workshop(host), make_year()
    editor = UserFactory(role=Role.EDITOR)
    counts = []
    for amount in (1, 9, 30):
        for number in range(amount):
            make_member(workshop)
            if number < 8:
                make_showcase(workshop, host, title=f"课{amount}-{number}")
        Dossier.objects.all().delete()
        dossier = make_dossier(workshop, year)
        found = []
        for user, address in (
            (host, url("dossiers", workshop.pk)),
            (host, url("dossier", workshop.pk, year.pk)),
            (editor, url("assess", dossier.pk)),
            (editor, url("office")),
        ):
            log_in(client, user)
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            found.append(len(queries))
        counts.append(found)
        make_indicators(year, 1)
        make_workshop()
    assert counts[0] == counts[1] == counts[2]
