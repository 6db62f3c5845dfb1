"""Honours enter the register from stories, are taken back, restored and joined."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry

from editorial.errors import Conflict, NotPossible, ReviewRefused
from people.roles import Role
from stories.honours.actions import enter_stated, join_honours, restore, revoke
from stories.models import Basis, Honour, HonourEvent, HonourLevel, HonourWording, StoryHonour
from tests.people.factories import UserFactory
from tests.stories.factories import make_exemplar, make_honour

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(site_home):
    return UserFactory(role=Role.CHIEF_EDITOR)


@pytest.fixture
def person(site_home):
    return make_exemplar()


def stated(title, year=None, **fields):
    return StoryHonour(title=title, year=year, **fields)


class TestEntering:
    def test_what_a_story_states_waits_in_the_register_to_be_verified(self, person):
        row = stated("镇级标兵", 2021, level="镇级", issuing_body="虚构中心校")
        for _ in range(2):
            enter_stated(holder=person, rows=[row])
        honour = Honour.objects.get()
        assert (honour.title, honour.year, honour.level, honour.issuing_body, honour.basis) == (
            "镇级标兵",
            2021,
            HonourLevel.TOWNSHIP,
            "虚构中心校",
            Basis.STATED,
        )
        assert HonourWording.objects.get().key == "镇级标兵"

    def test_an_honour_that_is_there_is_joined_and_not_doubled(self, person):
        honour = make_honour(person, "“最美教师”", year=2024)
        assert enter_stated(holder=person, rows=[stated("最美教师", 2024)]) == []
        assert HonourWording.objects.get().honour == honour

    def test_a_corrected_title_keeps_its_story(self, person):
        [honour] = enter_stated(holder=person, rows=[stated("最美教师", 2024)])
        honour.title = "区级最美教师"
        honour.save()
        assert enter_stated(holder=person, rows=[stated("最美教师", 2024)]) == []

    def test_another_year_is_another_honour(self, person):
        make_honour(person, "标兵", year=2020)
        [new] = enter_stated(holder=person, rows=[stated("标兵", 2024)])
        assert new.year == 2024

    def test_signs_alone_are_no_honour(self, person):
        assert enter_stated(holder=person, rows=[stated("？！")]) == []


class TestRevoking:
    def test_it_leaves_a_trace_with_day_reason_and_person(self, person, chief):
        honour = make_honour(person)
        event = revoke(
            honour_id=honour.pk,
            by=chief,
            reason=" 材料重复 ",
            on=date(2025, 5, 1),
            document_number="虚构字〔2025〕1号",
        )
        honour.refresh_from_db()
        assert honour.revoked_on == date(2025, 5, 1)
        assert (event.kind, event.on, event.reason, event.document_number, event.by) == (
            HonourEvent.Kind.REVOKED,
            date(2025, 5, 1),
            "材料重复",
            "虚构字〔2025〕1号",
            chief,
        )
        entry = ModelLogEntry.objects.get(action="stories.honour.revoke")
        assert registry.get_formatter(entry).format_message(entry) == "撤销荣誉，理由：材料重复"

    @pytest.mark.parametrize("role", [role for role in Role if role != Role.CHIEF_EDITOR])
    def test_only_a_chief_editor_may(self, person, role):
        honour = make_honour(person)
        by = UserFactory(role=role)
        for act in (revoke, restore):
            with pytest.raises(ReviewRefused):
                act(honour_id=honour.pk, by=by, reason="材料重复")
        assert not HonourEvent.objects.exists()

    def test_what_is_wrong_is_told_by_field(self, person, chief):
        honour = make_honour(person, year=2024)
        tomorrow = timezone.localdate() + timedelta(days=1)
        with pytest.raises(ValidationError) as refused:
            revoke(honour_id=honour.pk, by=chief, reason="", on=tomorrow)
        assert set(refused.value.message_dict) == {"reason", "on"}

    def test_twice_is_a_conflict_and_nothing_is_not_possible(self, person, chief):
        honour = make_honour(person)
        revoke(honour_id=honour.pk, by=chief, reason="材料重复")
        with pytest.raises(Conflict):
            revoke(honour_id=honour.pk, by=chief, reason="材料重复")
        with pytest.raises(NotPossible):
            revoke(honour_id=0, by=chief, reason="材料重复")

    def test_restored_it_stands_and_both_events_stay(self, person, chief):
        honour = make_honour(person)
        with pytest.raises(Conflict):
            restore(honour_id=honour.pk, by=chief, reason="点错了")
        revoke(honour_id=honour.pk, by=chief, reason="材料重复")
        with pytest.raises(ValidationError):
            restore(honour_id=honour.pk, by=chief, reason=" ")
        restore(honour_id=honour.pk, by=chief, reason="点错了")
        assert Honour.objects.in_force().get() == honour
        kinds = list(honour.events.values_list("kind", flat=True))
        assert kinds == [HonourEvent.Kind.REVOKED, HonourEvent.Kind.RESTORED]

    def test_the_trace_is_kept_by_models_and_by_the_database(self, person, chief):
        event = revoke(honour_id=make_honour(person).pk, by=chief, reason="材料重复")
        event.reason = "别的"
        for act in (event.save, event.delete, HonourEvent.objects.all().delete):
            with pytest.raises(PermissionDenied):
                act()
        for statement in (
            "UPDATE stories_honourevent SET reason = 'x'",
            "DELETE FROM stories_honourevent",
        ):
            with (
                pytest.raises(IntegrityError),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)


class TestJoining:
    def test_the_storys_words_go_to_the_honour_that_stays(self, person):
        [found] = enter_stated(holder=person, rows=[stated("好老师", 2024)])
        official = make_honour(person, "区级师德标兵", year=2024)
        editor = UserFactory(role=Role.EDITOR)
        join_honours(honour_id=found.pk, into_id=official.pk, by=editor)
        assert Honour.objects.get() == official
        assert HonourWording.objects.get().honour == official
        assert enter_stated(holder=person, rows=[stated("好老师", 2024)]) == []

    def test_refused_for_others_for_another_person_and_for_what_was_verified(self, person, chief):
        [found] = enter_stated(holder=person, rows=[stated("好老师", 2024)])
        mine, other = make_honour(person), make_honour(make_exemplar("李虚构"))
        with pytest.raises(ReviewRefused):
            join_honours(honour_id=found.pk, into_id=mine.pk, by=UserFactory(role=Role.TEACHER))
        for pair in ((found, other), (found, found), (mine, found)):
            with pytest.raises(NotPossible):
                join_honours(honour_id=pair[0].pk, into_id=pair[1].pk, by=chief)
        revoke(honour_id=found.pk, by=chief, reason="查无此奖")
        with pytest.raises(NotPossible):
            join_honours(honour_id=found.pk, into_id=mine.pk, by=chief)


def test_the_same_honour_of_a_person_is_one_row(person):
    make_honour(person, year=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_honour(person, year=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_honour(person, year=1900)
