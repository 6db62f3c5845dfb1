"""The audit trail, kept by the database itself; see ``portal.guarding``."""

from portal.guarding import Ledger

TRAIL = Ledger(
    name="people_audit",
    refusal="审计记录只能追加，不能修改或删除。",
    added=("people_auditentry",),
)
