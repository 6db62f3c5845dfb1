"""The reasons to begin with; the administrators of a site keep the list."""

from django.db import migrations

REASONS = (
    ("off-topic", "和这里谈的无关", "请换到合适的页面去谈，或说清楚和这里的关系。"),
    ("privacy", "涉及他人隐私", "请去掉姓名、电话、成绩等信息，不要让人认出学生和家长。"),
    ("tone", "对人不够尊重", "请就事论事，换个说法。"),
    ("facts", "事实要核实", "请写明出处，或改成自己的见闻。"),
    ("advertising", "像广告", "请去掉推销的内容和链接。"),
    ("copied", "大段照抄", "请用自己的话写，摘引只留几句并注明出处。"),
    ("other", "其他", ""),
)


def add(apps, schema_editor):
    reason = apps.get_model("discussions", "Reason")
    reason.objects.bulk_create(
        reason(code=code, label=label, advice=advice, order=order)
        for order, (code, label, advice) in enumerate(REASONS)
    )


class Migration(migrations.Migration):

    dependencies = [("discussions", "0001_initial")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
