"""Every block in the picker has a name, an icon, a group and a word of help; previews draw."""

import pytest
from django.urls import reverse
from wagtail.admin.icons import get_icons

from home.models import HomePage, StandardPage, TopicPage
from people.roles import Role
from tests.media.factories import DocumentFactory
from tests.media.recordings import RecordingFactory, SoundFactory
from tests.people.factories import UserFactory
from tests.world import World

pytestmark = pytest.mark.django_db

BLOCKS = {
    f"{model._meta.model_name} {name}": block
    for model in (HomePage, TopicPage, StandardPage)
    for name, block in model._meta.get_field("body").stream_block.child_blocks.items()
}


@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS.keys())
def test_each_block_is_told_in_words(block):
    assert f'id="icon-{block.meta.icon}"' in get_icons()
    assert block.meta.group
    assert block.meta.label == str(block.label)
    assert block.get_description().endswith("。")


def test_each_preview_draws(client, site_home):
    World().grow_to(2)
    RecordingFactory()
    SoundFactory()
    DocumentFactory()
    client.force_login(UserFactory(role=Role.EDITOR))
    address = reverse("wagtailadmin_block_preview")
    for name, block in BLOCKS.items():
        if not block.is_previewable:
            assert name.endswith("page_list")
            continue
        answer = client.get(address, {"id": block.definition_prefix})
        assert answer.status_code == 200, name
        assert "portal/css/foundation.css" in answer.content.decode()


def test_previews_are_for_editors(client, site_home):
    block = TopicPage._meta.get_field("body").stream_block.child_blocks["lead"]
    address = reverse("wagtailadmin_block_preview")
    assert client.get(address, {"id": block.definition_prefix}).status_code == 302
