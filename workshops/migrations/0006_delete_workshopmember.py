from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("workshops", "0005_members_become_memberships"),
    ]

    operations = [
        migrations.DeleteModel(name="WorkshopMember"),
    ]
