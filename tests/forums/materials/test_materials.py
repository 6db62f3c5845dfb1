"""Materials: for those with a seat, then for everybody; never by a guessed address."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from editorial.errors import ReviewRefused
from forums.materials import actions
from forums.models import Material
from media.models import PortalDocument
from people.roles import Role
from tests.forums.factories import make_open, register
from tests.people.factories import TeacherFactory, UserFactory

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def page(site_home):
    return make_open(capacity=1)


def upload(name="课件.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def add(page, **values):
    defaults = {"kind": "handout", "title": "讲座课件", "file": upload()}
    return actions.add_material(page_id=page.pk, by=page.owner, **defaults | values)


def url(material):
    return reverse("forums:material", args=[material.pk])


def test_who_gets_a_file_before_and_after_it_is_released(client, page):
    material = add(page)
    seated, waiting = register(page).user, register(page).user
    before = {
        "visitor": (None, 404),
        "teacher": (TeacherFactory(), 404),
        "waiting": (waiting, 404),
        "seated": (seated, 200),
        "owner": (page.owner, 200),
        "editor": (UserFactory(role=Role.EDITOR), 200),
    }
    for name, (reader, status) in before.items():
        client.logout()
        if reader:
            client.force_login(reader)
        assert client.get(url(material)).status_code == status, name
    client.logout()
    assert "讲座课件" not in client.get(page.url).content.decode()
    actions.release_material(material_id=material.pk, by=page.owner)
    for reader, _ in before.values():
        client.logout()
        if reader:
            client.force_login(reader)
        answer = client.get(url(material))
        assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
    assert "讲座课件" in client.get(page.url).content.decode()
    actions.withhold_material(material_id=material.pk, by=page.owner)
    client.logout()
    assert client.get(url(material)).status_code == 404


def test_the_file_has_no_other_address(client, page):
    document = add(page).document
    client.force_login(register(page).user)
    assert client.get(document.url).status_code == 404


def test_materials_of_a_withdrawn_event_are_gone_for_all_but_its_organisers(client, page):
    material = add(page)
    actions.release_material(material_id=material.pk, by=page.owner)
    seated = register(page).user
    type(page).objects.filter(pk=page.pk).update(live=False)
    for reader, status in ((seated, 404), (page.owner, 200)):
        client.force_login(reader)
        assert client.get(url(material)).status_code == status


def test_a_link_leads_on_for_those_who_may_have_it(client, page):
    material = add(page, kind="recording", file=None, link="https://video.example/1")
    assert client.get(url(material)).status_code == 404
    client.force_login(register(page).user)
    answer = client.get(url(material))
    assert (answer.status_code, answer["Location"]) == (302, "https://video.example/1")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": " "}, "title"),
        ({"file": None}, "file"),
        ({"link": "https://video.example/"}, "file"),
        ({"file": upload("坏.pdf", b"nothing")}, "file"),
        ({"file": upload("页面.html", b"<script>")}, "file"),
        ({"file": upload("空.pdf", b"")}, "file"),
        ({"file": None, "link": "javascript:alert(1)"}, "link"),
        ({"file": None, "link": "ftp://x.example/"}, "link"),
    ],
)
def test_what_cannot_be_is_told_by_its_field(page, values, field):
    with pytest.raises(ValidationError) as problem:
        add(page, **values)
    assert list(problem.value.message_dict) == [field]
    assert not Material.objects.exists()


def test_others_change_nothing(client, page):
    material = add(page)
    stranger = TeacherFactory()
    for act in (actions.release_material, actions.withhold_material, actions.remove_material):
        with pytest.raises(ReviewRefused):
            act(material_id=material.pk, by=stranger)
    with pytest.raises(ReviewRefused):
        actions.add_material(
            page_id=page.pk, by=stranger, kind="handout", title="我的", file=upload()
        )
    client.force_login(stranger)
    for name in ("release", "withhold", "material_remove"):
        assert client.post(reverse(f"events:{name}", args=[material.pk])).status_code == 403


def test_the_desk_adds_releases_and_removes(client, page):
    client.force_login(page.owner)
    address = reverse("events:materials", args=[page.pk])
    answer = client.post(address, {"kind": "handout", "title": "课件", "file": upload("a.txt")})
    assert answer.status_code == 422
    assert "只能上传 PDF" in answer.content.decode()
    client.post(address, {"kind": "handout", "title": "课件", "file": upload()})
    material = Material.objects.get()
    client.post(reverse("events:release", args=[material.pk]))
    assert Material.objects.get().released_at is not None
    client.post(reverse("events:material_remove", args=[material.pk]))
    assert not Material.objects.exists()
    assert not PortalDocument.objects.exists()
