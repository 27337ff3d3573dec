"""People who sign in, the roles they hold, the rows they were granted, the firms they speak for."""

from collections.abc import Iterable
from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import ADMIN_ROLES, Role, Scope
from zhuqi.foundation.directory.models import Enterprise, Official, Unit


class UserManager(BaseUserManager["User"]):
    """Users are looked up by user name."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find by the exact user name."""
        return self.get(username=username)


class User(AbstractBaseUser):
    """Someone who signs in: an official, or a person of a firm."""

    username = models.CharField(_("用户名"), max_length=64, unique=True)
    name = models.CharField(_("姓名"), max_length=40)
    phone = models.CharField(_("手机"), max_length=30, blank=True)
    email = models.EmailField(_("电子邮箱"), blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)
    official = models.OneToOneField(
        Official, models.PROTECT, null=True, blank=True, related_name="user"
    )
    # Set with a one-time password: until it is changed, no other page opens.
    must_change_password = models.BooleanField(default=False)
    is_sample = models.BooleanField(default=False)

    objects: ClassVar[UserManager] = UserManager()

    # Django's own permissions are not used: what one may do follows from roles (see `access`).
    is_staff = False
    is_superuser = False

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ("id",)
        constraints = (
            # allauth lets neither of two users in whose names differ only by case; as an index
            # on UPPER it also serves the case-blind search of each sign-in on PostgreSQL.
            models.UniqueConstraint(Upper("username"), name="username_whatever_the_case"),
        )

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        """The name others see."""
        return str(self)

    get_short_name = get_full_name

    def has_perm(self, perm: str, obj: object = None) -> bool:  # noqa: ARG002 (Django's signature)
        """Nothing is allowed by way of Django's permissions."""
        return False

    def has_perms(self, perm_list: Iterable[str], obj: object = None) -> bool:  # noqa: ARG002
        """Nothing is allowed by way of Django's permissions."""
        return False

    def has_module_perms(self, app_label: str) -> bool:  # noqa: ARG002 (Django's signature)
        """Nothing is allowed by way of Django's permissions."""
        return False


class RoleAssignment(models.Model):
    """A role held in a unit for a time. The firm's role is a membership, not an assignment."""

    user = models.ForeignKey(User, models.CASCADE, related_name="roles")
    role = models.CharField(
        _("角色"), max_length=16, choices=[(role.value, role.label) for role in Role]
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="role_holders")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("user", "role", "unit"),
                condition=Q(until__isnull=True),
                name="role_held_once",
            ),
            # 三员分立: no one holds two of the three.
            models.UniqueConstraint(
                fields=("user",),
                condition=Q(
                    until__isnull=True, role__in=sorted(role.value for role in ADMIN_ROLES)
                ),
                name="one_of_three_administrators",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="role_period"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} {Role(self.role).label}"


class FirmMemberQuerySet(models.QuerySet["FirmMember"]):
    """Registrations, narrowed to what one may see."""

    def visible_to(self, scope: Scope) -> Self:
        """One's own, and those that wait for or were decided by one's office; else nothing."""
        if not scope.user_id:
            return self.none()
        return self.filter(Q(user_id=scope.user_id) | Q(office_id__in=scope.offices))


class FirmMember(models.Model):
    """A person who speaks for a firm, once the office has confirmed it.

    Until then `enterprise` may be empty: the claim is what the person typed.
    """

    class Status(models.TextChoices):
        """Where the registration stands."""

        PENDING = "pending", _("待确认")
        CONFIRMED = "confirmed", _("已确认")
        REFUSED = "refused", _("未通过")
        ENDED = "ended", _("已解除")

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, null=True, blank=True, related_name="members"
    )
    office = models.ForeignKey(Unit, models.PROTECT, related_name="registrations")
    claimed_name = models.CharField(_("企业名称"), max_length=120)
    claimed_uscc = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    claimed_region = models.CharField(max_length=12, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.PENDING)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="decided_memberships"
    )
    reason = models.CharField(max_length=200, blank=True)

    objects = FirmMemberQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("user", "enterprise"),
                condition=Q(status="confirmed"),
                name="speaks_for_a_firm_once",
            ),
            # A form sent twice is one registration.
            models.UniqueConstraint(
                fields=("user", "claimed_uscc"),
                condition=Q(status="pending") & ~Q(claimed_uscc=""),
                name="one_waiting_claim_per_code",
            ),
            models.UniqueConstraint(
                fields=("user", "claimed_name"),
                condition=Q(status="pending", claimed_uscc=""),
                name="one_waiting_claim_per_name",
            ),
            models.CheckConstraint(
                condition=~Q(status="confirmed") | Q(enterprise__isnull=False),
                name="confirmed_for_a_firm",
            ),
        )
        indexes = (models.Index(fields=("office", "status", "asked_at")),)

    def __str__(self) -> str:
        return f"{self.user} · {self.claimed_name}"


class Grant(models.Model):
    """A row opened to one person for a time, with the reason; written by upper rooms."""

    user = models.ForeignKey(User, models.CASCADE, related_name="grants")
    object_type = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=200)
    given_by = models.ForeignKey(User, models.PROTECT, related_name="grants_given")

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("user", "object_type")),)
        constraints = (
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="grant_period"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.object_type} {self.object_id}"


class SignedInSession(models.Model):
    """A browser somebody is signed in with; the oldest ends when there are too many."""

    user = models.ForeignKey(User, models.CASCADE, related_name="sessions")
    session_key = models.CharField(max_length=40, unique=True)
    started_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.user} {self.started_at:%Y-%m-%d %H:%M}"
