"""Groups for the roles, their rights in the admin, and the usual school subjects.

Safe to run on a database where some of them exist already: nothing is doubled, and rights that
somebody added by hand stay.
"""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

GROUPS = ["教师", "学校管理员", "工作坊主持人", "编辑", "总编", "站点管理员"]
ADMIN_GROUPS = ["编辑", "总编", "站点管理员"]
# What site administrators manage. Groups themselves are left out: who may change what a group is
# allowed to do could give anybody any right. Nothing is deleted either: accounts and units are
# switched off, because the record of decisions refers to them.
SITE_ADMIN_MODELS = ["user", "unit", "subject"]
SITE_ADMIN_VERBS = ["add", "change", "view"]
# Subjects of the national curriculum plans, plus those of preschool, vocational, special schools.
SUBJECTS = [
    "语文", "数学", "英语", "道德与法治", "思想政治", "历史", "地理", "物理", "化学", "生物学",
    "科学", "信息科技", "通用技术", "音乐", "美术", "体育与健康", "劳动", "综合实践活动",
    "心理健康", "学前教育", "特殊教育", "职业教育专业课", "其他",
]  # fmt: skip


def add_groups_and_subjects(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    alias = schema_editor.connection.alias
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    Subject = apps.get_model("people", "Subject")

    groups = {name: Group.objects.using(alias).get_or_create(name=name)[0] for name in GROUPS}

    # Permissions are normally made after all migrations have run; here they are needed now.
    app_config = apps.get_app_config("people")
    app_config.models_module = True
    create_permissions(app_config, apps=apps, using=alias, verbosity=0)
    app_config.models_module = None

    access = Permission.objects.using(alias).get(
        content_type__app_label="wagtailadmin", codename="access_admin"
    )
    for name in ADMIN_GROUPS:
        groups[name].permissions.add(access)
    groups["站点管理员"].permissions.add(
        *Permission.objects.using(alias).filter(
            content_type__app_label="people",
            codename__in=[f"{v}_{m}" for v in SITE_ADMIN_VERBS for m in SITE_ADMIN_MODELS],
        )
    )
    for position, name in enumerate(SUBJECTS, start=1):
        Subject.objects.using(alias).get_or_create(
            name=name, defaults={"sort_order": position * 10}
        )


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
    ]

    operations = [
        # Going back leaves groups and subjects in place: people may hold them by then.
        migrations.RunPython(add_groups_and_subjects, migrations.RunPython.noop),
    ]
