"""The old front page gets its sections as blocks, in all its versions, and loses them backwards."""

import json

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from wagtail.models import Revision

from home.front.defaults import DEFAULT
from home.models import HomePage

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE = ("home", "0002_faces")
WORDS = [{"type": "heading", "value": "编辑的话", "id": "11111111-1111-4111-8111-111111111111"}]


def migrate(target):
    executor = MigrationExecutor(connection)
    executor.migrate([target])
    return executor.loader.project_state([target]).apps


def test_there_and_back(site_home):
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes("home")[0]
    revision = Revision.objects.for_instance(site_home).latest("pk")
    try:
        old = migrate(BEFORE).get_model("home", "HomePage").objects.get()
        assert list(old.body.raw_data) == []
        old.body = json.dumps(WORDS)
        old.save()
        revision.content["body"] = json.dumps(WORDS)
        revision.save()

        migrate(latest)
        home = HomePage.objects.get()
        revision.refresh_from_db()
        expected = [*((name, values) for name, values in DEFAULT), ("heading", "编辑的话")]
        for body in (home.body.raw_data, json.loads(revision.content["body"])):
            assert [(block["type"], block["value"]) for block in body] == expected
            assert len({block["id"] for block in body}) == len(expected)

        back = migrate(BEFORE).get_model("home", "HomePage").objects.get()
        assert list(back.body.raw_data) == WORDS
    finally:
        migrate(latest)
