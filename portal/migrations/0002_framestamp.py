"""The stamp of the frame around every page, with its one row."""

from uuid import uuid4

from django.db import migrations, models


def write_stamp(apps, schema_editor):
    apps.get_model("portal", "FrameStamp").objects.get_or_create(
        pk=1, defaults={"value": uuid4().hex}
    )


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="FrameStamp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("value", models.CharField(max_length=32)),
            ],
            options={"verbose_name": "页面框架版本", "verbose_name_plural": "页面框架版本"},
        ),
        migrations.RunPython(write_stamp, migrations.RunPython.noop),
    ]
