"""Record the consents on which the public stories rest, so that they can be withdrawn."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def record_consents(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Add a row for each public story that has none; nothing is doubled."""
    alias = schema_editor.connection.alias
    consents = apps.get_model("people", "Consent").objects.using(alias)
    users = apps.get_model("people", "User").objects.using(alias)
    stories = apps.get_model("stories", "StoryPage").objects.using(alias)
    declared = stories.filter(live=True, consent_date__isnull=False).exclude(consent_scope="")
    for story in declared.iterator():
        name = " ".join(story.person_name.split())
        namesakes = users.filter(
            name=name, teacher_profile__unit=story.person_unit_id, is_active=True
        )
        person = namesakes.get() if story.person_unit_id and namesakes.count() == 1 else None
        expires = story.consent_expires
        consents.get_or_create(
            page_id=story.pk,
            person_name=name,
            scope=story.consent_scope,
            given_on=story.consent_date,
            defaults={
                # A last day before the first was never refused by the form of Wagtail's editor.
                "expires_on": expires if expires and expires >= story.consent_date else None,
                "person": person,
                "unit_id": story.person_unit_id,
                "recorded_by_id": story.owner_id,
            },
        )


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_consents"),
        ("stories", "0003_audience"),
    ]

    operations = [
        # Going back leaves the rows: they go with their table, and somebody may have withdrawn one.
        migrations.RunPython(record_consents, migrations.RunPython.noop),
    ]
