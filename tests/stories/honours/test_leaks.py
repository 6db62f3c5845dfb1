"""An honour is taken back, and a consent: gone from every channel with the next request."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from media.pictures import SQUARE_SPEC
from people.actions import withdraw_consent
from people.choices import ConsentScope, Role
from people.models import Consent
from stories.honours.actions import restore, revoke
from stories.models import Exemplar, Honour, StoryHonour
from tests.maps import map_text
from tests.people.factories import TeacherFactory, UnitFactory, UserFactory
from tests.stories.factories import agree, make_exemplar, make_honour, publish_story, story_draft

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = "霁月标兵"
NAME = "苏砚秋"


def channels() -> dict[str, str]:
    """The public addresses that could show a person or an honour."""
    person = Exemplar.objects.get(name=NAME)
    story = person.portrayals.get().page
    return {
        "person": person.get_absolute_url(),
        "people": "/stories/people/",
        "people search": f"/stories/people/?q={NAME}",
        "register": "/stories/honours/",
        "register search": f"/stories/honours/?q={WORDS}",
        "register by name": f"/stories/honours/?q={NAME}",
        "register by year": "/stories/honours/?year=2024",
        "story": story.get_url(),
        "section": "/stories/",
        "front page": "/",
        "search": f"/search/?q={WORDS}",
        "search by name": f"/search/?q={NAME}",
        "suggestions": f"/search/suggest/?q={NAME}",
        "feed": "/feed/atom.xml",
        "section feed": "/feed/stories/atom.xml",
        "sitemap": "/sitemap.xml",
        "API listing": "/api/v2/pages/?type=stories.StoryPage&fields=*",
        "API detail": f"/api/v2/pages/{story.pk}/",
        "API people": "/api/v2/people/?fields=*",
        "API person": f"/api/v2/people/{person.pk}/",
        "API honours": "/api/v2/honours/?fields=*",
    }


def showing(client: Client, words: str) -> set[str]:
    found = set()
    for name, address in channels().items():
        answer = client.get(address)
        assert answer.status_code in {200, 404, 410}, (name, answer.status_code)
        content = (
            b"".join(answer.streaming_content) if answer.streaming else answer.content
        ).decode()
        # What a visitor typed stands in the box again, and says nothing.
        asked = answer.request["QUERY_STRING"]
        text = content.replace(f'value="{words}"', "").replace(f"“{words}”", "")
        if words in text and not (
            name.startswith("search") and asked and "results__item" not in text
        ):
            found.add(name)
    return found


@pytest.fixture
def story(site_home):
    call_command("update_index", verbosity=0)
    unit = UnitFactory(name="虚构听雨小学")
    page = story_draft(
        TeacherFactory(), title="虚构的砚台", person_name=NAME, person_unit=unit, subject="书法"
    )
    page.honours = [StoryHonour(title=WORDS, year=2024)]
    page.save_revision(user=page.owner)
    page = publish_story(page)
    Honour.objects.update(basis="document", level=4)
    return page


HONOUR_CHANNELS = {
    "person",
    "register",
    "register search",
    "register by name",
    "register by year",
    "story",
    "API honours",
}


def test_a_revoked_honour_is_gone_everywhere_and_a_restored_one_is_back(story):
    chief, honour = UserFactory(role=Role.CHIEF_EDITOR), Honour.objects.get()
    clients = [Client(), Client()]
    clients[1].force_login(UserFactory(role=Role.TEACHER))
    assert [showing(client, WORDS) for client in clients] == [HONOUR_CHANNELS] * 2
    revoke(honour_id=honour.pk, by=chief, reason="材料重复")
    assert [showing(client, WORDS) for client in clients] == [set()] * 2
    register = clients[0].get("/stories/honours/").content.decode()
    assert "2024年" not in register  # nor is it counted
    assert "区县级" not in register
    restore(honour_id=honour.pk, by=chief, reason="点错了")
    assert showing(clients[0], WORDS) == HONOUR_CHANNELS


def test_the_story_of_a_withdrawn_consent_leaves_nothing_of_the_person(story):
    client = Client()
    seen = showing(client, NAME)
    assert Exemplar.objects.get().get_absolute_url() in map_text(client, "people")
    assert {"person", "people", "people search", "register", "story", "API detail"} <= seen
    address = Exemplar.objects.get().get_absolute_url()
    facets = client.get("/stories/").content.decode()
    assert "书法" in facets
    assert "虚构听雨小学" in facets

    withdraw_consent(consent_id=Consent.objects.get().pk, by=story.owner, note="本人来电")

    assert showing(client, NAME) == set()
    assert "/stories/people/" not in map_text(client, "people")
    assert showing(client, WORDS) == set()
    gone = client.get(address)
    assert gone.status_code == 410
    assert NAME not in gone.content.decode()
    # A wrong half of the address is not led to the right one, which would tell the name.
    guessed = client.get(f"/stories/people/{Exemplar.objects.get().pk}-x/")
    assert (guessed.status_code, guessed.headers.get("Location")) == (410, None)
    facets = client.get("/stories/").content.decode()
    assert "书法" not in facets
    assert "虚构听雨小学" not in facets


def test_a_consent_that_runs_out_ends_the_page_with_its_last_day(site_home, client):
    today = timezone.localdate()
    person = make_exemplar(NAME)
    make_honour(person, WORDS)
    consent = agree(person, expires_on=today)
    address = person.get_absolute_url()
    assert WORDS in client.get(address).content.decode()
    assert WORDS in client.get("/stories/honours/").content.decode()
    Consent.objects.filter(pk=consent.pk).update(expires_on=today - timedelta(days=1))
    assert client.get(address).status_code == 410
    for page in ("/stories/honours/", "/stories/people/"):
        text = client.get(page).content.decode()
        assert WORDS not in text
        assert NAME not in text


def test_who_never_agreed_is_unknown(site_home, client):
    person = make_exemplar(NAME)
    make_honour(person, WORDS)
    assert client.get(person.get_absolute_url()).status_code == 404
    assert client.get(f"/stories/people/{person.pk}-x/").status_code == 404
    assert WORDS not in client.get("/stories/honours/").content.decode()


def test_what_only_a_story_states_is_not_in_the_public_register(story, client):
    Honour.objects.update(basis="stated")
    assert WORDS not in client.get("/stories/honours/").content.decode()
    page = client.get(channels()["person"]).content.decode()
    assert WORDS in page
    assert "据来稿" in page


def test_a_name_alone_shows_no_portrait_and_none_of_its_files(site_home, client):
    from tests.media.factories import ImageFactory

    image = ImageFactory(alt_text="一幅画像")
    person = make_exemplar(NAME, portrait=image)
    agree(person)
    file = image.get_rendition("width-400").url
    assert "一幅画像" in client.get(person.get_absolute_url()).content.decode()
    square = image.get_rendition(SQUARE_SPEC).url
    assert square in client.get(person.get_absolute_url()).content.decode()
    answer = client.get(file)
    assert answer.status_code == 200
    assert answer.getvalue()
    # The last word for one page counts, and it is narrower.
    agree(person, scope=ConsentScope.NAME)
    page = client.get(person.get_absolute_url()).content.decode()
    assert "一幅画像" not in page
    assert square not in page
    assert '"image":' not in page
    assert "<img" not in client.get("/stories/people/").content.decode()
    assert client.get(file).status_code == 404
