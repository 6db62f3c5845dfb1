from django.db import migrations

# 四有好老师: the four qualities as policy words them; rows, so that a site can reword them.
QUALITIES = [
    ("ideals", "理想信念"),
    ("morality", "道德情操"),
    ("learning", "扎实学识"),
    ("kindness", "仁爱之心"),
]


def add(apps, schema_editor):
    quality = apps.get_model("stories", "Quality")
    for order, (slug, name) in enumerate(QUALITIES):
        quality.objects.get_or_create(slug=slug, defaults={"name": name, "order": order})


class Migration(migrations.Migration):
    dependencies = [("stories", "0001_initial")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
