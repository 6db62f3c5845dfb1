"""Pictures: words for those who cannot see them, and who can be recognised."""

import json

import pytest
from django.urls import reverse

from editorial.body import Picture, changed, pictures_of, text_of
from editorial.checks import Severity, run_checks
from editorial.checks.alternative_text import alternative_text
from editorial.checks.faces import faces
from people.choices import Role
from tests.editorial.desk_forms import open_form, send
from tests.editorial.factories import log_draft, publish
from tests.media.factories import ImageFactory
from tests.people.factories import TeacherFactory

pytestmark = pytest.mark.django_db

TEXT = ("paragraph", "<p>正文。</p>")


def picture(image, **values: str):
    return ("image", {"image": image, "alt": "", "caption": "", "faces": "none", **values})


def gallery(*blocks):
    return ("gallery", {"title": "", "images": [value for _, value in blocks]})


def found(checker, piece):
    return [(f.severity, f.label) for f in run_checks(piece, checkers=[checker])]


def test_every_picture_without_words_is_named(site_home):
    silent, spoken = ImageFactory(alt_text=""), ImageFactory(alt_text="操场")
    piece = log_draft(
        TeacherFactory(),
        cover=silent,
        body=[
            TEXT,
            picture(silent),
            picture(silent, alt="教室"),
            picture(spoken),
            gallery(picture(spoken), picture(silent)),
        ],
    )
    assert found(alternative_text, piece) == [
        (Severity.BLOCK, "题图"),
        (Severity.BLOCK, "正文图片 1"),
        (Severity.BLOCK, "正文图片 5"),
    ]
    assert list(piece.missing_for_submission()) == ["images"]


def test_a_cover_has_the_words_of_the_same_picture_in_the_text(site_home):
    silent = ImageFactory(alt_text="")
    piece = log_draft(
        TeacherFactory(), cover=silent, body=[TEXT, picture(silent, alt="教室", faces="adults")]
    )
    assert run_checks(piece) == []
    assert piece.missing_for_submission() == {}


@pytest.mark.parametrize(
    ("declared", "severity"),
    [
        ("", Severity.WARN),
        ("none", None),
        ("adults", None),
        ("minors_consented", Severity.WARN),
        ("minors", Severity.BLOCK),
    ],
)
def test_faces_are_what_the_author_declares(site_home, declared, severity):
    piece = log_draft(TeacherFactory(), body=[TEXT, picture(ImageFactory(), faces=declared)])
    expected = [(severity, "正文图片 1")] if severity else []
    assert found(faces, piece) == expected


def test_pictures_stored_before_there_were_declarations_are_undeclared(site_home):
    image = ImageFactory()
    draft = log_draft(TeacherFactory(), body=[TEXT, picture(image)])
    revision = draft.latest_revision
    stored = json.loads(revision.content["body"])
    stored[1]["value"] = {"image": image.pk}
    revision.content["body"] = json.dumps(stored)
    revision.save()
    piece = type(draft).objects.get(pk=draft.pk).get_latest_revision_as_object()
    assert [picture.faces for picture in pictures_of(piece.body)] == [""]
    assert found(faces, piece) == [(Severity.WARN, "正文图片 1")]


def test_a_declaration_goes_from_the_form_into_the_body_and_back(site_home):
    image = ImageFactory()
    draft = log_draft(TeacherFactory(), body=[TEXT, picture(image)])
    declared = [Picture(image.pk, "教室", "", "minors_consented")]
    draft.body = changed(draft.body, text_of(draft.body), declared)
    draft.save_revision()
    piece = type(draft).objects.get(pk=draft.pk).get_latest_revision_as_object()
    assert pictures_of(piece.body) == declared


def test_the_author_declares_each_picture_in_the_form(site_home, client):
    author = TeacherFactory(role=Role.TEACHER)
    client.force_login(author)
    image = ImageFactory(uploaded_by_user=author)
    page = log_draft(author, body=[TEXT, picture(image, alt="教室", faces="")])
    address = reverse("editorial:edit", args=[page.pk])
    form = open_form(client, address)
    assert form["pictures-0-faces"] == [""]
    answer = send(client, form, **{"pictures-0-faces": "children"})
    assert answer.status_code == 422
    assert "请从列出的选项里选一项。" in answer.content.decode()
    send(client, form, **{"pictures-0-faces": "adults"})
    assert open_form(client, address)["pictures-0-faces"] == ["adults"]
    stored = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
    assert stored.body[1].value["faces"] == "adults"


def test_a_declaration_is_not_published(site_home, client):
    log = publish(log_draft(TeacherFactory(), body=[TEXT, picture(ImageFactory(), faces="adults")]))
    answer = client.get(f"/api/v2/pages/{log.pk}/")
    [_, shown] = answer.json()["body"]
    assert list(shown["value"]) == ["image", "alt", "caption"]
    assert "只有成年人" not in client.get(log.get_url()).content.decode()
    assert "只有成年人" not in " ".join(log.body.stream_block.get_searchable_content(log.body))
