"""The tree of units."""

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.log_actions import log

from people import permissions, rules
from people.models import Unit, User
from people.signals import unit_renamed


@transaction.atomic
def create_unit(
    *,
    name: str,
    code: str,
    kind: str,
    parent: Unit | None = None,
    stage: str = "",
    by: User | None = None,
) -> Unit:
    """Add a unit to the tree.

    Args:
        name, code: as the district lists them; the code is unique.
        kind: value of ``UnitKind``; decides which parents are possible.
        parent: unit above; None for the bureau at the top.
        stage: value of ``Stage`` or empty.
        by: acting person, a site administrator.

    Raises:
        PermissionDenied: ``by`` is no site administrator.
        ValidationError: a field is wrong or the unit cannot stand there.
    """
    _require_site_admin(by)
    # Two children made at once would compute the same path; the lock on the top row queues them.
    list(Unit.objects.select_for_update().filter(depth=1))
    _check_place(kind, parent)
    unit = Unit(
        name=rules.clean_text(name), code=rules.clean_identifier(code), kind=kind, stage=stage
    )
    unit.full_clean(exclude=["path", "depth", "numchild"])
    if parent is None:
        unit = Unit.add_root(instance=unit)
    else:
        unit = Unit.objects.get(pk=parent.pk).add_child(instance=unit)
    log(instance=unit, action="people.unit.create", user=by)
    return unit


@transaction.atomic
def update_unit(
    *,
    unit: Unit,
    name: str,
    code: str,
    kind: str,
    parent: Unit | None,
    stage: str = "",
    is_active: bool = True,
    by: User | None = None,
) -> Unit:
    """Change a unit, and hang it and everything below it under another parent if that differs.

    Arguments and errors: see ``create_unit``.
    """
    _require_site_admin(by)
    list(Unit.objects.select_for_update().filter(depth=1))
    unit = Unit.objects.get(pk=unit.pk)
    if parent is not None:
        parent = Unit.objects.get(pk=parent.pk)
        if unit.contains(parent):
            raise ValidationError({"parent": "上级单位不能是它自己或它的下属单位。"})
    _check_place(kind, parent)
    for child in unit.get_children():
        if problem := rules.unit_parent_problem(child.kind, kind):
            raise ValidationError({"kind": f"下属单位“{child.name}”不允许这样改：{problem}"})
    old_name = unit.name
    unit.name, unit.code = rules.clean_text(name), rules.clean_identifier(code)
    unit.kind, unit.stage = kind, stage
    unit.is_active = is_active
    unit.full_clean(exclude=["path", "depth", "numchild"])
    unit.save(update_fields=["name", "code", "kind", "stage", "is_active"])
    present = unit.get_parent()
    if parent is not None and (present is None or present.pk != parent.pk):
        unit.move(parent, pos="last-child")
        unit = Unit.objects.get(pk=unit.pk)
    if unit.name != old_name:
        unit_renamed.send(Unit, unit=unit)
    log(instance=unit, action="people.unit.update", user=by)
    return unit


def _require_site_admin(by: User | None) -> None:
    permissions.require(permissions.is_site_admin(by), "只有站点管理员可以维护单位。")


def _check_place(kind: str, parent: Unit | None) -> None:
    problem = rules.unit_parent_problem(kind, parent.kind if parent else None)
    if problem:
        raise ValidationError({"parent": problem})
