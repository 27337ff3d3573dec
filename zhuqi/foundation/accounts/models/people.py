"""People who sign in, and the browsers they are signed in with."""

from collections.abc import Iterable
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.accounts.codes import password_mark
from zhuqi.foundation.directory.models import Official


class UserManager(BaseUserManager["User"]):
    """Users are looked up by user name."""

    def named(self, login: str) -> models.QuerySet["User", "User"]:
        """Whose name this is at the sign-in page: one at most has it for good, and any number have
        typed it when they registered."""
        return self.filter(Q(username=login, registered_as="") | Q(registered_as=login))

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find by the exact user name."""
        return self.get(username=username)


class User(AbstractBaseUser):
    """Someone who signs in: an official, or a person of a firm."""

    username = models.CharField(_("用户名"), max_length=64, unique=True)
    # The phone or mailbox typed at the door. Until it is known whose it is, several may say the
    # same one; they sign in by it, each with a password of their own (docs/decisions/0007).
    registered_as = models.CharField(_("登记时填的手机或邮箱"), max_length=64, blank=True)
    # By which of them a password may be; far too short to tell the password.
    password_mark = models.CharField(max_length=4, blank=True)
    name = models.CharField(_("姓名"), max_length=40)
    phone = models.CharField(_("手机"), max_length=30, blank=True)
    # A short message to the phone was answered then. A number that changes hands moves on.
    phone_proven_at = models.DateTimeField(null=True, blank=True)
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
        indexes = (
            models.Index(
                fields=("registered_as", "-id"),
                condition=~Q(registered_as=""),
                name="registered_at_the_door",
            ),
        )
        constraints = (
            # allauth lets neither of two users in whose names differ only by case; as an index
            # on UPPER it also serves the case-blind search of each sign-in on PostgreSQL.
            models.UniqueConstraint(Upper("username"), name="username_whatever_the_case"),
            models.UniqueConstraint(
                fields=("phone",),
                condition=Q(phone_proven_at__isnull=False),
                name="one_account_proves_a_phone",
            ),
        )

    def __str__(self) -> str:
        return self.name or self.username

    @property
    def sign_in_name(self) -> str:
        """What the person types to sign in."""
        return self.registered_as or self.username

    def put_password(self, password: str, hashed: str) -> list[str]:
        """Take over a password already hashed; the names of the columns that have to be saved."""
        self.password = hashed
        self.password_mark = (
            password_mark(self.registered_as, password) if self.registered_as else ""
        )
        return ["password", "password_mark"]

    @property
    def find_words(self) -> str:
        """What somebody is found by beside the name, where the caller has fetched who it is."""
        official = self._state.fields_cache.get("official")
        return official.initials if official is not None else ""

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


class SignedInSession(models.Model):
    """A browser somebody is signed in with; the oldest ends when there are too many."""

    user = models.ForeignKey(User, models.CASCADE, related_name="sessions")
    session_key = models.CharField(max_length=40, unique=True)
    started_at = models.DateTimeField()
    device = models.CharField(_("设备"), max_length=40, blank=True)
    # Where from, as far as its owner needs it to know it again.
    place = models.CharField(_("网络地址"), max_length=40, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.user} {self.started_at:%Y-%m-%d %H:%M}"
