"""What a list is taken out for."""

from editorial.forms import TextField
from workshops.membership.forms import PlainForm


class ExportForm(PlainForm):
    """The reason, which stays on record."""

    reason = TextField(
        label="用途",
        max_length=100,
        required=True,
        help_text="名单里有教师姓名，谁在什么时候为什么导出会记下来。",
        error_messages={"required": "请写明导出的用途。"},
    )
