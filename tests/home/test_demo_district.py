"""``manage.py demo --size district`` at a thousandth of its size."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, Revision

from editorial.enums import State, Step, Verdict
from editorial.models import Decision, ManuscriptNumber, ManuscriptYear, Readership, Release
from editorial.queries import standing_of
from home.demo import district, gallery
from home.demo.district.bulk import stamp
from home.demo.progress import Progress
from people.models import TeacherProfile, Unit, UnitMembership, User
from people.roles import Role, in_scope, roles_of
from portal.queries import public_pages
from reading.models import (
    DayRead,
    Note,
    PassageDay,
    ProgressEntry,
    ReadingLogPage,
    ReadingRecord,
    ReadingState,
    ReadingYear,
    Work,
)

pytestmark = pytest.mark.django_db
MODELS = (Page, Revision, User, Unit, Work, ReadingRecord, DayRead, Decision, Release, ReadingYear)


@pytest.fixture(scope="module", autouse=True)
def built(django_db_setup, django_db_blocker):
    """The small demo and the district above it, once for all tests of this file."""
    patch = pytest.MonkeyPatch()
    patch.setattr(gallery, "COVER", (320, 200))
    patch.setattr(gallery, "PORTRAIT", (320, 240))
    patch.setattr(district, "SCALE", 0.001)
    with django_db_blocker.unblock():
        with transaction.atomic():
            out = StringIO()
            call_command("demo", size="district", allow_demo_accounts=True, stdout=out)
            yield out.getvalue()
            transaction.set_rollback(True)
        call_command("update_index", verbosity=0)
        connection.close()
    patch.undo()


def logs():
    return ReadingLogPage.objects.filter(slug__startswith="du-")


def test_it_has_the_asked_number_of_everything(built):
    assert User.objects.filter(staff_number__regex=r"^qu\d").count() == 7
    records = ReadingRecord.objects.filter(reader__staff_number__startswith="qu")
    assert records.count() == 210
    assert DayRead.objects.filter(record__reader__staff_number__startswith="qu").count() == 4_000
    assert logs().count() == 100
    assert Unit.objects.count() == 14
    assert Work.objects.count() == 80
    assert "100 篇读书笔记" in built


def test_a_second_run_changes_nothing():
    def state():
        return [model.objects.count() for model in MODELS]

    before, out = state(), StringIO()
    for size in ("district", "small"):
        call_command("demo", size=size, stdout=out)
    assert state() == before
    assert out.getvalue().count("没有改动") == 2


def test_units_stand_as_in_a_district():
    for unit in Unit.objects.filter(code__startswith="QU-"):
        parent = {"school": "central_school"}.get(unit.kind, "bureau")
        assert unit.get_parent().kind == parent
        assert "（虚构）" in unit.name
        head = User.objects.get(staff_number=f"qu-gl-{unit.code[-3:]}")
        assert in_scope(head, Role.SCHOOL_ADMIN, unit)


def test_a_teacher_has_what_the_actions_give():
    for profile in TeacherProfile.objects.filter(user__staff_number__startswith="qu"):
        assert roles_of(profile.user) == {Role.TEACHER}
        assert not profile.user.has_usable_password()
        stay = UnitMembership.objects.get(teacher=profile)
        assert (stay.unit_id, stay.until) == (profile.unit_id, None)
        profile.full_clean()
        profile.user.full_clean()


def test_records_obey_their_own_rules():
    records = ReadingRecord.objects.filter(reader__staff_number__startswith="qu")
    for record in records:
        record.full_clean()
    states = set(records.values_list("state", flat=True))
    assert {ReadingState.FINISHED, ReadingState.READING, ReadingState.WANT} <= states
    assert not records.filter(finished_on__gt=timezone.localdate()).exists()
    assert ProgressEntry.objects.filter(record__in=records).exists()
    assert Note.objects.filter(record__in=records).exists()


def test_a_log_belongs_to_the_record_of_the_finished_book():
    records = ReadingRecord.objects.filter(reader__staff_number__startswith="qu").exclude(log=None)
    for record in records.select_related("log", "work"):
        log = record.log
        assert (log.owner_id, log.work_id) == (record.reader_id, record.work_id)
        assert (log.started_on, log.finished_on) == (record.started_on, record.finished_on)
        assert log.slot == record.work.kind
        assert record.logged_on >= record.finished_on
    assert records.count() == 100


def test_every_log_passes_the_check_of_a_live_piece():
    for log in logs():
        log.save()  # raises NotReleased where licence, readership and audience differ
        assert log.is_demo
        assert standing_of(log).state == State.PUBLISHED
        assert log.missing_for_submission() == {}


def test_the_record_tells_the_road_of_each_audience():
    roads = {
        "school": [Step.SCHOOL],
        "district": [Step.FIRST],
        "public": [Step.FIRST, Step.SECOND, Step.FINAL],
    }
    for log in logs():
        submitted, *approved = log.decisions
        assert (submitted.verdict, submitted.decided_by_id) == (Verdict.SUBMIT, log.owner_id)
        assert [decision.step for decision in approved] == roads[log.audience]
        people = [decision.decided_by_id for decision in log.decisions]
        assert len(set(people)) == len(people)
        assert approved[-1].decided_at == log.first_published_at
        assert ManuscriptNumber.objects.filter(pk=log.pk).exists()
    for year in ManuscriptYear.objects.all():
        numbers = ManuscriptNumber.objects.filter(year=year.pk)
        assert sorted(numbers.values_list("number", flat=True)) == list(range(1, year.last + 1))


# What a page's row knows and a version of it does not.
LATER = {"latest_revision", "live_revision", "latest_revision_created_at", "editor_in_charge"}
LATER |= {"live", "first_published_at", "last_published_at", "has_unpublished_changes"}


def test_the_version_is_the_page():
    for log in logs()[:10]:
        content = log.live_revision.content
        row = json.loads(json.dumps(log.serializable_data(), cls=DjangoJSONEncoder))
        assert content.keys() == row.keys()
        assert json.loads(content.pop("body")) == json.loads(row["body"])
        assert {name for name, value in content.items() if value != row[name]} <= LATER
        assert log.get_latest_revision_as_object().body_text == log.body_text != ""
        assert log.live_revision_id == log.latest_revision_id


def test_the_tree_of_pages_is_whole():
    assert Page.find_problems() == ([], [], [], [], [])


def test_only_the_audience_reads_a_log():
    client, school = Client(), logs().filter(audience="school").first()
    assert client.get(school.get_url()).status_code == 302
    assert not public_pages(logs()).filter(pk=school.pk).exists()
    assert (
        Readership.objects.filter(page__in=logs()).count()
        == logs().exclude(audience="public").count()
    )
    client.force_login(school.owner)
    assert school.title in client.get(school.get_url()).content.decode()
    public = logs().filter(audience="public").first()
    answer = Client().get(public.get_url()).content.decode()
    assert "演示内容，人物均为虚构" in answer


def test_a_public_log_is_found():
    public = logs().filter(audience="public").first()
    found = Client().get("/search/", {"q": public.title}).content.decode()
    assert public.get_url() in found


def test_there_is_a_passage_and_a_year_for_every_day():
    today = timezone.localdate()
    assert PassageDay.objects.filter(date__lte=today).count() >= 1_826
    records = ReadingRecord.objects.filter(reader__staff_number__startswith="qu")
    for record in records.filter(state=ReadingState.FINISHED):
        day = record.finished_on
        assert ReadingYear.objects.filter(starts_on__lte=day, ends_on__gte=day).count() == 1


def test_the_next_row_gets_a_free_number():
    count = User.objects.count()
    User.objects.create_user(staff_number="NEXT1", name="下一位")
    assert User.objects.count() == count + 1


def test_a_moment_is_kept_as_the_database_keeps_it():
    log = logs().first()
    assert stamp(log.first_published_at)[:19] == log.first_published_at.strftime("%F %T")


def test_the_progress_counts_every_step():
    out = StringIO()
    progress = Progress(out)
    progress.stage("一", 2)
    progress.step()
    progress.step()
    progress.finish()
    assert "一 2/2" in out.getvalue()
