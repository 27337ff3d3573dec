"""A mapping as it is remembered, one import, its rows that need a look, and where a case stood."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Scope
from zhuqi.foundation.directory.models import Unit
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.imports.enums import RUNNING, Outcome, RunState


class SourceMapping(models.Model):
    """对照: how the columns of one source's registers are read; each edition stays as it was."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    name = models.CharField(_("台账名称"), max_length=60)
    edition = models.PositiveIntegerField(_("版"))
    content = models.JSONField(default=dict)
    made_at = models.DateTimeField(_("保存时间"))
    made_by = models.CharField(_("保存人"), max_length=40)

    class Meta:
        ordering = ("office", "name", "-edition")
        constraints = (
            models.UniqueConstraint(
                fields=("office", "name", "edition"), name="mapping_edition_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} 第 {self.edition} 版"


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    """Imports, cut down to those a scope reaches."""

    def visible_to(self, scope: Scope) -> Self:
        """Nothing by default; those into the ledgers of one's own offices."""
        return self.filter(office__in=scope.offices) if scope.offices else self.none()


class ImportRun(models.Model):
    """One file on its way into a ledger. `mapping` as `mapping.Register` is kept.

    `done` and `total` say how far the worker is; `counts` what became of the rows, by outcome.
    """

    office = models.ForeignKey(Unit, models.PROTECT, related_name="import_runs")
    state = models.CharField(_("状态"), max_length=10, choices=RunState, default="uploaded")
    name = models.CharField(_("台账名称"), max_length=60)
    file_name = models.CharField(_("文件"), max_length=160)
    sha256 = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=120, blank=True)
    size = models.PositiveBigIntegerField(_("大小"))
    mapping = models.JSONField(default=dict)
    take_over = models.BooleanField(_("更正以前导入的行"), default=False)
    counts = models.JSONField(default=dict)
    done = models.PositiveIntegerField(_("已办行数"), default=0)
    notes = models.JSONField(default=list)
    trouble = models.CharField(_("没有办成的原因"), max_length=300, blank=True)
    uploaded_by = models.BigIntegerField()
    uploaded_name = models.CharField(_("上传人"), max_length=40)
    uploaded_at = models.DateTimeField(_("上传时间"))
    ended_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("office", "-id"), name="run_of_office"),)

    def __str__(self) -> str:
        return f"{self.name} {self.uploaded_at:%Y-%m-%d}"

    @property
    def is_running(self) -> bool:
        """True while the worker is at it."""
        return self.state in RUNNING


class ImportLine(models.Model):
    """A row of the file that needs a look: refused, differing, or taken with a remark."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="lines")
    line = models.PositiveIntegerField(_("行号"))
    outcome = models.CharField(_("结果"), max_length=10, choices=Outcome)
    reason = models.TextField(_("说明"))
    # Words nobody knows, by field: what the page asks the meaning of.
    unknown = models.JSONField(default=dict)

    class Meta:
        ordering = ("line", "id")
        indexes = (models.Index(fields=("run", "outcome", "line"), name="line_of_run"),)

    def __str__(self) -> str:
        return f"第 {self.line} 行"


class PastRow(models.Model):
    """The row of a register from which a case came. By `key` it is known again.

    `firm_code` and `unlinked`: the firm it names has no file here yet.
    """

    case = models.OneToOneField(Case, models.CASCADE, related_name="past_row")
    run = models.ForeignKey(
        ImportRun, models.SET_NULL, null=True, blank=True, related_name="past_rows"
    )
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    channel = models.CharField(max_length=12)
    key = models.CharField(max_length=80)
    line = models.PositiveIntegerField(_("行号"))
    firm_code = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    unlinked = models.BooleanField(_("企业未建档"), default=False)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("office", "channel", "key"), name="past_row_once"),
        )
        indexes = (
            models.Index(
                fields=("office", "id"), condition=models.Q(unlinked=True), name="past_unlinked"
            ),
        )

    def __str__(self) -> str:
        return f"{self.key}"
