from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("editorial", "0009_programme"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notification",
            name="kind",
            field=models.CharField(
                choices=[
                    ("passed", "通过一步"),
                    ("published", "通过全部审核"),
                    ("returned", "退回修改"),
                    ("declined", "不采用"),
                    ("held", "留作待用"),
                    ("resumed", "恢复审稿"),
                    ("withdrawn", "撤稿"),
                    ("corrected", "更正"),
                    ("undone", "通知作废"),
                    ("handed_in", "改好送回"),
                    ("assigned", "交给您审"),
                    ("stand_in", "请您代审"),
                    ("slot", "2+N 更正"),
                    ("workshop", "工作坊"),
                    ("digest", "每日提醒"),
                ],
                max_length=10,
                verbose_name="类别",
            ),
        ),
    ]
