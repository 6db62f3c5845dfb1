"""The form of one material."""

from django import forms

from editorial.forms import TextField
from forums.models import Material


class MaterialForm(forms.Form):
    """A file or a link with its name."""

    use_required_attribute = False

    kind = forms.ChoiceField(
        label="类别",
        choices=Material.Kind.choices,
        error_messages={
            "required": "请选类别。",
            "invalid_choice": "请从列出的类别里选一项。",
        },
    )
    title = TextField(
        label="名称",
        max_length=100,
        required=True,
        help_text="例如：讲座课件，会议纪要。",
        error_messages={"required": "请写资料的名称。"},
    )
    file = forms.FileField(
        label="文件",
        required=False,
        help_text="PDF、DOCX、XLSX、PPTX。",
        error_messages={
            "invalid": "文件没有传上来，请重新选择。",
            "empty": "文件是空的，请重新选择。",
        },
    )
    link = TextField(
        label="网址", max_length=500, help_text="录像等放在别处的，填它的网址；不用再上传文件。"
    )
