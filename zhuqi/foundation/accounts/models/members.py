"""Who speaks for which firm."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Scope
from zhuqi.foundation.accounts.models.people import User
from zhuqi.foundation.directory.models import Enterprise, Unit


class FirmMemberQuerySet(models.QuerySet["FirmMember"]):
    """Registrations, narrowed to what one may see."""

    def visible_to(self, scope: Scope) -> Self:
        """One's own, one's colleagues', and those at one's office; else nothing."""
        if not scope.user_id:
            return self.none()
        colleagues = Q(enterprise_id__in=scope.enterprises, status=FirmMember.Status.CONFIRMED)
        return self.filter(Q(user_id=scope.user_id) | Q(office_id__in=scope.offices) | colleagues)


class FirmMember(models.Model):
    """A person who speaks for a firm, once the office has confirmed it.

    Until then `enterprise` may be empty: the claim is what the person typed. `due_at` is when
    the office has promised to decide. One of a firm's people is its 管理员 (`is_admin`).
    """

    class Status(models.TextChoices):
        """Where the registration stands."""

        PENDING = "pending", _("待确认")
        CONFIRMED = "confirmed", _("已确认")
        REFUSED = "refused", _("未通过")
        ENDED = "ended", _("已解除")

    class How(models.TextChoices):
        """By what it was known that the person speaks for the firm."""

        OFFICE = "office", _("活动办确认")
        INVITED = "invited", _("邀请码")
        PHONE = "phone", _("手机号与企业联系人一致")
        LOADED = "loaded", _("首次导入")

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, null=True, blank=True, related_name="members"
    )
    office = models.ForeignKey(Unit, models.PROTECT, related_name="registrations")
    claimed_name = models.CharField(_("企业名称"), max_length=120)
    claimed_uscc = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    claimed_region = models.CharField(max_length=12, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.PENDING)
    how = models.CharField(_("确认方式"), max_length=8, choices=How, default=How.OFFICE)
    invitation = models.ForeignKey(
        "Invitation", models.PROTECT, null=True, blank=True, related_name="members"
    )
    is_admin = models.BooleanField(_("管理员"), default=False)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(_("承诺确认时间"), null=True, blank=True)
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
            models.UniqueConstraint(
                fields=("enterprise",),
                condition=Q(status="confirmed", is_admin=True),
                name="one_admin_a_firm",
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
        indexes = (models.Index(fields=("office", "status", "due_at")),)

    def __str__(self) -> str:
        return f"{self.user} · {self.claimed_name}"
