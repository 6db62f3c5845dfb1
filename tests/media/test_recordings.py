"""Sound and video: private until a live page plays them, then whole and in parts."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from wagtail.models import Collection, PageViewRestriction

from home.models import TopicIndexPage, TopicPage
from media.models import PortalRecording, PublishedUse
from people.roles import Role
from tests.media.recordings import (
    CAPTIONS,
    RecordingFactory,
    SoundFactory,
    mp3_bytes,
    mp4_bytes,
    phone_bytes,
)
from tests.people.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(site_home):
    """A draft with a film and a recording, and the addresses of all their files."""
    film, talk = RecordingFactory(), SoundFactory()
    page = TopicPage(
        title="听课",
        live=False,
        body=[("video", {"recording": film}), ("audio", {"recording": talk})],
    )
    TopicIndexPage.objects.get().add_child(instance=page)
    page.save_revision()
    files = [film.file.url, film.captions.url, talk.file.url]
    return SimpleNamespace(page=page, film=film, talk=talk, files=files)


def statuses(client, addresses):
    answers = [client.get(address) for address in addresses]
    for answer in answers:
        answer.getvalue()  # reading to the end closes the file
    return [answer.status_code for answer in answers]


def publish(page):
    page.get_latest_revision().publish()
    page.refresh_from_db()


def test_private_until_a_live_page_plays_them_and_again_when_it_is_taken_down(client, topic):
    assert statuses(client, topic.files) == [404, 404, 404]
    publish(topic.page)
    assert statuses(client, topic.files) == [200, 200, 200]
    topic.page.unpublish()
    assert statuses(client, topic.files) == [404, 404, 404]


def test_a_film_of_a_later_draft_alone_stays_private(client, topic):
    publish(topic.page)
    later = RecordingFactory()
    topic.page.body = [("video", {"recording": later})]
    topic.page.save_revision()
    assert statuses(client, [later.file.url, *topic.files]) == [404, 200, 200, 200]
    publish(topic.page)
    assert statuses(client, [later.file.url, *topic.files]) == [200, 404, 404, 404]


def test_a_restricted_page_keeps_its_films(client, topic):
    publish(topic.page)
    PageViewRestriction.objects.create(page=topic.page, restriction_type="login")
    assert statuses(client, topic.files) == [404, 404, 404]
    client.force_login(UserFactory(role=Role.TEACHER))
    assert statuses(client, topic.files) == [200, 200, 200]


def test_who_may_have_a_private_film(client, topic):
    topic.film.uploaded_by_user = UserFactory(role=Role.TEACHER)
    topic.film.save()
    for user, seen in (
        (topic.film.uploaded_by_user, 200),
        (UserFactory(role=Role.EDITOR), 200),
        (UserFactory(role=Role.TEACHER), 404),
    ):
        client.force_login(user)
        assert statuses(client, [topic.film.file.url]) == [seen]


def test_types_and_headers(client, topic):
    publish(topic.page)
    types = []
    for address in topic.files:
        answer = client.get(address)
        answer.getvalue()
        types.append(answer["Content-Type"])
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Accept-Ranges"] == "bytes"
        assert "Set-Cookie" not in answer
        assert client.head(address)["Content-Length"] == answer["Content-Length"]
    assert types == ["video/mp4", "text/vtt; charset=utf-8", "audio/mpeg"]


def test_a_player_seeks(client, topic):
    publish(topic.page)
    address, data = topic.film.file.url, mp4_bytes()
    whole = client.get(address)
    assert whole.getvalue() == data
    part = client.get(address, headers={"range": "bytes=100-1099"})
    assert (part.status_code, part.getvalue()) == (206, data[100:1100])
    assert part["Content-Range"] == f"bytes 100-1099/{len(data)}"
    assert (part["Content-Length"], part["Content-Type"]) == ("1000", "video/mp4")
    tail = client.get(address, headers={"range": "bytes=-10"})
    assert tail.getvalue() == data[-10:]
    beyond = client.get(address, headers={"range": f"bytes={len(data)}-"})
    assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{len(data)}")
    changed = client.get(address, headers={"range": "bytes=0-9", "if-range": '"other"'})
    assert (changed.status_code, changed.getvalue()) == (200, data)
    same = client.get(address, headers={"range": "bytes=0-9", "if-range": whole["ETag"]})
    assert (same.status_code, same.getvalue()) == (206, data[:10])


def test_a_range_of_a_private_film_is_as_absent_as_the_film(client, topic):
    answer = client.get(topic.film.file.url, headers={"range": "bytes=0-9"})
    assert answer.status_code == 404


def test_nginx_sends_parts_itself(client, topic, settings):
    settings.MEDIA_ACCEL_PREFIX = "/protected"
    publish(topic.page)
    answer = client.get(topic.film.file.url, headers={"range": "bytes=0-9"})
    assert answer.status_code == 200
    assert answer["X-Accel-Redirect"] == f"/protected/{topic.film.file.name}"


def test_a_page_plays_them_with_captions_and_words(client, topic):
    publish(topic.page)
    text = client.get(topic.page.get_url()).content.decode()
    assert f'label="中文字幕" src="{topic.files[1]}" default>' in text
    assert f'<source src="{topic.files[2]}" type="audio/mpeg">' in text
    assert "各位老师，下午好。" in text
    assert "1 分 05 秒" in text
    assert "<script>" not in text


def test_words_are_not_optional(db):
    for recording, place in (
        (SoundFactory.build(transcript=" "), "transcript"),
        (RecordingFactory.build(captions="", transcript=""), "captions"),
    ):
        with pytest.raises(ValidationError) as caught:
            recording.clean()
        assert list(caught.value.message_dict) == [place]
    RecordingFactory.build(captions="", transcript="没有人声：操场上的早晨。").clean()


def test_one_use_names_one_file(topic):
    with transaction.atomic(), pytest.raises(IntegrityError):
        PublishedUse.objects.create(page=topic.page)


def test_scripts_cannot_pass_the_intake(site_home):
    with transaction.atomic(), pytest.raises(ValidationError):
        RecordingFactory(file=SimpleUploadedFile("a.mp4", b"<html>"))
    assert not PortalRecording.objects.exists()


def test_deleting_takes_the_captions_too(topic, django_capture_on_commit_callbacks):
    storage, name = topic.film.captions.storage, topic.film.captions.name
    topic.page.delete()
    with django_capture_on_commit_callbacks(execute=True):
        topic.film.delete()
    assert not storage.exists(name)


class TestAdmin:
    @pytest.fixture
    def editor(self, site_home, client):
        client.force_login(UserFactory(role=Role.EDITOR))
        return client

    def fields(self, **more):
        return {"title": "示范课", "collection": Collection.get_first_root_node().pk} | more

    def test_an_editor_uploads_and_the_place_is_gone(self, editor):
        answer = editor.post(
            reverse("wagtailmedia:add", args=["video"]),
            self.fields(
                file=SimpleUploadedFile("a.mp4", phone_bytes()),
                captions=SimpleUploadedFile("a.srt", CAPTIONS.encode()),
            ),
        )
        assert answer.status_code == 302
        film = PortalRecording.objects.get()
        with film.captions.open() as words, film.file.open() as content:
            assert words.read().decode().startswith("WEBVTT\n\n00:00:01.000")
            assert b"+112.59" not in content.read()
        assert film.duration == 65

    @pytest.mark.parametrize(
        ("files", "field"),
        [
            ({"file": SimpleUploadedFile("a.mp4", b"GIF89a"), "transcript": "无人声"}, "file"),
            ({"file": SimpleUploadedFile("a.exe", mp4_bytes()), "transcript": "无人声"}, "file"),
            (
                {
                    "file": SimpleUploadedFile("a.mp4", mp4_bytes()),
                    "captions": SimpleUploadedFile("a.srt", "没有时间".encode()),
                },
                "captions",
            ),
            ({"file": SimpleUploadedFile("a.mp4", mp4_bytes())}, "captions"),
        ],
    )
    def test_bad_files_are_told_beside_the_field(self, editor, files, field):
        answer = editor.post(reverse("wagtailmedia:add", args=["video"]), self.fields(**files))
        assert answer.status_code == 200
        assert list(answer.context["form"].errors) == [field]
        assert "示范课" in answer.content.decode()
        assert not PortalRecording.objects.exists()

    def test_sound_asks_for_words(self, editor):
        address = reverse("wagtailmedia:add", args=["audio"])
        sound = SimpleUploadedFile("a.mp3", mp3_bytes())
        answer = editor.post(address, self.fields(file=sound))
        assert list(answer.context["form"].errors) == ["transcript"]
        sound.seek(0)
        answer = editor.post(address, self.fields(file=sound, transcript="各位老师好。"))
        assert answer.status_code == 302

    def test_teachers_do_not_upload(self, site_home, client):
        client.force_login(UserFactory(role=Role.TEACHER))
        answer = client.get(reverse("wagtailmedia:add", args=["video"]))
        assert answer.status_code == 403
