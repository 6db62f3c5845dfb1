"""Entries and their files."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from editorial.errors import NotPossible, ReviewRefused
from forums.contests import actions
from forums.models import Admission, Contest, ContestRecord, Entry
from media.models import PortalDocument, PortalImage
from people.roles import Role
from tests.forums.contests import factories as make
from tests.forums.factories import make_host
from tests.media.factories import picture_bytes
from tests.media.test_intake import gps_exif
from tests.people.factories import TeacherFactory, UserFactory

pytestmark = pytest.mark.django_db


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
    assert "署了名" in make.told(entry.contestant)[0]
