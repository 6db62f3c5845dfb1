"""Study corners: photos, what is asked about them, and where a corner is shown."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from PIL import ExifTags, Image

from editorial import actions
from editorial.checks import Severity, run_checks
from editorial.models import ReviewDepth
from media.models import PortalImage
from reading.models import StudyCornerPage
from tests.editorial.desk_forms import complete, open_form, send
from tests.editorial.factories import REVIEW, draft_below, make_staff, publish, put_live
from tests.maps import map_text
from tests.media.factories import ImageFactory
from tests.people.factories import TeacherFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(site_home):
    return TeacherFactory(name="林虚构")


def photo(caption="", faces="none", alt="窗下的书桌"):
    return ("image", {"image": ImageFactory(), "alt": alt, "caption": caption, "faces": faces})


def make_corner(author, *photos, **values):
    defaults = {"title": "窗下", "photos_checked": True, "body": [("paragraph", REVIEW), *photos]}
    page = StudyCornerPage(**defaults | values)
    return draft_below(StudyCornerPage.shelf(), author, page)


def text_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_corner_needs_a_photo(author):
    assert "请至少放一张" in make_corner(author).missing_for_submission()["images"]
    assert make_corner(author, photo()).missing_for_submission() == {}


def test_a_cover_is_a_photo_too(author):
    page = make_corner(author, cover=ImageFactory())
    assert "images" not in page.missing_for_submission()


def test_the_author_looks_at_the_photos_before_handing_in(author):
    page = make_corner(author, photo(), photos_checked=False)
    assert list(page.missing_for_submission()) == ["photos_checked"]


def test_the_form_reminds_of_faces_and_addresses(client, author):
    client.force_login(author)
    text = text_of(client, reverse("editorial:new", args=["study-corner"]))
    assert "有没有学生的脸，有没有门牌" in text
    assert "能认出家庭住址" in text


@pytest.mark.parametrize(
    ("faces", "severity"),
    [("minors", Severity.BLOCK), ("", Severity.WARN), ("minors_consented", Severity.WARN)],
)
def test_faces_are_checked_as_in_every_piece(author, faces, severity):
    found = run_checks(make_corner(author, photo(faces=faces)), opens_attachments=False)
    assert [each.severity for each in found if each.checker == "faces"] == [severity]


def test_where_a_photo_was_taken_is_gone_at_intake(client, author):
    exif = Image.Exif()
    exif[ExifTags.Base.GPSInfo] = {1: "N", 2: (35.0, 4.0, 0.0)}
    exif[ExifTags.Base.Model] = "某手机"
    buffer = BytesIO()
    Image.new("RGB", (640, 480), "#a3301a").save(buffer, "JPEG", exif=exif)
    client.force_login(author)
    form = open_form(client, reverse("editorial:new", args=["study-corner"]))
    file = SimpleUploadedFile("书房.jpg", buffer.getvalue(), content_type="image/jpeg")
    send(client, form, title="窗下", **{"pictures-new": file})
    stored = PortalImage.objects.get()
    with stored.file.open() as handle:
        assert dict(Image.open(handle).getexif()) == {}
    page = StudyCornerPage.objects.get().get_latest_revision_as_object()
    assert [each["image"].pk for each in page.photos] == [stored.pk]


def test_every_audience_has_its_road(site_home):
    depths = ReviewDepth.objects.filter(kind="study-corner")
    assert {depth.audience: len(depth.road) for depth in depths} == {
        "school": 1,
        "district": 1,
        "public": 3,
    }


def test_a_corner_is_handed_in_at_the_desk_and_published(client, author):
    client.force_login(author)
    form = open_form(client, reverse("editorial:new", args=["study-corner"]))
    send(client, form, "save", **complete("study-corner"))
    page = publish(StudyCornerPage.objects.get())
    client.logout()
    text = text_of(client, page.url)
    assert page.url.startswith("/reading/corners/")
    assert "窗下的一张书桌" in text
    assert text.index("窗下的一张书桌") < text.index("读完合上书")
    for address in (
        "/reading/corners/",
        "/reading/",
        "/feed/atom.xml",
        "/feed/reading/atom.xml",
        "/api/v2/pages/?type=reading.StudyCornerPage",
    ):
        assert page.url in text_of(client, address) or page.title in text_of(client, address)
    assert page.url in map_text(client, "pages")
    call_command("update_index", verbosity=0)
    assert page.url in text_of(client, "/search/?q=写全的稿件")


def test_drafts_are_nowhere(client, author):
    make_corner(author, photo(), title="没有送审的书房")
    for address in ("/reading/corners/", "/reading/", "/feed/atom.xml"):
        assert "没有送审的书房" not in text_of(client, address)


def test_the_page_shows_photos_then_words(client, author):
    page = put_live(make_corner(author, photo("第一张"), photo("第二张"), cover=None))
    page_text = text_of(client, page.url)
    text = page_text[page_text.index("<article") :]
    assert text.index("第一张") < text.index("第二张") < text.index("第一年站上讲台")
    assert text.count("<figure") == 2


def test_a_withdrawn_corner_says_so(client, author):
    page = publish(make_corner(author, photo()))
    actions.withdraw(page_id=page.pk, chief=make_staff().chief, comment="有门牌")
    assert client.get(page.url).status_code == 410
