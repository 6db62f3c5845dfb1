"""What was decided about discussions, kept by the database itself; see ``portal.guarding``."""

from portal.guarding import Ledger

LEDGER = Ledger(
    name="discussions",
    refusal="讨论的处理记录只能追加，不能修改或删除。",
    added=("discussions_moderationentry",),
)
