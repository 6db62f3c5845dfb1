"""The persons and honours of the public stories enter the register.

Honours enter it as stated: nobody has seen a document yet. The rows of the stories stay as they
are, so going back only drops what was made here, with its tables.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from stories.guarding import LEDGER


def enter_public_stories(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    alias = schema_editor.connection.alias
    stories = apps.get_model("stories", "StoryPage").objects.using(alias)
    portrayals = apps.get_model("stories", "Portrayal").objects.using(alias)
    for story in stories.filter(live=True).order_by("first_published_at", "pk").iterator():
        name = " ".join(story.person_name.split())[:40]
        if not name or portrayals.filter(page_id=story.pk).exists():
            continue
        person = _person(apps, alias, story, name)
        portrayals.create(page_id=story.pk, exemplar=person, person_name=name)
        _honours(apps, alias, story, person)


def _person(apps: StateApps, alias: str, story, name: str):
    from people.naming import keys_of

    people = apps.get_model("stories", "Exemplar").objects.using(alias)
    consents = apps.get_model("people", "Consent").objects.using(alias)
    agreed = consents.filter(page_id=story.pk, person_name=name).exclude(person=None)
    account = agreed.order_by("pk").values_list("person_id", flat=True).last()
    known = people.filter(account_id=account).first() if account else None
    known = known or people.filter(name=name, unit_id=story.person_unit_id).first()
    if known is not None:
        return known
    keys = keys_of(name)
    return people.create(
        name=name,
        account_id=account,
        unit_id=story.person_unit_id,
        stage=story.stage,
        subject=story.subject,
        title=story.person_title,
        is_demo=story.is_demo,
        pinyin_key=keys.pinyin,
        stroke_key=keys.strokes,
    )


def _honours(apps: StateApps, alias: str, story, person) -> None:
    from stories.honours.rules import level_of, wording_key

    honours = apps.get_model("stories", "Honour").objects.using(alias)
    wordings = apps.get_model("stories", "HonourWording").objects.using(alias)
    rows = apps.get_model("stories", "StoryHonour").objects.using(alias)
    for row in rows.filter(page_id=story.pk).order_by("sort_order", "pk"):
        key, title = wording_key(row.title), row.title.strip()
        if not key:
            continue
        # A year that is none was never refused by the form of Wagtail's editor.
        year = row.year if row.year and 1949 <= row.year <= 2100 else None
        honour, _ = honours.get_or_create(
            holder=person,
            title=title,
            year=year,
            defaults={
                "level": level_of(row.level) or level_of(title),
                "issuing_body": row.issuing_body,
                "basis": "stated",
            },
        )
        wordings.get_or_create(honour=honour, key=key, year=row.year or 0)


def guard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    LEDGER.install(schema_editor.connection)


def unguard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    LEDGER.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("stories", "0006_register"),
        ("people", "0004_name_order"),
        ("editorial", "0012_notices_of_rooms"),
    ]

    operations = [
        migrations.RunPython(enter_public_stories, migrations.RunPython.noop),
        migrations.RunPython(guard, unguard),
    ]
