"""What is compared with what, in a database."""

import random
import uuid

import pytest

from editorial import actions as road
from editorial.models import Fingerprint, SimilarityReport, SimilaritySource
from editorial.similarity import actions, queries, report_of, similarity_of
from editorial.similarity.actions import check, forget, index
from editorial.similarity.tasks import check_similarity, index_revision
from editorial.similarity.words import own_words
from people.roles import Role
from reading.models import BookListItem, BookListPage, Passage
from stories.models import StoryPage
from tests.editorial.factories import draft_below, make_staff, make_work, waiting_state
from tests.editorial.similarity.corpus import ALTERATIONS, copied_into, review, sentences
from tests.editorial.similarity.pieces import draft, handed_in, paragraphs, save_again
from tests.people.factories import TeacherFactory
from tests.stories.factories import story_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def chance(site_home):
    return random.Random(11)


def found_in(page):
    """Return the pieces, by number, in which words of the latest version were found."""
    report = check(revision_id=page.latest_revision_id)
    return [each["page_id"] for each in report.matches]


# -- what is found --------------------------------------------------------------------------------


@pytest.mark.parametrize("change", ALTERATIONS, ids=lambda change: change.__name__)
def test_200_copied_characters_inside_1000_are_found(chance, change):
    source = handed_in(review(chance))
    handed_in(review(chance))
    words = own_words(source)
    own = sentences(chance, 800)
    copy = draft(own[:300] + change(words[400:600], chance) + own[300:])
    assert found_in(copy) == [source.pk]
    assert 15 <= similarity_of(copy.latest_revision_id).percent <= 22


def test_every_kind_is_compared_with_every_kind(chance):
    text = sentences(chance, 400)
    author = TeacherFactory(role=Role.TEACHER)
    story = story_draft(author, body=paragraphs(text))
    road.submit(page_id=story.pk, author=author)
    books = BookListPage(title="虚构的书单")
    books.items = [BookListItem(work=make_work(), reason=text[100:300])]
    books = draft_below(BookListPage.shelf(), TeacherFactory(role=Role.TEACHER), books)
    assert found_in(books) == [story.pk]


def test_the_share_is_that_of_all_sources_together(chance):
    first, second = handed_in(review(chance)), handed_in(review(chance))
    text = own_words(first)[:200] + own_words(second)[:200] + sentences(chance, 400)
    copy = draft(text)
    assert set(found_in(copy)) == {first.pk, second.pk}
    report = similarity_of(copy.latest_revision_id)
    assert report.percent >= max(each["percent"] for each in report.matches) * 1.5


# -- what is not compared -------------------------------------------------------------------------


def test_ones_own_pieces_are_not_compared(chance):
    first = handed_in(review(chance))
    assert found_in(draft(own_words(first), first.owner)) == []


def test_a_piece_is_not_compared_with_itself_under_another_owner(chance):
    page = handed_in(review(chance))
    SimilaritySource.objects.filter(page=page).update(author=None)
    assert found_in(page) == []


def test_drafts_of_others_are_never_compared(chance):
    private = draft(review(chance))
    index_revision.enqueue(private.latest_revision_id)
    assert SimilaritySource.objects.count() == 0
    assert found_in(draft(own_words(private))) == []


def test_a_later_draft_of_a_handed_in_piece_is_not_compared(chance):
    page, later = handed_in(sentences(chance, 300)), sentences(chance, 300)
    newer = save_again(page, later)
    index_revision.enqueue(newer)
    assert SimilaritySource.objects.get().revision_id == page.latest_revision_id
    assert found_in(draft(later)) == []


def test_marked_quotations_and_their_sources_do_not_count(chance):
    source = handed_in(review(chance))
    words = own_words(source)
    own = sentences(chance, 300)
    page = draft(own)
    version = page.get_latest_revision_as_object()
    version.body = [
        *paragraphs(own),
        ("quote", {"text": words[:150], "source": words[150:190]}),
        ("paragraph", f"<blockquote>{words[200:300]}</blockquote>"),
    ]
    version.save_revision(user=page.owner, clean=False)
    page.refresh_from_db()
    assert own_words(page.get_latest_revision_as_object()) == own
    assert found_in(page) == []


def test_a_set_phrase_of_many_is_nobodys(chance, monkeypatch):
    monkeypatch.setattr(queries, "COMMON", 3)
    monkeypatch.setattr(actions, "COMMON", 3)
    phrase = "读完这本书，我深受启发，对教育有了新的认识和理解，今后要把它用到课堂中去。"
    for _ in range(4):
        handed_in(sentences(chance, 150) + phrase)
    assert found_in(draft(phrase + sentences(chance, 150))) == []
    held = Fingerprint.objects.values_list("hash", flat=True)
    assert max(list(held).count(each) for each in set(held)) == 3


def test_a_whole_passage_that_many_copied_is_still_found(chance, monkeypatch):
    monkeypatch.setattr(queries, "COMMON", 3)
    monkeypatch.setattr(actions, "COMMON", 3)
    passage = sentences(chance, 220)
    copies = [handed_in(passage + sentences(chance, 150)) for _ in range(5)]
    found = found_in(draft(sentences(chance, 150) + passage))
    assert found
    assert set(found) <= {copy.pk for copy in copies}


# -- references -----------------------------------------------------------------------------------


def test_the_description_of_the_book_and_passages_from_it_are_compared(chance):
    described, quoted = sentences(chance, 120), sentences(chance, 120)
    work = make_work("虚构的教育书", description=described)
    Passage.objects.create(text=quoted, author="虚构作者", source="《虚构的教育书》第三章")
    Passage.objects.create(text=sentences(chance, 120), author="虚构作者", source="《别的书》")
    page = draft(described + sentences(chance, 300) + quoted, work=work)
    report = check(revision_id=page.latest_revision_id)
    assert {(each["title"], each["url"]) for each in report.matches} == {
        ("《虚构的教育书》的简介", work.get_absolute_url()),
        ("读段：虚构作者，《虚构的教育书》第三章", ""),
    }


def test_a_list_is_compared_with_all_its_books(chance, django_assert_num_queries):
    books = BookListPage(title="虚构的书单")
    described = [sentences(chance, 90) for _ in range(3)]
    books.items = [
        BookListItem(work=make_work(f"虚构的书{n}", description=text), reason="好")
        for n, text in enumerate(described)
    ]
    with django_assert_num_queries(2):
        texts = [each.text for each in books.reference_texts()]
    assert sorted(texts) == sorted(described)


def test_other_kinds_and_logs_without_a_book_have_no_references(site_home):
    assert StoryPage().reference_texts() == []
    assert draft("字", work=None).reference_texts() == []


# -- the store ------------------------------------------------------------------------------------


def test_handing_in_again_takes_the_place_of_the_earlier_version(chance):
    page = handed_in(sentences(chance, 300))
    earlier = own_words(page.get_latest_revision_as_object())
    road.recall(page_id=page.pk, author=page.owner)
    newer = sentences(chance, 300)
    save_again(page, newer)
    road.submit(page_id=page.pk, author=page.owner)
    assert SimilaritySource.objects.count() == 1
    assert found_in(draft(earlier)) == []
    assert found_in(draft(newer)) == [page.pk]


def test_a_declined_piece_remains_a_source(chance):
    page, staff = handed_in(review(chance)), make_staff()
    state = waiting_state(page)
    road.decline(
        task_state_id=state.pk,
        reviewer=staff.first,
        revision_id=state.revision_id,
        comment="不采用。",
        reasons=[],
    )
    assert found_in(draft(own_words(page))) == [page.pk]


def test_tasks_are_safe_to_run_twice(chance):
    source = handed_in(review(chance))
    copy = draft(own_words(source))
    before = set(Fingerprint.objects.values_list("hash", "source_id"))
    for _ in range(2):
        index_revision.enqueue(source.latest_revision_id)
        check_similarity.enqueue(copy.latest_revision_id)
    assert set(Fingerprint.objects.values_list("hash", "source_id")) == before
    assert SimilaritySource.objects.count() == 1
    assert SimilarityReport.objects.filter(revision=copy.latest_revision_id).count() == 1


def test_tasks_leave_alone_what_is_gone(site_home):
    assert check(revision_id=0) is None
    assert index(page_id=0) is None
    index_revision.enqueue(0)
    check_similarity.enqueue(0)
    assert SimilaritySource.objects.count() == SimilarityReport.objects.count() == 0


def test_what_is_forgotten_is_found_no_more(chance):
    page = handed_in(review(chance))
    forget(page_id=page.pk)
    assert Fingerprint.objects.count() == 0
    assert found_in(draft(own_words(page))) == []


def test_a_source_goes_with_its_version(chance):
    page = handed_in(review(chance))
    page.latest_revision.delete()
    assert SimilaritySource.objects.count() == Fingerprint.objects.count() == 0


def test_a_comparison_is_made_once_for_those_who_look(chance, django_assert_num_queries):
    page = draft(review(chance))
    first = report_of(page.latest_revision_id)
    with django_assert_num_queries(1):
        assert report_of(page.latest_revision_id) == first
    assert similarity_of(uuid.uuid4().int % 10**6 + 10**6) is None


def test_a_check_costs_as_many_queries_for_many_sources_as_for_few(
    chance, django_assert_max_num_queries
):
    text = review(chance)
    for _ in range(queries.MOST_CANDIDATES + 4):
        handed_in(copied_into(chance, text, 200, 400))
    copy = draft(text)
    with django_assert_max_num_queries(30):
        report = check(revision_id=copy.latest_revision_id)
    assert len(report.matches) == queries.MOST_CANDIDATES
