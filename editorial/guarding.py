"""The record of decisions, kept by the database itself; see ``portal.guarding``."""

from portal.guarding import Ledger

RECORD = Ledger(
    name="editorial",
    refusal="审稿记录只能追加，不能修改或删除。",
    added=("editorial_decision", "editorial_release", "editorial_recordexport"),
)
