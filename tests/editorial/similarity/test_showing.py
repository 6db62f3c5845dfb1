"""Who sees what of a comparison. Each leak test holds words that could leak."""

import random

import pytest
from django.core.management import call_command
from django.urls import reverse

from editorial import actions
from editorial.models import EditorialSettings, Fingerprint, Readership, SimilaritySource
from editorial.similarity import report_of, shown_to
from editorial.similarity.queries import HIDDEN
from editorial.similarity.rules import Level
from editorial.similarity.words import own_words
from people.roles import Role
from tests.editorial.factories import make_staff, publish, put_live, waiting_state
from tests.editorial.similarity.corpus import review, sentences
from tests.editorial.similarity.pieces import draft, handed_in, save_again
from tests.people.factories import TeacherFactory, UnitFactory

pytestmark = pytest.mark.django_db

SECRET_TITLE, SECRET_NAME, SECRET_WORDS = "秘密的题目", "秘密的名字", "秘密的上下文"


@pytest.fixture
def copied(site_home):
    """The passage that both texts have."""
    return sentences(random.Random(21), 200)


@pytest.fixture
def source(copied):
    """A piece in review which holds the passage, with words around it that nobody else has."""
    return handed_in(
        f"{SECRET_WORDS}{copied}{SECRET_WORDS}", title=SECRET_TITLE, byline=SECRET_NAME
    )


@pytest.fixture
def author(site_home):
    return TeacherFactory(role=Role.TEACHER, name="林虚构")


@pytest.fixture
def piece(copied, source, author):
    return draft(sentences(random.Random(22), 300) + copied, author, title="我的笔记")


def report_for(piece, viewer):
    return shown_to(report_of(piece.latest_revision_id), for_author=viewer)


def similarity_url(piece):
    return reverse("editorial:similarity", args=[piece.pk])


def assert_nothing_secret(text):
    for secret in (SECRET_TITLE, SECRET_NAME, SECRET_WORDS):
        assert secret not in text


# -- the author -----------------------------------------------------------------------------------


def test_of_an_unpublished_piece_the_author_sees_the_common_words_only(piece, author, copied):
    report = report_for(piece, author)
    [match] = report.matches
    assert (match.title, match.author_name, match.url) == (HIDDEN, "", None)
    [passage] = match.passages
    assert passage.here.before != ""
    assert (passage.there.before, passage.there.after) == ("", "")
    assert passage.there.text == copied.rstrip("。！？")
    assert_nothing_secret(str(report))


def test_of_a_published_piece_the_author_sees_everything(piece, author, source):
    live = put_live(source)
    [match] = report_for(piece, author).matches
    assert (match.title, match.author_name) == (SECRET_TITLE, SECRET_NAME)
    assert match.url == live.get_url()
    assert match.passages[0].there.before == SECRET_WORDS


def test_a_version_in_review_of_a_published_piece_is_hidden(copied, author, site_home):
    source = publish(draft(sentences(random.Random(23), 200), title="公开的题目"))
    newer = save_again(source, f"{SECRET_WORDS}{copied}", title=SECRET_TITLE, byline=SECRET_NAME)
    actions.submit(page_id=source.pk, author=source.owner, revision_id=newer)
    report = report_for(draft(copied, author), author)
    assert [match.title for match in report.matches] == [HIDDEN]
    assert_nothing_secret(str(report))


def test_a_piece_for_another_school_is_hidden(piece, author, source):
    put_live(source)
    Readership.set_for(source.pk, "school", UnitFactory().pk)
    report = report_for(piece, author)
    assert [match.title for match in report.matches] == [HIDDEN]
    assert_nothing_secret(str(report))


def test_the_page_of_the_author_shows_both_sides_and_no_secret(client, piece, author, copied):
    client.force_login(author)
    answer = client.get(similarity_url(piece))
    assert answer.status_code == 200
    text = answer.content.decode()
    assert_nothing_secret(text)
    assert text.count(f"<mark>{copied.rstrip('。！？')}</mark>") == 2
    assert "系统不会因为雷同退稿" in text
    assert "放进引文并写明出处的话不计入" in text


def test_nobody_else_opens_it(client, piece, source):
    address = similarity_url(piece)
    assert client.get(address).status_code == 302
    for other in (source.owner, make_staff().chief):
        client.force_login(other)
        assert client.get(address).status_code == 404


def test_without_matches_the_page_says_so(client, author):
    page = draft(review(random.Random(24)), author)
    client.force_login(author)
    assert "没有发现与别处相同的文字" in client.get(similarity_url(page)).content.decode()


def test_words_are_shown_as_words_not_as_markup(client, author, site_home):
    text = f"<b>{sentences(random.Random(25), 60)}</b><script>alert(1)</script>"
    handed_in(text)
    page = draft(text, author)
    client.force_login(author)
    answer = client.get(similarity_url(page)).content.decode()
    assert "<script>alert" not in answer
    assert "&lt;/b&gt;&lt;script&gt;alert(1" in answer


# -- before handing in ----------------------------------------------------------------------------


def test_the_author_sees_it_first_and_may_still_hand_in(client, piece, author):
    client.force_login(author)
    submit = reverse("editorial:submit", args=[piece.pk])
    answer = client.post(submit, {"revision": piece.latest_revision_id})
    assert answer.url == reverse("editorial:check", args=[piece.pk])
    text = client.get(answer.url).content.decode()
    percent = report_of(piece.latest_revision_id).percent
    assert f"有 {percent}% 的文字与别处相同" in text
    assert similarity_url(piece) in text
    answer = client.post(submit, {"revision": piece.latest_revision_id, "confirmed": "1"})
    assert answer.url == reverse("editorial:submission", args=[piece.pk])


def test_below_the_line_it_is_handed_in_at_once(client, piece, author):
    office = EditorialSettings.load()
    office.similarity_attention = office.similarity_hold = 90
    office.save()
    client.force_login(author)
    answer = client.post(
        reverse("editorial:submit", args=[piece.pk]), {"revision": piece.latest_revision_id}
    )
    assert answer.url == reverse("editorial:submission", args=[piece.pk])


# -- the reviewer ---------------------------------------------------------------------------------


def test_a_reviewer_sees_title_byline_and_what_stands_around(client, piece, author):
    actions.submit(page_id=piece.pk, author=author)
    client.force_login(make_staff().first)
    address = reverse("reviews:review", args=[waiting_state(piece).pk])
    text = client.get(address).content.decode()
    for word in (SECRET_TITLE, SECRET_NAME, SECRET_WORDS):
        assert word in text
    assert text.count("<mark>") == 2


def test_a_piece_that_is_gone_is_shown_to_nobody(piece, author):
    report = report_of(piece.latest_revision_id)
    report.matches[0]["page_id"] = 0
    for viewer in (None, author):
        assert shown_to(report, for_author=viewer).matches == ()


def test_levels_follow_the_settings(piece, author):
    assert report_for(piece, author).level == Level.ATTENTION
    office = EditorialSettings.load()
    office.similarity_hold = 31
    office.save()
    assert report_for(piece, author).level == Level.HOLD


def test_showing_costs_as_many_queries_for_many_matches(author, copied, django_assert_num_queries):
    for _ in range(6):
        handed_in(copied + sentences(random.Random(26), 100))
    report = report_of(draft(copied, author).latest_revision_id)
    assert len(report.matches) == 6
    EditorialSettings.load()
    shown_to(report, for_author=author)
    with django_assert_num_queries(4):
        shown_to(report, for_author=author)


# -- the command ----------------------------------------------------------------------------------


def test_the_store_is_rebuilt(source, capsys):
    before = set(Fingerprint.objects.values_list("hash", flat=True))
    draft("没有送审的草稿")
    stray = draft("从没有送审，却在库里")
    SimilaritySource.objects.create(
        page=stray, revision_id=stray.latest_revision_id, author=stray.owner, characters=9
    )
    Fingerprint.objects.all().delete()
    for _ in range(2):
        call_command("rebuild_similarity")
        assert set(Fingerprint.objects.values_list("hash", flat=True)) == before
        assert [each.page_id for each in SimilaritySource.objects.all()] == [source.pk]
    assert "共收入 1 篇。" in capsys.readouterr().out
    assert own_words(source)
