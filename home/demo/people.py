"""Units and accounts of the demo, made through ``people.actions``."""

from dataclasses import dataclass

from django.utils import timezone

from home.demo import source
from people import actions
from people.choices import Role
from people.models import Subject, Unit, User

PASSWORD = "demo-portal-2026"  # noqa: S105 - printed for everyone to use


@dataclass(frozen=True)
class Cast:
    """Who plays: units by their key, accounts by their staff number."""

    units: dict[str, Unit]
    accounts: dict[str, User]


def logins() -> list[tuple[str, str, str]]:
    """Return staff number, name and role in words of every account that can log in."""
    return [
        (row["number"], row["name"], row["hint"])
        for row in source.texts("people")["account"]
        if row.get("login")
    ]


def make_cast() -> Cast:
    """Make the units, the demo accounts and the other authors, who cannot log in."""
    units: dict[str, Unit] = {}
    for number, row in enumerate(source.texts("people")["unit"]):
        units[row["key"]] = actions.create_unit(
            name=row["name"],
            code=f"DEMO-{number:02}",
            kind=row["kind"],
            parent=units.get(row.get("parent", "")),
            stage=row.get("stage", ""),
        )
    accounts = {
        row["number"]: _make_account(row, units) for row in source.texts("people")["account"]
    }
    _give_password([accounts[number] for number, *_ in logins()])
    return Cast(units, accounts)


def _make_account(row: dict, units: dict[str, Unit]) -> User:
    if "unit" in row:
        user = actions.create_teacher(
            staff_number=row["number"],
            name=row["name"],
            unit=units[row["unit"]],
            stage=row["stage"],
            subject=Subject.objects.get(name=row["subject"]),
            teaching_since=timezone.localdate().year - row["years"] + 1,
        )
    else:
        user = actions.create_account(staff_number=row["number"], name=row["name"])
    if "role" in row:
        actions.grant_role(user=user, role=Role(row["role"]), unit=units.get(row.get("scope", "")))
    return user


def _give_password(users: list[User]) -> None:
    """Give all the same password; hashed once, for a hash costs half a second by design."""
    first, *others = users
    actions.change_password(user=first, password=PASSWORD)
    User.objects.filter(pk__in=[user.pk for user in others]).update(password=first.password)
