"""Somebody takes everything along and leaves: afterwards nothing is found anywhere."""

import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, Page
from wagtail.search.backends import get_search_backend

from discussions.models import Contribution, Mute
from editorial.models import Notification, Submission
from editorial.notices.kinds import NoticeKind
from forums.models import Entry
from media.models import PortalImage
from people.actions import grant_role, record_consent
from people.choices import AuditKind, ConsentScope, Role
from people.models import AuditEntry, User
from people.personal.erasing import GONE, erase_person
from people.personal.exporting import person_archive, summary
from people.personal.tasks import remove_files
from people.roles import roles_of
from reading.models import AnnotationPhoto
from reading.shelf.actions.notes import add_note
from tests.discussions import factories as talk
from tests.editorial.factories import log_draft, publish
from tests.feedback.factories import send
from tests.forums.contests.factories import enter, make_contest
from tests.forums.factories import make_open, register
from tests.media.factories import ImageFactory, picture_file
from tests.people.factories import PASSWORD, TeacherFactory, UserFactory
from tests.reading.shelf.factories import make_work, shelved

pytestmark = pytest.mark.django_db
NAME, PHONE, MAIL, NUMBER = "欧阳青霭", "13977776666", "qingai@example.org", "QA-7788"
TEXT = "檐下听雨三十年的那位老师"
WORDS = {
    "name": NAME,
    "phone": PHONE,
    "mail": MAIL,
    "number": NUMBER,
    "piece": f"{TEXT}成稿",
    "draft": f"{TEXT}草稿",
    "note": f"{TEXT}批注",
    "post": f"{TEXT}发言",
    "letter": f"{TEXT}来信",
    "picture": f"{TEXT}插图",
}
# What stays by rule, and only there: the record of decisions names the piece.
KEPT = {("editorial_decision", "name"), ("editorial_decision", "piece"), ("people_consent", "name")}


@pytest.fixture
def person(site_home, django_capture_on_commit_callbacks) -> User:
    """A teacher with something in every room."""
    with django_capture_on_commit_callbacks(execute=True):
        user = TeacherFactory(staff_number=NUMBER, name=NAME, phone=PHONE, email=MAIL)
        image = ImageFactory(uploaded_by_user=user, title=WORDS["picture"], size_px=(320, 200))
        body = [("paragraph", f"<p>{WORDS['piece']}</p>" * 60), ("image", {"image": image})]
        piece = publish(log_draft(user, WORDS["piece"], body=body, cover=image))
        log_draft(user, WORDS["draft"], body=[("paragraph", f"<p>{WORDS['draft']}</p>")])
        # Another book than that of the piece, whose record is finished with it.
        record = shelved(user, work=make_work("教学勇气"))
        add_note(reader=user, record_id=record.pk, kind="thought", text=WORDS["note"])
        other, editor = TeacherFactory(), UserFactory(role=Role.EDITOR)
        topic = talk.shown_topic(other, editor)
        talk.shown_reply(user, topic, editor, WORDS["post"])
        talk.shown_reply(other, topic, editor, f"谢谢 @{NAME} 老师")
        send(author=user, text=f"{WORDS['letter']}，请改一改。", contact=PHONE)
        register(make_open(), user)
        others = publish(log_draft(other, "别人的稿件"))
        record_consent(
            page=others,
            person=user,
            person_name=NAME,
            scope=ConsentScope.NAME,
            given_on=timezone.localdate(),
        )
    client = Client()
    client.post("/accounts/login/", {"login": NUMBER, "password": PASSWORD})
    client.get(piece.get_url())
    client.get("/my/")
    call_command("update_index", verbosity=0)
    return user


def in_database() -> set[tuple[str, str]]:
    """Return in which tables which words stand, whatever the column."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                text = _readable(" ".join(map(str, row)))
                found |= {(table, key) for key, word in WORDS.items() if word in text}
    return found


def _readable(text: str) -> str:
    return re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), text)


def found_by_search() -> set[str]:
    pages = {page.title for page in Page.objects.search(TEXT[:4]) if TEXT in page.title}
    return pages | {user.name for user in get_search_backend().autocomplete(NAME[:2], User)}


def files() -> set[Path]:
    return {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


def test_everything_goes_and_what_stays_is_what_we_say(person, django_capture_on_commit_callbacks):
    before = in_database()
    keys = {key for _, key in before}
    assert keys == set(WORDS), "the test must hold what could leak"
    images = set(PortalImage.objects.filter(uploaded_by_user=person).values_list("file", flat=True))
    assert images
    caches["cards"].set("drawn", b"x")
    assert found_by_search() == {WORDS["piece"], WORDS["draft"], NAME}

    with django_capture_on_commit_callbacks(execute=True):
        erase_person(user=person, by=person)
    call_command("update_index", verbosity=0)

    assert in_database() - KEPT == set()
    left = {str(path.relative_to(settings.MEDIA_ROOT)) for path in files()}
    assert not images & left
    assert not any(name.rpartition("/")[2].startswith("qingai") for name in left)
    assert caches["cards"].get("drawn") is None
    assert found_by_search() == set()


def test_pages_are_gone_for_readers(person, client, django_capture_on_commit_callbacks):
    page = Page.objects.get(title=WORDS["piece"], live=True)
    assert TEXT in client.get(page.get_url()).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(user=person, by=person)
    assert client.get(page.get_url()).status_code in {404, 410}
    assert not [
        page
        for page in Page.objects.filter(owner=person).specific()
        if isinstance(page, Submission)
    ]


def test_the_account_is_an_empty_shell(person):
    erase_person(user=person, by=None)
    shell = User.objects.get(pk=person.pk)
    assert (shell.name, shell.phone, shell.email, shell.is_active) == (GONE, None, "", False)
    assert shell.staff_number == f"gone-{shell.pk}"
    assert not shell.has_usable_password()
    assert not shell.groups.exists()
    assert AuditEntry.objects.filter(kind=AuditKind.ERASED, subject=shell).count() == 1


def test_the_conversation_of_others_goes_on(person):
    post = Contribution.objects.get(author=person)
    erase_person(user=person, by=person)
    post.refresh_from_db()
    assert (post.author, post.is_visible) == (None, False)
    others = post.topic.contributions.exclude(pk=post.pk)
    assert any("@已注销账号" in each.shown.text for each in others.select_related("shown"))


def test_whoever_has_a_longer_name_keeps_it(person):
    other = TeacherFactory(name=f"{NAME}云")
    log(instance=other, action="people.update")
    told = Notification.objects.create(
        recipient=TeacherFactory(),
        kind=NoticeKind.CREDIT_ANSWERED,
        text=f"{other.name}同意，{NAME}同意。",
        url="/",
        due_at=timezone.now(),
    )
    erase_person(user=person, by=person)
    told.refresh_from_db()
    assert told.text == f"{other.name}同意，{GONE}同意。"
    lines = ModelLogEntry.objects.for_instance(other)
    assert {line.label for line in lines} == {other.name}


def test_an_account_without_a_name_takes_nobody_elses(site_home):
    nameless, other = UserFactory(name=""), UserFactory()
    log(instance=other, action="people.update")
    told = Notification.objects.create(
        recipient=other, kind=NoticeKind.LETTER, text="有答复", url="/", due_at=timezone.now()
    )
    erase_person(user=nameless, by=None)
    told.refresh_from_db()
    assert told.text == "有答复"
    assert ModelLogEntry.objects.for_instance(other).get().label == other.name


def test_files_go_with_a_task_of_the_same_transaction(
    person, settings, django_capture_on_commit_callbacks
):
    """So that a process that ends, or a storage that does not answer, leaves no file unknown."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    photo = AnnotationPhoto.objects.create(
        record=person.reading_records.first(), file=picture_file("page.jpg")
    )
    erase_person(user=person, by=person)
    task = DBTaskResult.objects.get(task_path="people.personal.tasks.remove_files")
    assert task.args_kwargs["args"] == [[photo.file.name]]
    assert default_storage.exists(photo.file.name)
    with django_capture_on_commit_callbacks(execute=True):
        remove_files.call([photo.file.name])
    assert not default_storage.exists(photo.file.name)


def test_an_office_given_meanwhile_keeps_the_account(person):
    assert roles_of(person) == {Role.TEACHER}  # kept on the object
    grant_role(user=User.objects.get(pk=person.pk), role=Role.EDITOR)
    with pytest.raises(ValidationError, match="请先联系管理员收回"):
        erase_person(user=person, by=person)


def test_the_archive_tells_nothing_of_others_words_and_wishes(person, site_home):
    other = TeacherFactory()
    Mute.objects.create(user=other, person=person)
    entry = enter(make_contest(), person)
    Entry.objects.filter(pk=entry.pk).update(blind_number=424242)
    with person_archive(person) as file, zipfile.ZipFile(file) as archive:
        text = archive.read("me.json").decode()
    packed = json.loads(text)["data"]
    assert len(packed["discussions.Mention"]["rows"]) == 1
    assert "谢谢" not in text, "who names somebody has not written to them"
    assert "discussions.Mute" not in packed
    assert "免打扰" not in {line["label"] for line in summary(person)}
    assert len(packed["forums.Entry"]["rows"]) == 1
    assert "424242" not in text, "who knew the own number could tell the jury"


def test_the_archive_asks_no_more_for_more_rows(person):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked, person_archive(person):
            pass
        return len(asked)

    record = person.reading_records.first()
    before = queries()
    for number in range(5):
        add_note(reader=person, record_id=record.pk, kind="thought", text=f"又一条{number}")
    assert queries() == before


def test_the_archive_holds_it_all_and_nobody_else(person):
    stranger = TeacherFactory(name="司马无关", phone="13911110000")
    shelved(stranger)
    with person_archive(person) as file, zipfile.ZipFile(file) as archive:
        text = archive.read("me.json").decode()
        pictures = [name for name in archive.namelist() if "portalimage" in name]
    assert [key for key, word in WORDS.items() if word not in text] == []
    assert not any(word in text for word in ("司马无关", "13911110000", person.password))
    assert len(pictures) == 1
    packed = json.loads(text)["data"]
    assert len(packed["reading.ReadingLogPage"]["rows"]) == 2


class TestPage:
    """``/my/data/``."""

    def test_says_what_is_held(self, person, client):
        client.force_login(person)
        page = client.get("/my/data/").content.decode()
        for label in ("读书笔记", "审计记录", "发言"):
            assert label in page
        assert "至少保留六个月" in page

    def test_hands_it_out(self, person, client):
        client.force_login(person)
        answer = client.post("/my/data/export/")
        assert "no-store" in answer["Cache-Control"]
        with zipfile.ZipFile(io.BytesIO(b"".join(answer))) as archive:
            assert NAME in archive.read("me.json").decode()
        assert AuditEntry.objects.filter(kind=AuditKind.EXPORTED, actor=person).count() == 1
        assert client.get("/my/data/export/").status_code == 405

    @pytest.mark.parametrize(
        "sent", [{}, {"password": PASSWORD}, {"password": "falsch", "sure": "on"}]
    )
    def test_nobody_leaves_by_mistake(self, person, client, sent):
        client.force_login(person)
        assert client.post("/my/data/leave/", sent).status_code == 422
        assert User.objects.get(pk=person.pk).is_active

    def test_leaving_signs_out(self, person, client):
        client.force_login(person)
        sent = {"password": PASSWORD, "sure": "on"}
        assert client.post("/my/data/leave/", sent).url == "/"
        assert not User.objects.get(pk=person.pk).is_active
        assert client.get("/my/").status_code == 302

    @pytest.mark.parametrize("role", [role for role in Role if role != Role.TEACHER])
    def test_an_office_is_handed_back_first(self, site_home, client, role):
        user = UserFactory(role=role)
        client.force_login(user)
        assert "请先联系管理员收回" in client.get("/my/data/").content.decode()
        sent = {"password": PASSWORD, "sure": "on"}
        assert client.post("/my/data/leave/", sent).status_code == 409
        assert User.objects.get(pk=user.pk).is_active
