"""Photos of an event: nobody but its organisers sees one before an editor has looked at it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from wagtail.models import PageViewRestriction

from editorial.errors import NotPossible, ReviewRefused
from editorial.models import Notification
from forums.gallery import actions, rules
from forums.models import EventPhoto, ForumEventPage
from media.models import PortalImage
from people.roles import Role
from tests.forums.factories import make_draft, make_host, make_open, register
from tests.media.factories import picture_file
from tests.people.factories import SchoolAdminFactory, TeacherFactory, UserFactory

pytestmark = pytest.mark.django_db
SIZES = ("small", "large")


@pytest.fixture
def page(site_home):
    """A public event that ended an hour ago."""
    page = make_open()
    guest = register(page).user
    now = timezone.now()
    ForumEventPage.objects.filter(pk=page.pk).update(
        starts_at=now - timedelta(hours=3), ends_at=now - timedelta(hours=1)
    )
    page = ForumEventPage.objects.get(pk=page.pk)
    page.guest = guest
    return page


@pytest.fixture
def editor(site_home):
    return UserFactory(role=Role.EDITOR)


def add(page, by=None, **words):
    photo = actions.add_photo(page_id=page.pk, by=by or page.owner, file=picture_file())
    return describe(photo, by or page.owner, **words) if words else photo


def describe(photo, by, alt="会场后墙的卡片", faces="none"):
    return actions.describe_photo(photo_id=photo.pk, by=by, alt=alt, faces=faces)


def shown(page, editor, **words):
    photo = add(page, **{"alt": "会场后墙的卡片"} | words)
    return actions.show_photo(photo_id=photo.pk, by=editor)


def url(photo, size="small"):
    return reverse("forums:photo", args=[photo.pk, size])


def statuses(client, photo, people):
    found = {}
    for name, reader in people.items():
        client.logout()
        if reader:
            client.force_login(reader)
        (found[name],) = {client.get(url(photo, size)).status_code for size in SIZES}
    return found


def everybody(page, editor):
    host, workshop = make_host()
    ForumEventPage.objects.filter(pk=page.pk).update(organising_page=workshop)
    return {
        "visitor": None,
        "teacher": TeacherFactory(),
        "guest": page.guest,
        "school admin": SchoolAdminFactory(),
        "owner": page.owner,
        "host": host,
        "editor": editor,
    }


BEFORE = {
    "visitor": 404,
    "teacher": 404,
    "guest": 404,
    "school admin": 404,
    "owner": 200,
    "host": 200,
    "editor": 200,
}


def test_who_sees_a_photo_before_it_is_shown_and_after(client, page, editor):
    people = everybody(page, editor)
    photo = add(page, alt="会场后墙的卡片")
    assert statuses(client, photo, people) == BEFORE
    client.logout()
    assert "会场后墙的卡片" not in client.get(page.url).content.decode()
    actions.show_photo(photo_id=photo.pk, by=editor)
    assert statuses(client, photo, people) == dict.fromkeys(BEFORE, 200)
    client.logout()
    markup = client.get(page.url).content.decode()
    assert f'src="{url(photo)}"' in markup
    assert 'alt="会场后墙的卡片"' in markup
    actions.withhold_photo(photo_id=photo.pk, by=page.owner)
    assert statuses(client, photo, people) == BEFORE
    assert url(photo) not in client.get(page.url).content.decode()


def test_no_other_address_shows_it(client, page, editor):
    photo = shown(page, editor)
    hidden = add(page, alt="没有公开的一张")
    assert PortalImage.objects.public().count() == 0
    assert client.get("/api/v2/images/").json()["meta"]["total_count"] == 0
    for each in (photo, hidden):
        rendition = each.image.get_rendition("max-1600x1600|format-webp")
        assert client.get(rendition.url).status_code == 404
        assert client.get(each.image.file.url).status_code == 404
    assert "没有公开的一张" not in client.get(f"/api/v2/pages/{page.pk}/?fields=*").content.decode()
    for address in (reverse("forums:photo", args=[10**9, "small"]), url(photo, "huge")):
        assert client.get(address).status_code == 404


def test_a_photo_goes_with_its_event(client, page, editor):
    photo = shown(page, editor)
    assert client.get(url(photo)).status_code == 200
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert client.get(url(photo)).status_code == 404
    restriction.delete()
    ForumEventPage.objects.filter(pk=page.pk).update(live=False)
    assert client.get(url(photo)).status_code == 404


def test_what_few_may_read_stays_out_of_caches(client, page, editor):
    photo = add(page, alt="会场后墙的卡片")
    client.force_login(page.owner)
    assert client.get(url(photo))["Cache-Control"] == "private, no-store"
    actions.show_photo(photo_id=photo.pk, by=editor)
    client.logout()
    assert "public" in client.get(url(photo))["Cache-Control"]


def test_where_a_photo_was_taken_is_not_kept(page):
    exif = Image.Exif()
    exif[0x0110] = "虚构相机"
    file = picture_file(exif=exif.tobytes())
    photo = actions.add_photo(page_id=page.pk, by=page.owner, file=file)
    with Image.open(photo.image.file) as stored:
        assert dict(stored.getexif()) == {}


@pytest.mark.parametrize(
    ("who", "refused"),
    [("owner", True), ("teacher", True), ("school admin", True), ("uploader", True)],
)
def test_only_another_editor_shows_a_photo(page, editor, who, refused):
    people = {
        "owner": page.owner,
        "teacher": TeacherFactory(),
        "school admin": SchoolAdminFactory(),
        "uploader": editor,
    }
    photo = add(page, by=editor if who == "uploader" else None, alt="会场")
    with pytest.raises(ReviewRefused):
        actions.show_photo(photo_id=photo.pk, by=people[who])
    assert not EventPhoto.objects.shown().exists()
    actions.show_photo(photo_id=photo.pk, by=UserFactory(role=Role.CHIEF_EDITOR))
    assert EventPhoto.objects.shown().count() == 1


@pytest.mark.parametrize(
    ("alt", "faces", "fields"),
    [
        ("", "none", {"alt"}),
        ("  ", "", {"alt", "faces"}),
        ("会场", "", {"faces"}),
        ("孩子们举手", "minors", {"faces"}),
        ("会场", "adults", set()),
        ("会场", "minors_consented", set()),
    ],
)
def test_what_a_photo_needs_before_an_editor_looks(alt, faces, fields):
    facts = rules.PhotoFacts(alt, faces)
    assert set(rules.words_problem(facts)) == fields
    assert bool(rules.may_show(facts, is_editor=True, is_uploader=False)) == (not fields)


def test_the_database_shows_no_photo_that_nobody_described(page):
    photo = add(page)
    with pytest.raises(IntegrityError), transaction.atomic():
        EventPhoto.objects.filter(pk=photo.pk).update(shown_at=timezone.now())


def test_what_is_shown_changes_and_goes_only_after_it_was_withheld(page, editor):
    photo = shown(page, editor)
    with pytest.raises(NotPossible, match="先收回"):
        describe(photo, page.owner, alt="别的画面")
    with pytest.raises(NotPossible, match="先收回"):
        actions.remove_photo(photo_id=photo.pk, by=page.owner)
    actions.withhold_photo(photo_id=photo.pk, by=page.owner)
    assert not EventPhoto.objects.waiting().exists()
    describe(photo, page.owner, alt="别的画面")
    assert EventPhoto.objects.waiting().get().alt == "别的画面"
    actions.remove_photo(photo_id=photo.pk, by=page.owner)
    assert not PortalImage.objects.exists()
    with pytest.raises(NotPossible, match="移走"):
        actions.remove_photo(photo_id=photo.pk, by=page.owner)


def test_whoever_uploaded_is_told_why_not(page, editor):
    photo = add(page, alt="会场")
    with pytest.raises(ValidationError):
        actions.decline_photo(photo_id=photo.pk, by=editor, reason=" ")
    actions.decline_photo(photo_id=photo.pk, by=editor, reason="看得清学生的脸")
    assert not EventPhoto.objects.waiting().exists()
    told = Notification.objects.get(recipient=page.owner)
    assert "看得清学生的脸" in str(vars(told))
    describe(photo, page.owner)
    assert EventPhoto.objects.waiting().count() == 1


def test_no_photos_before_the_event_nor_by_others(site_home):
    coming, draft = make_open(), make_draft()
    for event in (coming, draft):
        with pytest.raises(NotPossible, match="开始以后"):
            add(event)
    with pytest.raises(ReviewRefused):
        add(coming, by=TeacherFactory())
    assert not PortalImage.objects.exists()


def test_not_more_than_fit(page, monkeypatch):
    monkeypatch.setattr(rules, "MOST", 1)
    add(page)
    with pytest.raises(NotPossible, match="最多放"):
        add(page)


# -- the desk --------------------------------------------------------------------------------


def desk(name, *args):
    return reverse(f"events:{name}", args=args)


def test_from_the_upload_to_the_page_in_the_browser(client, page, editor):
    client.force_login(page.owner)
    address = desk("photos", page.pk)
    files = [picture_file("一.jpg"), SimpleUploadedFile("坏的.jpg", b"no picture")]
    answer = client.post(address, {"files": files})
    assert answer.status_code == 422
    assert "坏的.jpg" in answer.content.decode()
    photo = EventPhoto.objects.get()
    wrong = client.post(desk("photo_words", photo.pk), {"alt": "孩子们举手", "faces": "minors"})
    assert wrong.status_code == 422
    assert "学生的面容不公开" in wrong.content.decode()
    assert "孩子们举手" in wrong.content.decode()
    client.post(desk("photo_words", photo.pk), {"alt": "会场", "faces": "adults"})

    client.force_login(editor)
    assert "1 张照片等您看" in client.get("/my/reviews/").content.decode()
    assert page.title in client.get(desk("photos_waiting")).content.decode()
    assert "公开" in client.get(address).content.decode()
    client.post(desk("photo_decline", photo.pk), {"reason": "请换一张清楚的"})
    assert "张照片等您看" not in client.get("/my/reviews/").content.decode()
    client.force_login(page.owner)
    assert "请换一张清楚的" in client.get(address).content.decode()
    client.post(desk("photo_words", photo.pk), {"alt": "会场", "faces": "adults"})
    client.force_login(editor)
    client.post(desk("photo_show", photo.pk))
    client.logout()
    assert url(photo, "large") in client.get(page.url).content.decode()
    client.force_login(page.owner)
    client.post(desk("photo_withhold", photo.pk))
    client.post(desk("photo_remove", photo.pk))
    assert "还没有照片" in client.get(address).content.decode()


@pytest.mark.parametrize("sent", [{}, {"files": ""}])
def test_nothing_uploaded_is_said(client, page, sent):
    client.force_login(page.owner)
    answer = client.post(desk("photos", page.pk), sent)
    assert (answer.status_code, "请选照片。" in answer.content.decode()) == (422, True)


def test_too_many_at_once(client, page):
    client.force_login(page.owner)
    files = [picture_file(f"{n}.jpg", size=(8, 8)) for n in range(rules.MOST_AT_ONCE + 1)]
    answer = client.post(desk("photos", page.pk), {"files": files})
    assert (answer.status_code, "请分几次上传" in answer.content.decode()) == (422, True)
    assert not EventPhoto.objects.exists()


@pytest.mark.parametrize("who", ["teacher", "school admin", "guest"])
def test_others_open_no_desk(client, page, who):
    people = {
        "teacher": TeacherFactory(),
        "school admin": SchoolAdminFactory(),
        "guest": page.guest,
    }
    photo = add(page, alt="会场")
    client.force_login(people[who])
    assert client.get(desk("photos", page.pk)).status_code == 403
    assert client.get(desk("photos_waiting")).status_code == 403
    for name in ("photo_words", "photo_show", "photo_withhold", "photo_remove", "photo_decline"):
        assert client.post(desk(name, photo.pk), {"reason": "x"}).status_code == 403, name
    assert EventPhoto.objects.get().shown_at is None


def test_the_same_queries_for_any_number(client, page, editor):
    counts = []
    for amount in (1, 10, 30):
        while EventPhoto.objects.count() < amount:
            shown(page, editor)
        client.logout()
        row = []
        for address in (page.url, desk("photos", page.pk)):
            if address != page.url:
                client.force_login(editor)
            client.get(address)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address).status_code == 200
            row.append(len(captured))
        counts.append(row)
    assert counts[0] == counts[1] == counts[2], counts
    assert max(max(row) for row in counts) <= 20, counts
