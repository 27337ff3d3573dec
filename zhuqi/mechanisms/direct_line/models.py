"""A letter of a firm to a leader or official who looks after it."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Scope
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.ledgers.cases.models import Case
from zhuqi.mechanisms.direct_line.enums import LetterState


def in_place_of(scope: Scope) -> list[int]:
    """Whose letters one reads: one's own, and those of people one stands in for."""
    return [scope.user_id, *(one.absent.user_id for one in scope.acting_for)]


class LetterQuerySet(models.QuerySet["Letter"]):
    """Letters, cut down to those a scope reaches."""

    def visible_to(self, scope: Scope) -> Self:
        """Nothing by default; the firm's own, those written to oneself, and of one's office's
        firms those nobody answered in time: a letter is for whom it is written to."""
        if not scope.user_id:
            return self.none()
        left = Q(escalated_at__isnull=False, enterprise__office__in=sorted(scope.offices))
        own = Q(enterprise__in=sorted(scope.enterprises))
        return self.filter(Q(to__in=in_place_of(scope)) | left | own)


class Letter(models.Model):
    """企业来信: to one person, answered by a day, or turned into a case."""

    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, verbose_name=_("企业"), related_name="letters"
    )
    sender = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("来信人"), related_name="letters_sent"
    )
    to = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("收信人"), related_name="letters_received"
    )
    state = models.CharField(
        _("状态"), max_length=10, choices=LetterState, default=LetterState.WAITING
    )
    title = models.CharField(_("一句话说清什么事"), max_length=60)
    body = models.TextField(_("具体情况"), max_length=5000)
    confidential = models.BooleanField(_("要求保密"), default=False)
    sent_at = models.DateTimeField(_("来信时间"))
    due = models.DateField(_("答复期限"))
    escalated_at = models.DateTimeField(_("转请活动办时间"), null=True, blank=True)
    answer = models.TextField(_("答复"), max_length=5000)
    answered_by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("答复人"), null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    reason = models.CharField(_("说明"), max_length=200, blank=True)
    case = models.ForeignKey(
        Case, models.PROTECT, verbose_name=_("诉求"), null=True, blank=True, related_name="letters"
    )
    version = models.PositiveIntegerField(default=0)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ("-sent_at", "-id")
        indexes = (
            models.Index(fields=("to", "state", "due"), name="letter_to_answer"),
            models.Index(fields=("enterprise", "-sent_at"), name="letter_of_firm"),
            models.Index(
                fields=("due",), condition=Q(state=LetterState.WAITING), name="letter_waiting"
            ),
        )

    def __str__(self) -> str:
        return self.title
