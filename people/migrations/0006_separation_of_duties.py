"""Groups of security administrators and auditors; the database keeps the audit trail."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from people.guarding import TRAIL

# Security administrators open an account to see and change its roles, and nothing else of it
# (``people.admin_forms``); auditors read the trail.
RIGHTS = {"安全管理员": ["change_user", "view_user"], "审计员": []}


def add_groups(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    access = Permission.objects.get(
        content_type__app_label="wagtailadmin", codename="access_admin"
    )
    for name, rights in RIGHTS.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(
            access,
            *Permission.objects.filter(content_type__app_label="people", codename__in=rights),
        )


def guard(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    TRAIL.install(schema_editor.connection)


def unguard(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    TRAIL.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("people", "0005_audit_trail")]

    operations = [
        # Going back leaves the groups in place: people may be in them by then.
        migrations.RunPython(add_groups, migrations.RunPython.noop),
        migrations.RunPython(guard, unguard),
    ]
