"""The names on the pages become memberships.

They stay off the public page until their bearers agree: nobody had recorded a consent. A row is
linked to an account where exactly one active teacher of the unit bears the name. Backwards, the
rows that came from the list become names again, those who have left meanwhile excepted.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def names_to_memberships(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    member_model = apps.get_model("workshops", "WorkshopMember")
    membership_model = apps.get_model("workshops", "Membership")
    user_model = apps.get_model("people", "User")
    linked = set()
    for row in member_model.objects.order_by("page", "sort_order", "pk"):
        users = user_model.objects.filter(
            name=row.name, teacher_profile__unit__name=row.unit_name, is_active=True
        )[:2]
        user = users[0] if row.unit_name and len(users) == 1 else None
        if user is not None and (row.page_id, user.pk) in linked:
            user = None
        if user is not None:
            linked.add((row.page_id, user.pk))
        membership_model.objects.create(
            workshop_id=row.page_id,
            user=user,
            name=row.name or "未署名",
            unit_name=row.unit_name,
            duty=row.role,
            role="member",
            state="active",
            came_by="list",
        )


def memberships_to_names(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    member_model = apps.get_model("workshops", "WorkshopMember")
    membership_model = apps.get_model("workshops", "Membership")
    listed = membership_model.objects.filter(came_by="list", state="active")
    for number, row in enumerate(listed.order_by("workshop", "pk")):
        member_model.objects.create(
            page_id=row.workshop_id,
            name=row.name,
            unit_name=row.unit_name,
            role=row.duty,
            sort_order=number,
        )
    # Going forwards again makes them anew.
    listed.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("workshops", "0004_rooms"),
        ("people", "0003_consents"),
    ]

    operations = [
        migrations.RunPython(names_to_memberships, memberships_to_names),
    ]
