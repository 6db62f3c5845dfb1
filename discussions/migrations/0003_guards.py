"""Let the database refuse to rewrite or remove what is kept."""

from django.db import migrations

from discussions.guarding import LEDGER


def guard(apps, schema_editor):
    LEDGER.install(schema_editor.connection)


def unguard(apps, schema_editor):
    LEDGER.remove(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [("discussions", "0002_reasons")]

    operations = [migrations.RunPython(guard, unguard)]
