from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower, Upper
from django.utils import timezone
from wagtail.search import index

from people import rules

if TYPE_CHECKING:
    from people.models.units import Unit


def validate_staff_number(value: str) -> None:
    """Field validator around :func:`people.rules.staff_number_problem`."""
    if problem := rules.staff_number_problem(value):
        raise ValidationError(problem, code="invalid_staff_number")


def validate_phone(value: str) -> None:
    """Field validator around :func:`people.rules.phone_problem`."""
    if problem := rules.phone_problem(value):
        raise ValidationError(problem, code="invalid_phone")


class UserManager(BaseUserManager["User"]):
    use_in_migrations = True

    def create_user(self, staff_number: str, password: str | None = None, **fields: Any) -> User:
        """Create an account.

        Args:
            staff_number: login name; white space and full-width characters are normalised.
            password: None leaves the account without a usable password.
            **fields: other fields of the model, for instance ``name`` and ``phone``.

        Raises:
            ValueError: the staff number is empty.
        """
        staff_number = rules.normalise_staff_number(staff_number)
        if not staff_number:
            raise ValueError("staff_number must not be empty")
        fields["phone"] = rules.normalise_phone(fields.get("phone")) or None
        fields["email"] = rules.normalise_email(fields.get("email"))
        user = self.model(staff_number=staff_number, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(
        self, staff_number: str, password: str | None = None, **fields: Any
    ) -> User:
        """Create an account with every permission; for operators at the command line."""
        fields["is_superuser"] = True
        return self.create_user(staff_number, password, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        """Find by staff number, whatever the letter case."""
        return self.by_staff_number(username or "").get()

    def by_staff_number(self, value: str) -> models.QuerySet[User]:
        """Accounts with this staff number regardless of letter case (none or one).

        Compares through ``UPPER`` because that expression carries the unique index.
        """
        number = rules.normalise_staff_number(value)
        return self.alias(_number=Upper("staff_number")).filter(_number=number.upper())

    def find_login(self, value: str) -> User | None:
        """Return the account that a login name (staff number or phone) means, or None."""
        phone = rules.normalise_phone(value)
        if rules.is_phone(phone):
            return self.filter(phone=phone).first()
        if rules.staff_number_problem(rules.normalise_staff_number(value)):
            return None
        return self.by_staff_number(value).first()


class User(index.Indexed, AbstractBaseUser, PermissionsMixin):
    """An account. Login names are the staff number 工号 and, where known, the phone number."""

    staff_number = models.CharField(
        "工号",
        max_length=32,
        unique=True,
        validators=[validate_staff_number],
        error_messages={"unique": "这个工号已经有账号了。"},
    )
    name = models.CharField("姓名", max_length=50)
    phone = models.CharField(
        "手机号",
        max_length=11,
        unique=True,
        null=True,
        blank=True,
        validators=[validate_phone],
        error_messages={"unique": "这个手机号已经登记在另一个账号上。"},
    )
    email = models.EmailField("电子邮箱", blank=True, default="")
    must_change_password = models.BooleanField(
        "下次登录须修改密码", default=False, help_text="初始密码由管理员发放时自动勾选。"
    )
    is_active = models.BooleanField(
        "启用", default=True, help_text="停用后不能登录，已有内容和记录保留。"
    )
    date_joined = models.DateTimeField("创建时间", default=timezone.now, editable=False)
    # Part of what sessions are checked against: counting it up ends them all.
    session_stamp = models.PositiveIntegerField(default=0, editable=False)

    objects = UserManager()

    # For the admin alone. The index keeps what it is given: no phone and no mail, ever.
    search_fields = [
        index.SearchField("name", boost=2),
        index.SearchField("staff_number"),
        index.AutocompleteField("name"),
        index.AutocompleteField("staff_number"),
        index.FilterField("staff_number"),
    ]
    search_ignores = frozenset(
        {
            "email",
            "is_active",
            "last_login",
            "must_change_password",
            "password",
            "phone",
            "session_stamp",
        }
    )

    USERNAME_FIELD = "staff_number"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "账号"
        verbose_name_plural = "账号"
        ordering = ["staff_number"]
        constraints = [
            models.UniqueConstraint(
                Upper("staff_number"),
                name="people_user_staff_number_ci",
                violation_error_message="这个工号已经有账号了（不分大小写）。",
            ),
            models.UniqueConstraint(
                Lower("email"),
                name="people_user_email_ci",
                condition=~models.Q(email=""),
                violation_error_message="这个邮箱已经登记在另一个账号上。",
            ),
        ]
        indexes = [models.Index(fields=["name"], name="people_user_name")]

    def __str__(self) -> str:
        return self.name

    def normalise(self) -> None:
        """Bring all typed fields into their stored form; call before ``full_clean()``.

        Field validators run before ``clean()``, so a full-width or spaced number would be refused
        although it is right.
        """
        self.staff_number = rules.normalise_staff_number(self.staff_number)
        self.name = rules.clean_text(self.name)
        self.phone = rules.normalise_phone(self.phone) or None
        self.email = rules.normalise_email(self.email)

    def clean(self) -> None:
        super().clean()
        self.normalise()

    def get_session_auth_hash(self) -> str:
        """What a session was opened under: another password or other roles end it."""
        return self._stamped(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """The same under the keys of ``SECRET_KEY_FALLBACKS``."""
        yield from map(self._stamped, super().get_session_auth_fallback_hash())

    def _stamped(self, value: str) -> str:
        return f"{value}.{self.session_stamp}" if self.session_stamp else value

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        """The whole name: Wagtail's admin greets with it, and Chinese names are not split."""
        return self.name

    @property
    def is_staff(self) -> bool:
        """Whether the person may enter the admin; derived from groups, never stored twice."""
        return self.is_active and self.has_perm("wagtailadmin.access_admin")

    @property
    def masked_phone(self) -> str:
        """``138****1234``: what everyone but the owner sees."""
        return rules.mask_phone(self.phone)

    @property
    def unit(self) -> Unit | None:
        """Present unit of a teacher; None for accounts without a teacher's profile."""
        if "teacher_profile" not in self._state.fields_cache:
            # With its unit, in one query instead of two.
            profiles = self._meta.get_field("teacher_profile").related_model.objects
            found = profiles.filter(user=self.pk).select_related("unit").first()
            self._state.fields_cache["teacher_profile"] = found
        profile = getattr(self, "teacher_profile", None)
        return profile.unit if profile is not None else None
