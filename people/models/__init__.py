from people.models.audit import AuditEntry
from people.models.consent import Consent, ConsentSettings
from people.models.naming import NameOrder, NameSettings
from people.models.profiles import Subject, TeacherProfile, UnitMembership
from people.models.roles import RoleScope
from people.models.units import Unit
from people.models.users import User

__all__ = [
    "AuditEntry",
    "Consent",
    "ConsentSettings",
    "NameOrder",
    "NameSettings",
    "RoleScope",
    "Subject",
    "TeacherProfile",
    "Unit",
    "UnitMembership",
    "User",
]
