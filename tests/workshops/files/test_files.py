"""Shared files: who opens them, what is taken in, what stays of them."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.urls import reverse

from editorial.errors import NotPossible, ReviewRefused
from tests.people.factories import TeacherFactory
from tests.workshops.factories import PDF, log_in, make_people, pdf
from workshops.files import actions, rules
from workshops.models import SharedFile, WorkshopSettings

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(site_home):
    return make_people()


def share(people, name="member", **values):
    return actions.share_file(
        workshop_id=people.workshop.pk, by=people[name], file=values.pop("file", pdf()), **values
    )


def url(name, *args):
    return reverse(f"workshops:{name}", args=args)


@pytest.mark.parametrize(
    ("size", "present", "allowed"), [(10, 0, True), (10, 2, False), (11, 0, False), (11, 2, False)]
)
def test_room_and_size(size, present, allowed):
    answer = rules.may_share(size=size, present=present, most_bytes=10, most_files=2)
    assert bool(answer) == allowed
    assert bool(answer) != bool(answer.reason)


def test_a_member_shares_and_others_download(client, people):
    log_in(client, people["member"])
    sent = client.post(url("files", people.workshop.pk), {"file": pdf("一节课.pdf"), "title": ""})
    assert sent.url == url("files", people.workshop.pk)
    shared = SharedFile.objects.get()
    assert (shared.title, shared.extension, shared.size) == ("一节课", "pdf", len(PDF))
    log_in(client, people["guide"])
    answer = client.get(url("download", people.workshop.pk, shared.pk))
    assert b"".join(answer.streaming_content) == PDF
    assert "private, no-store" in answer["Cache-Control"]
    assert "attachment" in answer["Content-Disposition"]


def test_no_other_address_leads_to_a_file(client, people):
    shared = share(people)
    for who in ("host", "editor", "site admin", "anonymous"):
        log_in(client, people.everybody[who])
        for address in (
            f"/media/{shared.file.name}",
            f"/documents/{shared.pk}/{shared.file.name.rpartition('/')[2]}",
        ):
            assert client.get(address).status_code == 404, (who, address)
    assert shared.file.name not in client.get("/api/v2/documents/").content.decode()


def test_whoever_left_opens_nothing_more(client, people):
    from workshops.membership.actions import leave

    shared = share(people, "guide")
    leave(workshop_id=people.workshop.pk, by=people["guide"])
    log_in(client, people["guide"])
    assert client.get(url("download", people.workshop.pk, shared.pk)).status_code == 404


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (lambda: pdf("课.exe"), "只能上传"),
        (lambda: pdf("课.pdf", b"MZ not a pdf"), "不是完整的 PDF"),
        (lambda: pdf("课.docx"), "不是完整的 DOCX"),
        (lambda: pdf("课.pdf", b""), "文件是空的"),
        (lambda: None, "请选择文件"),
    ],
)
def test_what_is_no_document_is_refused_in_words(client, people, upload, sentence):
    log_in(client, people["member"])
    file = upload()
    data = {"title": "我起的名字"} | ({"file": file} if file else {})
    answer = client.post(url("files", people.workshop.pk), data)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "我起的名字" in answer.content.decode()
    assert SharedFile.objects.count() == 0


def test_limits_are_the_districts(people):
    settings = WorkshopSettings.load()
    settings.most_files, settings.most_file_mb = 1, 1
    settings.save()
    with pytest.raises(ValidationError, match="1 MB"):
        share(people, file=pdf(content=PDF[:-6] + b" " * 1_100_000 + PDF[-6:]))
    share(people)
    with pytest.raises(ValidationError, match="已满 1 个"):
        share(people)


def test_only_the_sharer_and_the_host_delete(people, django_capture_on_commit_callbacks):
    shared = share(people)
    with pytest.raises(ReviewRefused):
        actions.delete_file(file_id=shared.pk, by=people["guide"])
    with pytest.raises(ReviewRefused):
        actions.delete_file(file_id=shared.pk, by=people["teacher"])
    stored = shared.file.name
    assert default_storage.exists(stored)
    with django_capture_on_commit_callbacks(execute=True):
        actions.delete_file(file_id=shared.pk, by=people["host"])
    assert not default_storage.exists(stored)
    with pytest.raises(NotPossible):
        actions.delete_file(file_id=shared.pk, by=people["host"])
    own = share(people)
    actions.delete_file(file_id=own.pk, by=people["member"])


def test_outsiders_share_nothing(people):
    for name in ("teacher", "editor", "school admin", "other host"):
        with pytest.raises(ReviewRefused):
            share(people, name)
    with pytest.raises(NotPossible):
        actions.share_file(workshop_id=10**9, by=TeacherFactory(), file=pdf())
    assert SharedFile.objects.count() == 0
