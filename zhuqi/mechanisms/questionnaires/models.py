"""A questionnaire with its questions, the reply of each firm it was sent to, and the answers."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Scope
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.enums import Sector, SizeClass
from zhuqi.foundation.directory.models import Enterprise, Region, Unit
from zhuqi.ledgers.cases.models import Case
from zhuqi.mechanisms.questionnaires.enums import (
    SENT_OUT,
    QuestionKind,
    QuestionnaireState,
    ReplyState,
)
from zhuqi.mechanisms.rosters.models import NamedRoster, reading_units


class QuestionnaireQuerySet(models.QuerySet["Questionnaire"]):
    """Questionnaires, cut down to those a scope reaches."""

    def visible_to(self, scope: Scope) -> Self:
        """Nothing by default; those of the offices whose books one reads."""
        return self.filter(office__in=reading_units(scope))


class Questionnaire(models.Model):
    """问卷: one office's, to the firms on its ground that fit `sector`, `size_class`, `region`
    and `roster`; all of them where none is set. Which they were is frozen when it is sent."""

    office = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("活动办"), related_name="questionnaires"
    )
    title = models.CharField(_("问卷名称"), max_length=80)
    purpose = models.TextField(_("调查目的"), max_length=500)
    due = models.DateField(_("截止日期"))
    sector = models.CharField(_("行业台账"), max_length=12, choices=Sector, blank=True)
    size_class = models.CharField(_("规模"), max_length=8, choices=SizeClass, blank=True)
    region = models.ForeignKey(
        Region, models.PROTECT, verbose_name=_("县区"), null=True, blank=True, related_name="+"
    )
    roster = models.ForeignKey(
        NamedRoster, models.PROTECT, verbose_name=_("名单"), null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    state = models.CharField(
        _("状态"), max_length=10, choices=QuestionnaireState, default=QuestionnaireState.DRAFT
    )
    drafted_by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("拟定人"), related_name="+", null=True
    )
    drafted_at = models.DateTimeField(_("拟定时间"))
    sent_at = models.DateTimeField(_("发放时间"), null=True, blank=True)
    closed_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    reason = models.CharField(_("作废原因"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = QuestionnaireQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("office", "state", "due"), name="survey_of_office"),)

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """题目. `options`: one a line, for those that are chosen from."""

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="questions")
    place = models.PositiveSmallIntegerField(_("题号"))
    kind = models.CharField(_("题型"), max_length=10, choices=QuestionKind)
    text = models.CharField(_("题目"), max_length=200)
    options = models.TextField(_("选项"), max_length=1000, blank=True)
    unit = models.CharField(_("单位"), max_length=20, blank=True)
    required = models.BooleanField(_("必答"), default=True)

    class Meta:
        ordering = ("place", "id")
        constraints = (
            models.UniqueConstraint(fields=("questionnaire", "place"), name="question_place_once"),
        )

    def __str__(self) -> str:
        return f"{self.place}. {self.text}"

    @property
    def choices(self) -> list[str]:
        """The options in their order."""
        return [line.strip() for line in self.options.splitlines() if line.strip()]


class QuestionnaireReplyQuerySet(models.QuerySet["QuestionnaireReply"]):
    """Replies, cut down to those a scope reaches."""

    def visible_to(self, scope: Scope) -> Self:
        """Nothing by default; all of one's office's questionnaires; those sent to firms one looks
        after, and to one's own."""
        mine = Q(questionnaire__office__in=reading_units(scope))
        firms = sorted(scope.liaised | scope.enterprises)
        return self.filter(mine | Q(enterprise__in=firms, state__in=SENT_OUT))


class QuestionnaireReply(models.Model):
    """问卷回收: one firm and one questionnaire. `note`: why it was left out; `on_behalf`: an
    official filled it in for a firm that has no account."""

    questionnaire = models.ForeignKey(
        Questionnaire, models.PROTECT, verbose_name=_("问卷"), related_name="replies"
    )
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, verbose_name=_("企业"), related_name="questionnaire_replies"
    )
    state = models.CharField(
        _("状态"), max_length=10, choices=ReplyState, default=ReplyState.WAITING
    )
    note = models.CharField(_("未发放原因"), max_length=100, blank=True)
    answered_by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("填写人"), null=True, blank=True, related_name="+"
    )
    on_behalf = models.BooleanField(_("代企业填写"), default=False)
    returned_at = models.DateTimeField(_("提交时间"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = QuestionnaireReplyQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        indexes = (
            models.Index(fields=("questionnaire", "state", "id"), name="reply_of_questionnaire"),
            models.Index(fields=("enterprise", "state", "-id"), name="reply_of_firm"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("questionnaire", "enterprise"), name="one_reply_of_a_firm"
            ),
        )

    def __str__(self) -> str:
        return f"{self.enterprise}：{self.questionnaire}"


class ReplyAnswer(models.Model):
    """A firm's answer to one question. `chosen`: places of options, from 0. `consent`: the firm
    wants a problem registered as a case, which is `case` once it is."""

    reply = models.ForeignKey(QuestionnaireReply, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    chosen = models.JSONField(_("选项"), default=list)
    number = models.DecimalField(_("数字"), max_digits=16, decimal_places=2, null=True, blank=True)
    text = models.TextField(_("文字"), max_length=1000, blank=True)
    consent = models.BooleanField(_("同意转为诉求"), default=False)
    case = models.ForeignKey(
        Case, models.PROTECT, verbose_name=_("诉求"), null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("question__place", "id")
        constraints = (
            models.UniqueConstraint(fields=("reply", "question"), name="one_answer_a_question"),
        )

    def __str__(self) -> str:
        return f"{self.reply_id}-{self.question_id}"
