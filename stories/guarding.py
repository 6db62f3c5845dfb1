"""What the database itself keeps of the register of honours."""

from portal.guarding import Ledger

LEDGER = Ledger(
    name="stories",
    refusal="荣誉的撤销和恢复只能追加，不能改写或删除。",
    added=("stories_honourevent",),
)
