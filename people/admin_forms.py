"""Forms of the admin. They collect and check; ``people.actions`` changes things."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone

from people import actions, rules
from people.choices import UNIT_ROLES, Role, Stage
from people.models import Subject, TeacherProfile, Unit, User
from people.permissions import assigns_roles, is_site_admin
from people.roles import granted_roles

# Teacher follows from the profile, school administrator from its units.
_FREE_ROLES = [role for role in Role if role not in UNIT_ROLES and role != Role.TEACHER]


class NormalisedField(forms.CharField):
    """Text field that brings its value into the stored form before validating it."""

    def __init__(self, *, normalise: Any, problem: Any, **kwargs: Any) -> None:
        self.normalise, self.problem = normalise, problem
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        return self.normalise(value) or self.empty_value

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value not in self.empty_values and (problem := self.problem(value)):
            raise forms.ValidationError(problem, code="invalid")


class UnitChoiceField(forms.ModelChoiceField):
    """A unit out of the tree, indented by level."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.indented_name)


class UnitMultipleChoiceField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.indented_name)


class AccountForm(forms.ModelForm):
    """Create or edit an account with profile and roles.

    Args:
        by: the site administrator at work.
        editing_self: passed by Wagtail's view; the own roles are then not offered.
    """

    required_css_class = "required"

    staff_number = NormalisedField(
        label="工号",
        max_length=32,
        normalise=rules.normalise_staff_number,
        problem=rules.staff_number_problem,
        help_text="登录名。字母、数字、下划线和短横。",
    )
    phone = NormalisedField(
        label="手机号",
        required=False,
        normalise=rules.normalise_phone,
        problem=rules.phone_problem,
        empty_value=None,
        help_text="可用来登录。除本人外一律打码显示。",
    )
    initial_password = forms.CharField(
        label="初始密码",
        required=False,
        strip=False,
        min_length=10,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="至少 10 个字符，首次登录时必须修改。留空则保持不变。",
    )
    unit = UnitChoiceField(
        label="单位",
        queryset=Unit.objects.none(),
        required=False,
        help_text="选了单位就是教师账号。改单位即调动，自今天起。",
    )
    stage = forms.ChoiceField(label="学段", choices=[("", "未填"), *Stage.choices], required=False)
    subject = forms.ModelChoiceField(label="学科", queryset=Subject.objects.all(), required=False)
    teaching_since = forms.IntegerField(
        label="从教年份", required=False, min_value=1950, max_value=2100
    )
    roles = forms.MultipleChoiceField(
        label="角色",
        choices=[(role.value, role.label) for role in _FREE_ROLES],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    school_admin_units = UnitMultipleChoiceField(
        label="学校管理员：管理的单位",
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 10}),
        help_text="管理范围包括下属单位。按住 Ctrl 可多选。",
    )

    class Meta:
        model = User
        fields = ["staff_number", "name", "phone", "email", "is_active"]

    def __init__(self, *args: Any, by: User, editing_self: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.profile: TeacherProfile | None = getattr(self.instance, "teacher_profile", None)
        units = Unit.objects.filter(is_active=True)
        if self.profile is not None:
            units |= Unit.objects.filter(pk=self.profile.unit_id)
            self.fields["unit"].required = True
            self.initial |= {
                "unit": self.profile.unit_id,
                "stage": self.profile.stage,
                "subject": self.profile.subject_id,
                "teaching_since": self.profile.teaching_since,
            }
        self.fields["unit"].queryset = units.order_by("path")  # type: ignore[attr-defined]
        self.fields["school_admin_units"].queryset = Unit.objects.order_by("path")  # type: ignore[attr-defined]
        if self.instance.pk:
            held = granted_roles(self.instance)
            self.initial["roles"] = [role.value for role in _FREE_ROLES if role in held]
            self.initial["school_admin_units"] = _administered(self.instance)
        else:
            del self.fields["is_active"]
        if editing_self or not assigns_roles(by):
            self._drop("roles", "school_admin_units")
        if editing_self:
            self._drop("is_active")
        if not is_site_admin(by):
            # Security administrators give rights, and change nothing else of an account.
            self._drop(*(self.fields.keys() - {"roles", "school_admin_units"}))

    def _drop(self, *names: str) -> None:
        for name in names:
            self.fields.pop(name, None)

    def clean_staff_number(self) -> str:
        number: str = self.cleaned_data["staff_number"]
        if User.objects.by_staff_number(number).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("这个工号已经有账号了。", code="unique")
        return number

    def clean_email(self) -> str:
        email = rules.normalise_email(self.cleaned_data["email"])
        if email and User.objects.filter(email=email).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("这个邮箱已经登记在另一个账号上。", code="unique")
        return email

    @transaction.atomic
    def save(self, commit: bool = True) -> User:
        """Hand the cleaned values to the actions; ``commit`` is always true here."""
        data = self.cleaned_data
        if "staff_number" not in data:
            self._save_roles(self.instance)
            return self.instance
        account = {
            "staff_number": data["staff_number"],
            "name": data["name"],
            "phone": data["phone"] or "",
            "email": data["email"],
        }
        if self.instance.pk:
            user = actions.update_account(
                user=self.instance,
                is_active=data.get("is_active", self.instance.is_active),
                by=self.by,
                **account,
            )
        else:
            user = actions.create_account(by=self.by, **account)
        if data["initial_password"]:
            actions.set_initial_password(user=user, password=data["initial_password"], by=self.by)
        self._save_profile(user)
        if "roles" in data:
            self._save_roles(user)
        return user

    def _save_profile(self, user: User) -> None:
        data = self.cleaned_data
        facts = {name: data[name] for name in ("stage", "subject", "teaching_since")}
        if self.profile is None:
            if data["unit"]:
                actions.add_teacher_profile(user=user, unit=data["unit"], by=self.by, **facts)
            return
        actions.update_teacher(teacher=self.profile, by=self.by, **facts)
        if data["unit"].pk != self.profile.unit_id:
            actions.move_teacher(
                teacher=self.profile, unit=data["unit"], on=timezone.localdate(), by=self.by
            )

    def _save_roles(self, user: User) -> None:
        held = granted_roles(user).intersection(_FREE_ROLES)
        wanted = {Role(value) for value in self.cleaned_data["roles"]}
        # First away, then given: of two that do not go together, one may take the other's place.
        for role in sorted(held - wanted):
            actions.revoke_role(user=user, role=role, by=self.by)
        for role in sorted(wanted - held):
            actions.grant_role(user=user, role=role, by=self.by)
        present = set(_administered(user))
        chosen = {unit.pk: unit for unit in self.cleaned_data["school_admin_units"]}
        for unit in Unit.objects.filter(pk__in=present - chosen.keys()):
            actions.revoke_role(user=user, role=Role.SCHOOL_ADMIN, unit=unit, by=self.by)
        for pk in chosen.keys() - present:
            actions.grant_role(user=user, role=Role.SCHOOL_ADMIN, unit=chosen[pk], by=self.by)


def _administered(user: User) -> list[int]:
    scopes = user.role_scopes.filter(role=Role.SCHOOL_ADMIN)
    return list(scopes.values_list("unit_id", flat=True))


class UnitForm(forms.ModelForm):
    """Create, edit or move a unit."""

    parent = UnitChoiceField(
        label="上级单位",
        queryset=Unit.objects.none(),
        required=False,
        empty_label="（无，最高一级）",
    )

    class Meta:
        model = Unit
        fields = ["name", "code", "kind", "parent", "stage", "is_active"]

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        parents = Unit.objects.order_by("path")
        if self.instance.pk:
            parents = parents.exclude(path__startswith=self.instance.path)
            parent = self.instance.get_parent()
            self.initial["parent"] = parent.pk if parent else None
        else:
            del self.fields["is_active"]
        self.fields["parent"].queryset = parents  # type: ignore[attr-defined]

    def save(self, commit: bool = True) -> Unit:
        """Hand the cleaned values to the actions; ``commit`` is always true here."""
        if self.instance.pk:
            return actions.update_unit(unit=self.instance, by=self.by, **self.cleaned_data)
        return actions.create_unit(by=self.by, **self.cleaned_data)
