"""Terms of the field and synonyms to begin with; editors keep both lists from here on."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

WORDS = [
    "书房计划", "2+N", "工作坊", "名师工作坊", "名师工作室", "晒书单", "读书笔记", "书香校园",
    "教育名著", "学科专著", "师德师风", "基本功大赛", "核心素养", "大单元教学", "跨学科学习",
    "新课标", "学科带头人", "骨干教师",
]  # fmt: skip
# One and the same thing each: an abbreviation and its full form, an older and a newer name.
SYNONYMS = [
    "新课标、新课程标准",
    "中考、初中学业水平考试",
    "高考、普通高等学校招生全国统一考试",
    "道法、道德与法治",
    "思政课、思想政治课",
    "信息科技、信息技术",
    "幼儿园、幼稚园",
    "教研、教学研究",
]


def add_lists(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    alias = schema_editor.connection.alias
    DictionaryWord = apps.get_model("search", "DictionaryWord")
    SynonymGroup = apps.get_model("search", "SynonymGroup")
    for word in WORDS:
        DictionaryWord.objects.using(alias).get_or_create(
            key=word.casefold(), defaults={"word": word}
        )
    for words in SYNONYMS:
        SynonymGroup.objects.using(alias).get_or_create(words=words)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_vocabulary")]

    operations = [
        # Going back leaves the rows: the step before removes their tables.
        migrations.RunPython(add_lists, migrations.RunPython.noop),
    ]
