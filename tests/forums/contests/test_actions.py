"""A contest from its setting to the answer to an objection."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from wagtail import hooks

from editorial.errors import NotPossible, ReviewRefused
from editorial.models import Notification
from forums.contests import actions, queries
from forums.contests.actions import CriterionRow, GroupRow, LevelRow
from forums.models import Admission, Assignment, Contest, ContestRecord, Entry, Objection, Score
from media.models import PortalDocument, PortalImage
from people.actions import move_teacher
from people.colleagues import COLLEAGUES_HOOK, Circle
from people.roles import Role
from tests.forums.contests import factories as make
from tests.forums.factories import make_event, make_host
from tests.media.factories import picture_bytes
from tests.media.test_intake import gps_exif
from tests.people.factories import TeacherFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest(site_home):
    return make.make_contest()


def told(user):
    return list(Notification.objects.filter(recipient=user).values_list("text", flat=True))


# -- setting up -----------------------------------------------------------------------------


def test_a_contest_is_set_up_and_changed(contest):
    group, other = contest.groups.all()
    owner = contest.page.owner
    rows = {
        "groups": [GroupRow("初中组", pk=other.pk), GroupRow("小学组", pk=group.pk)],
        "criteria": [CriterionRow("全部", 100)],
        "levels": [LevelRow("特等奖", 3, least_result=Decimal(90))],
    }
    values = {"order": "score", "places": 0}
    actions.set_contest(page_id=contest.page_id, by=owner, values=values, **rows)
    contest.refresh_from_db()
    assert [row.pk for row in contest.groups.all()] == [other.pk, group.pk]
    assert (contest.order, contest.places, contest.jurors_per_entry) == ("score", 0, 2)
    assert contest.levels.get().least_result == 90
    record = ContestRecord.objects.first()
    assert (record.verb, record.by) == ("change", owner)
    assert "保留几位小数" in record.text


def test_names_of_rows_may_be_exchanged(contest):
    one, two = contest.groups.all()
    rows = {
        "groups": [GroupRow(two.title, pk=one.pk), GroupRow(one.title, pk=two.pk)],
        "criteria": make.CRITERIA,
        "levels": make.LEVELS,
    }
    actions.set_contest(page_id=contest.page_id, by=contest.page.owner, values={}, **rows)
    assert [row.title for row in contest.groups.all()] == [two.title, one.title]


NOW = timezone.now()


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"entry_opens_at": NOW + timedelta(days=9)}, "entry_closes_at", "晚于开始"),
        ({"judging_ends_at": NOW}, "judging_ends_at", "晚于收作品截止"),
        ({"drop_highest": 1, "drop_lowest": 1}, "jurors_per_entry", "评委人数要多于"),
        ({"criteria": [CriterionRow("一", 60)]}, "criteria", "现在是 60"),
        ({"criteria": []}, "criteria", "至少写一个评分项"),
        ({"groups": []}, "groups", "至少写一个组"),
        ({"levels": [LevelRow("奖", 1)] * 2}, "levels", "“奖”写了两遍"),
    ],
)
def test_what_cannot_be_set(site_home, values, field, words):
    with pytest.raises(ValidationError) as refused:
        make.make_contest(**values)
    assert words in refused.value.message_dict[field][0]
    assert not Contest.objects.exists()


def test_only_a_contest_event_has_a_contest(site_home):
    with pytest.raises(NotPossible):
        make.make_contest(page=make_event())


def test_a_group_with_entries_stays(contest):
    make.enter(contest)
    with pytest.raises(ValidationError) as refused:
        actions.set_contest(
            page_id=contest.page_id,
            by=contest.page.owner,
            values={},
            groups=[GroupRow("别的组")],
            criteria=make.CRITERIA,
            levels=make.LEVELS,
        )
    assert "已经有人参赛" in refused.value.message_dict["groups"][0]


def test_after_the_draw_the_rules_stand_still(site_home):
    contest = make.make_drawn()
    later = contest.judging_ends_at + timedelta(days=5)
    actions.set_contest(
        page_id=contest.page_id,
        by=contest.page.owner,
        values={"judging_ends_at": later, "ties": "down", "drop_lowest": 1, "combine": "median"},
        criteria=[CriterionRow("全部", 100)],
    )
    contest.refresh_from_db()
    assert contest.judging_ends_at == later
    assert (contest.ties, contest.drop_lowest, contest.combine) == ("up", 0, "mean")
    assert contest.criteria.count() == 2


# -- entering -------------------------------------------------------------------------------


def test_entering_twice_is_entering_once(contest):
    teacher = TeacherFactory()
    one, again = make.enter(contest, teacher), make.enter(contest, teacher, title="另一课")
    assert (one.pk, again.title, one.number) == (again.pk, "虚构的一课", 1)
    other = make.enter(contest, teacher, group_id=contest.groups.last().pk)
    assert (other.number, other.unit) == (2, teacher.unit)
    assert ContestRecord.objects.filter(verb="enter").count() == 2


def test_who_may_enter(contest):
    host, _ = make_host()
    with pytest.raises(ReviewRefused):
        make.enter(contest, contest.page.owner)
    with pytest.raises(ReviewRefused):
        make.enter(contest, UserFactory())
    with pytest.raises(ReviewRefused):
        make.enter(contest, UserFactory(role=Role.EDITOR))
    assert make.enter(contest, host).pk


@pytest.mark.parametrize("when", ["before", "after", "called off", "unpublished"])
def test_entering_at_the_wrong_time(contest, when):
    now = timezone.now()
    if when == "before":
        Contest.objects.update(entry_opens_at=now + timedelta(hours=1))
    elif when == "after":
        make.close(contest)
    elif when == "called off":
        Admission.objects.create(page=contest.page, state=Admission.State.CALLED_OFF)
    else:
        type(contest.page).objects.update(live=False)
    with pytest.raises(NotPossible):
        make.enter(contest)
    assert not Entry.objects.exists()


def test_a_title_names_nobody(contest):
    teacher = TeacherFactory(name="林虚构")
    for title in ("林虚构的课", f"{teacher.unit.name}一课", " "):
        with pytest.raises(ValidationError) as refused:
            make.enter(contest, teacher, title=title)
        assert "title" in refused.value.message_dict
    with pytest.raises(ValidationError):
        make.enter(contest, teacher, group_id=999_999_999)


def test_files_come_in_without_their_author(contest):
    entry = make.enter(contest, TeacherFactory(name="林虚构"))
    file = actions.add_file(entry_id=entry.pk, by=entry.contestant, file=make.pdf("林虚构"))
    content = file.document.file.read()
    assert content.startswith(b"%PDF-")
    for secret in ("林虚构", "虚构作者"):
        assert secret.encode() not in content
        assert secret.encode("utf-16-be") not in content
    assert b"/Author" not in content
    assert (file.document.title, file.own_name) == ("参赛作品", "课例.pdf")
    assert "课例" not in file.document.file.name
    assert not file.names_found


def test_word_files_lose_authors_and_are_searched_for_names(contest):
    entry = make.enter(contest, TeacherFactory(name="林虚构"))
    for text, found in (("一节课", False), ("执教：林虚构", True)):
        upload = SimpleUploadedFile("林虚构.docx", make.docx("林 虚构甲", text))
        file = actions.add_file(entry_id=entry.pk, by=entry.contestant, file=upload)
        import zipfile

        with zipfile.ZipFile(file.document.file) as package:
            everything = b"".join(package.read(name) for name in package.namelist())
        assert "林 虚构甲".encode() not in everything
        assert text.encode() in everything
        assert file.names_found is found


def test_pictures_lose_their_place(contest):
    entry = make.enter(contest)
    upload = SimpleUploadedFile("我的教室.jpg", picture_bytes(exif=gps_exif()))
    file = actions.add_file(entry_id=entry.pk, by=entry.contestant, file=upload)
    assert b"Exif" not in file.image.file.read()
    assert "教室" not in file.image.title + file.image.file.name


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("课.exe", b"MZ"),
        ("课.pdf", b"no pdf"),
        ("课.pdf", b"%PDF-1.4 broken %%EOF"),
        ("课.docx", b"PK"),
        ("课.jpg", b"no picture"),
        ("课.svg", b"<svg/>"),
        ("课.pdf", b""),
    ],
)
def test_files_that_cannot_be(contest, name, content):
    entry = make.enter(contest)
    with pytest.raises(ValidationError) as refused:
        actions.add_file(
            entry_id=entry.pk, by=entry.contestant, file=SimpleUploadedFile(name, content)
        )
    assert refused.value.message_dict["file"][0].endswith("。")
    assert not entry.files.exists()
    assert not PortalDocument.objects.exists()
    assert not PortalImage.objects.exists()


def test_an_entry_has_room_for_so_many_files(contest):
    entry = make.enter(contest)
    for _ in range(3):
        make.with_file(entry)
    with pytest.raises(ValidationError) as refused:
        actions.add_file(entry_id=entry.pk, by=entry.contestant, file=make.pdf())
    assert "最多 3 个文件" in refused.value.message_dict["file"][0]
    actions.remove_file(file_id=entry.files.first().pk, by=entry.contestant)
    assert entry.files.count() == PortalDocument.objects.count() == 2


def test_nobody_touches_an_entry_of_somebody_else(contest):
    entry = make.with_file(make.enter(contest))
    other = TeacherFactory(unit=entry.unit)
    for by in (other, contest.page.owner):
        for attempt in (
            lambda by=by: actions.change_entry(entry_id=entry.pk, by=by, title="别的"),
            lambda by=by: actions.add_file(entry_id=entry.pk, by=by, file=make.pdf()),
            lambda by=by: actions.remove_file(file_id=entry.files.get().pk, by=by),
            lambda by=by: actions.withdraw(entry_id=entry.pk, by=by),
            lambda by=by: actions.set_consent(
                entry_id=entry.pk, by=by, names_public=True, work_public=True
            ),
        ):
            with pytest.raises(NotPossible):
                attempt()


def test_leaving_and_coming_back(contest):
    entry = make.enter(contest)
    actions.withdraw(entry_id=entry.pk, by=entry.contestant)
    actions.withdraw(entry_id=entry.pk, by=entry.contestant)
    with pytest.raises(NotPossible):
        actions.change_entry(entry_id=entry.pk, by=entry.contestant, title="改")
    again = make.enter(contest, entry.contestant)
    assert (again.number, again.pk != entry.pk) == (2, True)


def test_excluding_tells_why(contest):
    entry = make.enter(contest)
    with pytest.raises(ValidationError):
        actions.exclude(entry_id=entry.pk, by=contest.page.owner, reason=" ")
    with pytest.raises(ReviewRefused):
        actions.exclude(entry_id=entry.pk, by=TeacherFactory(), reason="不是我办的")
    actions.exclude(entry_id=entry.pk, by=contest.page.owner, reason="署了名")
    entry.refresh_from_db()
    assert (entry.state, entry.reason) == ("excluded", "署了名")
    assert "署了名" in told(entry.contestant)[0]


# -- the jury and the draw ------------------------------------------------------------------


def test_who_runs_the_event_does_not_judge(contest):
    for user in (contest.page.owner, UserFactory(role=Role.EDITOR)):
        with pytest.raises(ValidationError) as refused:
            make.add_juror(contest, user)
        assert "不能当盲评的评委" in refused.value.message_dict["person"][0]
    juror = make.add_juror(contest)
    make.add_juror(contest, juror.user)
    assert (contest.jurors.count(), len(told(juror.user))) == (1, 1)


def test_a_juror_who_becomes_editor_runs_nothing(contest):
    juror = make.add_juror(contest)
    from people.actions import grant_role

    grant_role(user=juror.user, role=Role.EDITOR)
    with pytest.raises(ReviewRefused):
        actions.draw_lots(page_id=contest.page_id, by=juror.user)


def test_the_draw_bars_own_unit_and_own_workshop_and_own_entry(site_home):
    contest = make.make_contest(jurors_per_entry=1)
    colleague, fellow, stranger = (make.add_juror(contest) for _ in range(3))
    entry = make.with_file(make.enter(contest, TeacherFactory(unit=colleague.user.unit)))
    own = make.with_file(make.enter(contest, stranger.user))
    circle = Circle("workshop", "workshop:1")

    def of_workshops(user_ids):
        return {pk: [circle] for pk in (entry.contestant_id, fellow.user_id) if pk in user_ids}

    with hooks.register_temporarily(COLLEAGUES_HOOK, of_workshops):
        allowed = queries.may_judge(contest, queries.jurors_of(contest), [entry, own])
        assert allowed == {entry.pk: {stranger.pk}, own.pk: {colleague.pk, fellow.pk}}
        make.close(contest)
        actions.draw_lots(page_id=contest.page_id, by=contest.page.owner)
    assert Assignment.objects.get(entry=entry).juror == stranger


def test_the_unit_of_the_day_of_entering_bars_too(site_home):
    contest = make.make_contest(jurors_per_entry=1)
    juror = make.add_juror(contest)
    entry = make.enter(contest, TeacherFactory(unit=juror.user.unit))
    move_teacher(
        teacher=entry.contestant.teacher_profile, unit=UnitFactory(), on=timezone.localdate()
    )
    assert queries.may_judge(contest, queries.jurors_of(contest), [entry]) == {entry.pk: set()}


def test_a_setting_bars_the_same_central_school(site_home):
    contest = make.make_contest(jurors_per_entry=1)
    juror = make.add_juror(contest)
    entry = make.enter(contest)
    assert juror.user.unit.get_parent() == entry.unit.get_parent()
    allowed = queries.may_judge(contest, queries.jurors_of(contest), [entry])
    assert allowed == {entry.pk: {juror.pk}}
    contest.bars_centre = True
    allowed = queries.may_judge(contest, queries.jurors_of(contest), [entry])
    assert allowed == {entry.pk: set()}


def test_jurors_judge_their_groups(site_home):
    contest = make.make_contest(jurors_per_entry=1)
    primary, junior = contest.groups.all()
    for group in (primary, junior):
        make.add_juror(contest, group_ids=[group.pk])
        make.with_file(make.enter(contest, group_id=group.pk))
    make.close(contest)
    actions.draw_lots(page_id=contest.page_id, by=contest.page.owner)
    for each in Assignment.objects.select_related("entry"):
        assert each.juror.groups.get().pk == each.entry.group_id


@pytest.mark.parametrize("lack", ["time", "entries", "files", "jurors"])
def test_what_a_draw_needs(contest, lack):
    if lack != "entries":
        entry = make.enter(contest)
        if lack != "files":
            make.with_file(entry)
    if lack != "jurors":
        make.add_juror(contest)
        make.add_juror(contest)
    if lack != "time":
        make.close(contest)
    with pytest.raises(NotPossible):
        actions.draw_lots(page_id=contest.page_id, by=contest.page.owner)
    contest.refresh_from_db()
    assert not contest.is_drawn
    assert not Assignment.objects.exists()
    assert not Entry.objects.exclude(blind_number=None).exists()


def test_the_draw_again_changes_nothing(site_home):
    contest = make.make_drawn(entries=3, jurors=3)
    before = list(Assignment.objects.order_by("pk").values_list("entry", "juror"))
    done = actions.draw_lots(page_id=contest.page_id, by=contest.page.owner)
    assert done.pairs == []
    assert before == list(Assignment.objects.order_by("pk").values_list("entry", "juror"))
    assert len(before) == 6


def test_when_a_juror_leaves_the_rest_is_drawn_anew(site_home):
    contest = make.make_drawn(entries=4, jurors=3)
    leaving = contest.jurors.order_by("pk").first()
    own = list(leaving.assignments.order_by("pk"))
    done = make.judge(own[0])
    with pytest.raises(ValidationError):
        actions.drop_juror(juror_id=leaving.pk, by=contest.page.owner, reason="")
    actions.drop_juror(juror_id=leaving.pk, by=contest.page.owner, reason="病了")
    done.refresh_from_db()
    assert done.is_handed_in
    standing = Assignment.objects.standing()
    assert standing.filter(juror=leaving).count() == 1
    for entry in contest.entries.all():
        jurors = list(standing.filter(entry=entry).values_list("juror", flat=True))
        assert len(jurors) == len(set(jurors)) == 2
    with pytest.raises(ReviewRefused):
        make.judge(own[1])


def test_stepping_aside_gives_the_entry_to_somebody_else(site_home):
    contest = make.make_drawn(entries=1, jurors=3)
    mine = Assignment.objects.order_by("pk").first()
    number = mine.entry.blind_number
    values = {"page_id": contest.page_id, "blind_number": number, "by": mine.juror.user}
    with pytest.raises(ValidationError):
        actions.declare_conflict(**values, reason=" ")
    actions.declare_conflict(**values, reason="我的学生")
    assert Assignment.objects.standing().count() == 2
    assert not Assignment.objects.standing().filter(juror=mine.juror).exists()
    with pytest.raises(ReviewRefused):
        actions.declare_conflict(**values, reason="我的学生")
    record = ContestRecord.objects.get(verb="step_aside")
    assert (record.text, record.by) == ("我的学生", mine.juror.user)


def test_too_few_are_left_until_somebody_is_added(site_home):
    contest = make.make_drawn(entries=1, jurors=2)
    mine = Assignment.objects.order_by("pk").first()
    actions.declare_conflict(
        page_id=contest.page_id,
        blind_number=mine.entry.blind_number,
        by=mine.juror.user,
        reason="认得",
    )
    assert queries.short_of_jurors(contest) == [mine.entry]
    make.judge(Assignment.objects.standing().get())
    with pytest.raises(NotPossible, match="评委不够"):
        actions.publish(page_id=contest.page_id, by=contest.page.owner)
    make.add_juror(contest)
    actions.draw_lots(page_id=contest.page_id, by=contest.page.owner)
    assert queries.short_of_jurors(contest) == []


# -- judging --------------------------------------------------------------------------------


def test_points_are_kept_then_handed_in(site_home):
    contest = make.make_drawn(entries=1)
    mine = Assignment.objects.order_by("pk").first()
    one, two = contest.criteria.all()
    values = {
        "page_id": contest.page_id,
        "blind_number": mine.entry.blind_number,
        "by": mine.juror.user,
    }
    actions.score(**values, points={one.pk: Decimal("7.5"), two.pk: None})
    with pytest.raises(ValidationError) as refused:
        actions.score(**values, points={one.pk: Decimal("7.5"), two.pk: None}, hand_in=True)
    assert list(refused.value.message_dict) == [f"criterion-{two.pk}"]
    actions.score(**values, points={one.pk: None, two.pk: Decimal(9)}, comment="不错")
    assert Score.objects.get().criterion == two
    whole = {one.pk: Decimal(8), two.pk: Decimal(9)}
    actions.score(**values, points=whole, hand_in=True)
    actions.score(**values, points=whole, hand_in=True)
    with pytest.raises(NotPossible):
        actions.score(**values, points=whole | {one.pk: Decimal(1)}, hand_in=True)
    with pytest.raises(NotPossible):
        actions.score(**values, points=whole)
    assert ContestRecord.objects.filter(verb="hand_in").count() == 1


@pytest.mark.parametrize("value", ["10.5", "-1", "8.3", "NaN"])
def test_points_out_of_bounds(site_home, value):
    make.make_drawn(entries=1)
    mine = Assignment.objects.first()
    with pytest.raises(ValidationError):
        make.judge(mine, value)
    assert not Score.objects.exists()


def test_who_was_not_given_an_entry_does_not_judge_it(site_home):
    contest = make.make_drawn(entries=1, jurors=3)
    mine = Assignment.objects.first()
    given = Assignment.objects.values("juror")
    spare = contest.jurors.exclude(pk__in=given).get()
    for user in (spare.user, TeacherFactory(), contest.page.owner, mine.entry.contestant):
        mine.juror.user = user
        with pytest.raises(ReviewRefused, match="没有分给您评审"):
            make.judge(mine)


def test_who_becomes_a_colleague_after_the_draw_is_barred(site_home):
    contest = make.make_drawn(entries=1, jurors=3)
    mine = Assignment.objects.order_by("pk").first()
    unit = mine.entry.contestant.unit
    move_teacher(teacher=mine.juror.user.teacher_profile, unit=unit, on=timezone.localdate())
    with pytest.raises(ReviewRefused):
        make.judge(Assignment.objects.get(pk=mine.pk))
    actions.draw_lots(page_id=contest.page_id, by=contest.page.owner)
    standing = Assignment.objects.standing()
    assert not standing.filter(juror=mine.juror).exists()
    assert standing.count() == 2


def test_the_end_of_judging(site_home):
    contest = make.make_drawn(entries=1)
    Contest.objects.update(judging_ends_at=timezone.now())
    with pytest.raises(NotPossible, match="评审已经截止"):
        make.judge(Assignment.objects.first())
    later = timezone.now() + timedelta(days=1)
    owner = contest.page.owner
    actions.set_contest(page_id=contest.page_id, by=owner, values={"judging_ends_at": later})
    assert make.judge(Assignment.objects.first()).is_handed_in


def test_points_are_given_back_with_a_reason(site_home):
    contest = make.make_drawn(entries=1)
    mine = make.judge(Assignment.objects.first())
    values = {"assignment_id": mine.pk, "by": contest.page.owner}
    with pytest.raises(ValidationError):
        actions.return_points(**values, reason="")
    with pytest.raises(ReviewRefused):
        actions.return_points(assignment_id=mine.pk, by=mine.juror.user, reason="我要改")
    actions.return_points(**values, reason="漏看一页")
    with pytest.raises(NotPossible):
        actions.return_points(**values, reason="漏看一页")
    assert any("漏看一页" in text for text in told(mine.juror.user))
    assert make.judge(mine, "9").is_handed_in


# -- results --------------------------------------------------------------------------------


def test_results_are_published_once_with_the_way_to_them(site_home):
    contest = make.make_drawn(entries=3, jurors=2)
    for order, entry in enumerate(contest.entries.order_by("number")):
        for assignment in entry.assignments.all():
            make.judge(assignment, str(6 + order), f"评语{order}")
    actions.publish(page_id=contest.page_id, by=contest.page.owner)
    with pytest.raises(NotPossible):
        actions.publish(page_id=contest.page_id, by=contest.page.owner)
    rows = contest.entries.select_related("award").order_by("number")
    found = [(row.result, row.place, row.award.title) for row in rows]
    assert found == [(60, 3, "二等奖"), (70, 2, "二等奖"), (80, 1, "一等奖")]
    told_way = rows[2].explanation
    assert told_way["result"] == "80.00"
    assert [point["part"] for point in told_way["sheets"][0]["points"]] == ["48.00", "32.00"]
    assert told_way["sheets"][0]["comment"] == "评语2"
    assert any("结果公布了" in text for text in told(rows[0].contestant))
    assert Notification.objects.filter(text__contains="结果公布了").count() == 3


def test_withdrawn_and_excluded_entries_get_nothing(site_home):
    contest = make.make_drawn(entries=3)
    make.judge_all(contest, "10")
    one, two, three = contest.entries.order_by("number")
    actions.withdraw(entry_id=one.pk, by=one.contestant)
    actions.exclude(entry_id=two.pk, by=contest.page.owner, reason="抄的")
    actions.publish(page_id=contest.page_id, by=contest.page.owner)
    results = contest.entries.order_by("number").values_list("result", flat=True)
    assert list(results) == [None, None, 100]
    with pytest.raises(NotPossible):
        actions.withdraw(entry_id=three.pk, by=three.contestant)


def test_publishing_needs_all_points(site_home):
    contest = make.make_drawn(entries=1)
    make.judge(Assignment.objects.order_by("pk").first())
    with pytest.raises(NotPossible, match="还有 1 份次没有交分"):
        actions.publish(page_id=contest.page_id, by=contest.page.owner)
    with pytest.raises(ReviewRefused):
        actions.publish(page_id=contest.page_id, by=TeacherFactory())


def test_consent_may_be_taken_back_after_publication(site_home):
    contest = make.make_published(entries=1)
    entry = contest.entries.get()
    values = {"entry_id": entry.pk, "by": entry.contestant}
    actions.set_consent(**values, names_public=True, work_public=True)
    entry.refresh_from_db()
    assert entry.consented_at
    actions.set_consent(**values, names_public=False, work_public=False)
    entry.refresh_from_db()
    assert (entry.names_public, entry.consented_at) == (False, None)
    assert ContestRecord.objects.filter(verb="consent").count() == 2


# -- objections -----------------------------------------------------------------------------


def test_an_objection_from_doubt_to_correction(site_home):
    contest = make.make_published(entries=2)
    owner = contest.page.owner
    entry = contest.entries.order_by("number").first()
    with pytest.raises(ValidationError):
        actions.file_objection(entry_id=entry.pk, by=entry.contestant, text=" ")
    objection = actions.file_objection(entry_id=entry.pk, by=entry.contestant, text="漏看了附件")
    with pytest.raises(NotPossible):
        actions.file_objection(entry_id=entry.pk, by=entry.contestant, text="再提")
    assert any("异议" in text for text in told(owner))
    other = contest.entries.exclude(pk=entry.pk).get()
    with pytest.raises(NotPossible):
        actions.return_points(
            assignment_id=other.assignments.first().pk, by=owner, reason="没人提异议"
        )
    assignment = entry.assignments.first()
    actions.return_points(assignment_id=assignment.pk, by=owner, reason="请看附件")
    with pytest.raises(NotPossible, match="没有交分"):
        actions.correct(page_id=contest.page_id, by=owner, reason="改")
    make.judge(assignment, "10")
    with pytest.raises(ValidationError):
        actions.correct(page_id=contest.page_id, by=owner, reason="")
    changed = actions.correct(page_id=contest.page_id, by=owner, reason="漏看一份附件")
    assert entry in changed
    entry.refresh_from_db()
    assert (entry.result, entry.place) == (90, 1)
    values = {"objection_id": objection.pk, "by": owner, "answer": "重新评过了"}
    with pytest.raises(ValidationError):
        actions.answer_objection(**values, outcome="open")
    actions.answer_objection(**values, outcome="upheld")
    with pytest.raises(NotPossible):
        actions.answer_objection(**values, outcome="rejected")
    objection.refresh_from_db()
    assert (objection.outcome, objection.answered_by) == (Objection.Outcome.UPHELD, owner)
    assert any("有了答复：成立" in text for text in told(entry.contestant))


def test_objections_end(site_home):
    contest = make.make_published(entries=1)
    entry = contest.entries.get()
    with pytest.raises(NotPossible):
        actions.file_objection(entry_id=entry.pk, by=TeacherFactory(), text="不是我的")
    Contest.objects.update(published_at=timezone.now() - timedelta(days=5))
    with pytest.raises(NotPossible, match="不在公示期内"):
        actions.file_objection(entry_id=entry.pk, by=entry.contestant, text="晚了")


# -- the record -----------------------------------------------------------------------------


def test_the_record_is_only_added_to(contest):
    record = ContestRecord.objects.first()
    record.text = "改写"
    for attempt in (
        record.save,
        record.delete,
        ContestRecord.objects.all().delete,
        lambda: ContestRecord.objects.update(text="改写"),
    ):
        with pytest.raises(PermissionDenied):
            attempt()


@pytest.mark.parametrize(
    "who", ["editor", "host", "colleague", "teacher", "school admin", "juror", "entrant"]
)
def test_who_runs_a_contest(site_home, who):
    from tests.people.factories import SchoolAdminFactory

    host, workshop = make_host()
    page = make_event(event_kind="contest", organising_page=workshop)
    contest = make.make_contest(page=page)
    people = {
        "editor": lambda: UserFactory(role=Role.EDITOR),
        "host": lambda: host,
        "colleague": lambda: TeacherFactory(unit=page.owner.unit),
        "teacher": TeacherFactory,
        "school admin": lambda: SchoolAdminFactory(unit=page.owner.unit),
        "juror": lambda: make.add_juror(contest).user,
        "entrant": lambda: make.enter(contest).contestant,
    }
    user = people[who]()
    rows = {"groups": make.GROUPS, "criteria": make.CRITERIA, "levels": make.LEVELS}
    attempts = [
        lambda: actions.set_contest(page_id=page.pk, by=user, values={}, **rows),
        lambda: actions.add_juror(page_id=page.pk, by=user, user=TeacherFactory()),
    ]
    for attempt in attempts:
        if who in ("editor", "host"):
            assert attempt().pk
        else:
            with pytest.raises(ReviewRefused):
                attempt()
