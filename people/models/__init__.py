from people.models.consent import Consent, ConsentSettings
from people.models.profiles import Subject, TeacherProfile, UnitMembership
from people.models.roles import RoleScope
from people.models.units import Unit
from people.models.users import User

__all__ = [
    "Consent",
    "ConsentSettings",
    "RoleScope",
    "Subject",
    "TeacherProfile",
    "Unit",
    "UnitMembership",
    "User",
]
