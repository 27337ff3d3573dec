"""The case: one row of the ledger."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.sql.where import WhereNode
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import UNIT_ROLES, Role, Scope
from zhuqi.foundation.changes.laid import stored
from zhuqi.foundation.directory.enums import Level, Sector
from zhuqi.foundation.directory.models import Enterprise, Item, Region, Tag, Unit
from zhuqi.foundation.keyset import Stretch
from zhuqi.ledgers.cases.clocks import FAR
from zhuqi.ledgers.cases.deadline_schemes.models import SchemeVersion
from zhuqi.ledgers.cases.enums import (
    LIVE_STATES,
    Disposition,
    Kind,
    Nature,
    Satisfaction,
    State,
    Tier,
    Urgency,
    Verdict,
)
from zhuqi.ledgers.cases.models.branches import Branches
from zhuqi.ledgers.cases.models.names import name_rows
from zhuqi.ledgers.cases.secrecy.redaction import HIDDEN_FIRM, Redaction
from zhuqi.ledgers.cases.topics.models import Topic

if TYPE_CHECKING:
    from zhuqi.ledgers.cases.sheets.models import Assignment

CLEARED = "（已按期清除）"

# The condition of the partial indexes; `CaseQuerySet.live` says the same.
LIVE = Q(closed_at__isnull=True, historical=False)

READING_ROLES = (
    Role.HANDLER,
    Role.UNIT_HEAD,
    Role.UNIT_DEPUTY,
    Role.REGISTRAR,
    Role.REVIEWER,
    Role.SIGNER,
    Role.LEADER,
    Role.INSPECTOR,
)

# Those who read the whole ledger of the office they hold the role in.
OFFICE_READERS = (
    Role.REGISTRAR,
    Role.REVIEWER,
    Role.SIGNER,
    Role.LEADER,
    Role.INSPECTOR,
)


def working_units(scope: Scope) -> frozenset[int]:
    """Units on whose sheets a person works: an office below has its registrars and reviewers."""
    return scope.units(*UNIT_ROLES, Role.REGISTRAR, Role.REVIEWER)


class CaseQuerySet(QuerySet["Case"]):
    """Reads start here. Rows read for a person come redacted: see `read_by`."""

    reader: Scope | None = None
    # How the rows are reached, where a shorter way to the first of them is known.
    branches: Branches | None = None
    # True for imported rows only, False for none of them, None for both.
    age: bool | None = None
    named: bool = False
    with_sheets: bool = False

    def with_names(self, *, sheets: bool = False) -> Self:
        """Rows with what lists name of them (`names`), read in one query more; with `sheets` the
        sheets of units that help too, as `co_sheets`."""
        rows = self.all()
        rows.named, rows.with_sheets = True, sheets
        return rows

    def seek(self, stretch: Stretch) -> list["Case"]:
        """A stretch of these rows: first its ids, by the shortest way there is, then the rows."""
        ids = self.branches.ids(self, stretch) if self.branches else None
        if ids is None:
            return list(stretch.of(self))
        rows = self.order_by()
        rows.query.where = WhereNode()
        found = {row.pk: row for row in rows.filter(pk__in=ids)}
        return [found[pk] for pk in ids if pk in found]

    def imported(self, *, historical: bool) -> Self:
        """Only rows that came from an old register, or only those that did not."""
        rows = self.filter(historical=historical)
        rows.age = historical
        return rows

    def reached(self, condition: Q, units: Iterable[int], others: Iterable[Q]) -> Self:
        """Only rows that fulfil the condition, which is said by branches too."""
        rows = self.filter(condition)
        rows.branches = Branches(rows.query.where.children[-1], tuple(units), tuple(others))
        return rows

    def read_by(self, scope: Scope) -> Self:
        """Rows as one person may read them: none from which they are recused, and without the
        firm where they must not know it. Which rows besides is `visible_to`'s matter.

        Redaction happens in memory when rows are fetched: filters, values() and counts still see
        the whole row, so what is asked of a firm goes through `of_known_firms`.
        """
        from zhuqi.ledgers.cases.secrecy.models import recused_from  # it points back to Case

        recused = recused_from(scope)
        rows = self.filter(~recused) if recused is not None else self.all()
        rows.reader = scope
        return rows

    def of_known_firms(self, scope: Scope) -> Self:
        """Only rows whose firm the person may know. Whatever narrows, sorts or counts rows by
        something that tells the firm starts here."""
        from zhuqi.ledgers.cases.secrecy.models import firm_known_to  # it points back to Case

        return self.filter(firm_known_to(scope))

    def visible_to(self, scope: Scope) -> "CaseQuerySet":
        """The rows a person may see: their units', their firms', those their chamber registered,
        those granted. Else nothing. Whoever looks after a firm sees none of its confidential
        ones: the row alone would tell whose it is.

        Ids come from narrow tables by UNION: an OR across joins costs four times as much at a
        million rows (measured.md). `in_own_ledger` is the cheap part of it.
        """
        from zhuqi.ledgers.cases.sheets.models import Involvement  # it points back to Case

        granted = scope.granted.get("case")
        units = sorted(scope.units(*READING_ROLES))
        others: list[Q] = []
        if scope.enterprises:
            others.append(Q(enterprise_id__in=scope.enterprises))
        if scope.liaised:
            others.append(Q(enterprise_id__in=scope.liaised, confidential=False))
        if chambers := scope.units(Role.CHAMBER):
            others.append(Q(chamber_id__in=chambers))
        if granted:
            others.append(Q(pk__in=granted))
        parts: list[QuerySet[models.Model, int]] = [_ids(one) for one in others]
        if units:
            parts.append(Involvement.objects.filter(unit_id__in=units).values_list("case_id"))  # type: ignore[arg-type]
        if not parts:
            return self.none()
        seen = parts[0].union(*parts[1:]) if parts[1:] else parts[0]
        return self.read_by(scope).reached(Q(pk__in=seen), units, others)

    def within_reach(self, scope: Scope) -> "CaseQuerySet":
        """The same rows as `visible_to`, each asked for itself instead of all ids being listed
        first: for what is narrow already, such as live rows or one firm's."""
        from zhuqi.ledgers.cases.sheets.models import Involvement  # it points back to Case

        # Said as `visible_to` says it; a test holds the two against each other.
        reach = Q(pk__in=sorted(scope.granted.get("case") or ()))
        if units := scope.units(*READING_ROLES):
            reach |= Q(Exists(Involvement.objects.filter(case=OuterRef("pk"), unit__in=units)))
        if scope.enterprises:
            reach |= Q(enterprise__in=scope.enterprises)
        if scope.liaised:
            reach |= Q(enterprise__in=scope.liaised, confidential=False)
        if chambers := scope.units(Role.CHAMBER):
            reach |= Q(chamber__in=chambers)
        return self.read_by(scope).filter(reach)

    def live(self) -> "CaseQuerySet":
        """Neither over nor imported: as many as a place has in hand, whatever its history.

        Said in the very words of the partial indexes: SQLite uses one only where the query
        repeats its condition, and never where that would take a parameter.
        """
        rows = self.filter(LIVE)
        rows.age = False
        return rows

    def in_own_ledger(self, scope: Scope) -> "CaseQuerySet":
        """The part of `visible_to` that stands in the ledgers of one's own offices.

        An office is a column of the row itself, so these pages come straight from an index and
        do not grow with the ledger.
        """
        offices = sorted(scope.units(*OFFICE_READERS))
        own = Q(office_id__in=offices)
        return self.read_by(scope).reached(own, (), [Q(office_id=office) for office in offices])

    def __and__(self, other: "QuerySet[Case]") -> Self:
        both = super().__and__(other)
        both.reader = self.reader or getattr(other, "reader", None)
        both.branches = both.age = None
        return both

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]
        clone.reader, clone.branches, clone.age = self.reader, self.branches, self.age
        clone.named, clone.with_sheets = self.named, self.with_sheets
        return clone

    def _fetch_all(self) -> None:
        fresh = self._result_cache is None
        super()._fetch_all()
        if fresh and self.named:
            found: Sequence[object] = self._result_cache or []
            rows = [row for row in found if isinstance(row, Case)]
            name_rows(rows, sheets=self.with_sheets)
        if fresh and self.reader is not None:
            self._redact(self._result_cache or [])

    def iterator(self, *args: Any, **kwargs: Any) -> Iterator["Case"]:
        """Not for rows read by a person: they are redacted many at a time."""
        if self.reader is not None:
            raise TypeError("rows read by a person are fetched in pages, not by iterator()")
        return super().iterator(*args, **kwargs)

    def _redact(self, rows: list[Any]) -> None:
        from zhuqi.ledgers.cases.secrecy.models import redact  # it points back to Case

        if self.reader is not None:
            redact([row for row in rows if isinstance(row, Case)], self.reader)


def _ids(condition: Q) -> "QuerySet[models.Model, int]":
    return Case.objects.filter(condition).order_by().values_list("pk")  # type: ignore[return-value]


class Case(models.Model):
    """诉求: what a firm raised, where it stands, and what came of it.

    `due_at` and `warn_at` repeat the earliest running clock of the office or the lead (not of units
    that help), so that lights and queues are one indexed read; they are derived from events and
    checked by `zhuqi check clocks`, as is `last_event_at`. `historical` rows were imported: no
    clocks, out of rates and samples.
    `version` counts changes, so that a stale page is told so. `effect_*`: what solving it brought.
    `confidential` hides the firm from units and everyone outside the office; `redaction` is set on
    a row from which the firm has been taken for whoever reads it.
    """

    redaction: Redaction | None = None
    # Of rows that were asked for with them.
    co_sheets: "Sequence[Assignment]" = ()

    number = models.CharField(_("编号"), max_length=24, unique=True)
    # The first column of `case_queue`; so is the firm of `case_of_firm`.
    office = models.ForeignKey(Unit, models.PROTECT, related_name="ledger", db_index=False)
    level = models.CharField(_("台账"), max_length=10, choices=Level)
    region = models.ForeignKey(Region, models.PROTECT, related_name="cases")
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, null=True, blank=True, related_name="cases", db_index=False
    )
    # What an old register calls the firm; `enterprise` is its file, where it has one here.
    firm_stated = models.CharField(_("原台账企业名称"), max_length=120, blank=True)
    reporter_name = models.CharField(_("反映人"), max_length=40, blank=True)
    reporter_phone = models.CharField(_("反映人电话"), max_length=30, blank=True)
    # Set when the schedule (retention.toml) took name and phone.
    reporter_cleared_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.BigIntegerField(default=0)
    # The chamber (工商联、商会) that registered it for its member; it follows what it registered.
    chamber = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="chamber_cases"
    )
    channel = models.CharField(_("来源"), max_length=12)
    foreign_number = models.CharField(_("来源编号"), max_length=60, blank=True)
    # `foreign_number` as it is compared: the same number typed otherwise is the same number.
    foreign_key = models.CharField(max_length=80, blank=True, editable=False)
    submission_key = models.CharField(max_length=64, unique=True, null=True, blank=True)

    title = models.CharField(_("诉求"), max_length=120)
    body = models.TextField(_("具体情况"))
    wish = models.TextField(_("希望怎样解决"), blank=True)

    kind = models.CharField(_("类型"), max_length=12, choices=Kind, blank=True)
    tier = models.CharField(_("难易"), max_length=10, choices=Tier, blank=True)
    nature = models.CharField(_("性质"), max_length=12, choices=Nature, blank=True)
    urgency = models.CharField(
        _("紧急程度"), max_length=10, choices=Urgency, default=Urgency.NORMAL
    )
    sector = models.CharField(_("行业台账"), max_length=12, choices=Sector, blank=True)
    item = models.ForeignKey(Item, models.PROTECT, null=True, blank=True, related_name="cases")
    scheme_version = models.ForeignKey(
        SchemeVersion, models.PROTECT, null=True, blank=True, related_name="cases"
    )

    tags = models.ManyToManyField(Tag, related_name="cases", blank=True)

    state = models.CharField(_("状态"), max_length=12, choices=State)
    disposition = models.CharField(_("办理结果"), max_length=14, choices=Disposition, blank=True)
    verdict = models.CharField(_("企业评价"), max_length=12, choices=Verdict, blank=True)
    satisfaction = models.CharField(max_length=1, choices=Satisfaction, blank=True)
    round = models.PositiveSmallIntegerField(default=0)
    lead_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="led_cases"
    )
    # Whose work it is, by user id; 0 where nobody has signed or the row was imported.
    handler = models.BigIntegerField(default=0)
    handler_name = models.CharField(_("经办人"), max_length=40, blank=True)
    handler_phone = models.CharField(_("经办人电话"), max_length=30, blank=True)
    withdrawal_asked_at = models.DateTimeField(null=True, blank=True)
    strike_off_asked_at = models.DateTimeField(null=True, blank=True)
    # Set while an upper office has yet to decide on a hand-up, and for good once it took it.
    superior = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    origin_office = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="handed_up"
    )
    fed_back_at = models.DateTimeField(_("反馈来源时间"), null=True, blank=True)
    # 争议: while an objection is open. Derived, so that it is a filter of the ledger.
    disputed = models.BooleanField(_("争议"), default=False)
    # 合并办理: handled as this other case of the same firm; `merged_from` is where it stood before.
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged"
    )
    merged_from = models.CharField(max_length=12, choices=State, blank=True)
    # 拆分: taken out of this other case, whose text is whole there.
    split_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="split_off"
    )
    # 共性问题; `nature_before` is what taking it out again restores.
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, blank=True, related_name="cases")
    nature_before = models.CharField(max_length=12, choices=Nature, blank=True)
    # The day on which a running pause is looked at again; empty while nothing stands still.
    paused_until = models.DateField(_("挂起复核日"), null=True, blank=True)
    refused_by_organ = models.CharField(_("答复机关"), max_length=80, blank=True)
    refusal_ground = models.TextField(_("不予受理依据"), blank=True)
    where_to_go = models.TextField(_("可以去哪里办"), blank=True)
    effect_money = models.DecimalField(
        _("涉及资金（万元）"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    effect_staff = models.PositiveIntegerField(_("惠及员工（人）"), null=True, blank=True)

    submitted_at = models.DateTimeField(_("提出时间"))
    accepted_at = models.DateTimeField(_("受理时间"), null=True, blank=True)
    assigned_at = models.DateTimeField(_("交办时间"), null=True, blank=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    completed_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    closed_at = models.DateTimeField(_("销号时间"), null=True, blank=True)
    # How often the office rang up for a rating of this round in vain, and when it will again.
    call_tries = models.PositiveSmallIntegerField(_("回访未打通次数"), default=0)
    call_again_at = models.DateTimeField(_("约定再次回访时间"), null=True, blank=True)
    # When the firm said on the phone that it would not rate this round: it is rung up no more, and
    # counts as one that has not rated.
    rating_refused_at = models.DateTimeField(_("拒绝评价时间"), null=True, blank=True)
    carried_until = models.DateField(_("挂账复核日"), null=True, blank=True)

    due_at = models.DateTimeField(_("时限"), default=FAR)
    warn_at = models.DateTimeField(default=FAR)
    due_clock = models.CharField(max_length=12, blank=True)
    due_unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    # When somebody last did something about it (`STIRS`); FAR where it is not kept.
    last_event_at = models.DateTimeField(_("最近动态"), default=FAR)

    historical = models.BooleanField(default=False)
    boundary = models.ForeignKey(
        "cases.Boundary", models.PROTECT, null=True, blank=True, related_name="cases"
    )
    # Handed over sealed: nobody reads the matter here any more, not even the office.
    sealed = models.BooleanField(_("密封"), default=False)
    confidential = models.BooleanField(_("保密"), default=False)
    complained_of = models.CharField(_("被反映的单位"), max_length=80, blank=True)
    # The firm named a unit and nobody knows yet which it is: nothing goes to any unit until then.
    complained_open = models.BooleanField(_("被反映单位待核定"), default=False)

    is_sample = models.BooleanField(default=False)
    source_note = models.CharField(_("出处"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects: ClassVar[models.Manager["Case"]] = CaseQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("office", "historical", "due_at", "id"), name="case_queue"),
            models.Index(
                fields=("office", "historical", "state", "due_at", "id"), name="case_state_queue"
            ),
            models.Index(
                fields=("office", "historical", "-submitted_at", "-id"), name="case_newest"
            ),
            models.Index(fields=("enterprise", "-submitted_at", "-id"), name="case_of_firm"),
            # Queues and lights: live rows only, so that they cost the same in the tenth year.
            models.Index(
                fields=("office", "state", "due_at", "id"), condition=LIVE, name="case_live_state"
            ),
            models.Index(
                fields=("lead_unit", "state", "due_at", "id"), condition=LIVE, name="case_live_lead"
            ),
            models.Index(
                fields=("enterprise", "due_at", "id"), condition=LIVE, name="case_live_firm"
            ),
            models.Index(fields=("due_at", "id"), condition=LIVE, name="case_live_due"),
            # What has long been quiet.
            models.Index(
                fields=("office", "last_event_at", "id"), condition=LIVE, name="case_live_quiet"
            ),
            # What of a firm has a light: some of what is over still runs, for the way it came by.
            models.Index(
                fields=("enterprise", "due_at"),
                condition=Q(historical=False, due_at__lt=FAR),
                name="case_timed_firm",
            ),
            models.Index(
                fields=("superior", "due_at", "id"),
                condition=LIVE & Q(superior__isnull=False),
                name="case_handed_up",
            ),
            models.Index(
                fields=("origin_office", "state", "due_at", "id"),
                condition=LIVE & Q(origin_office__isnull=False),
                name="case_live_origin",
            ),
            models.Index(
                fields=("office", "due_at", "id"),
                condition=LIVE & Q(withdrawal_asked_at__isnull=False),
                name="case_withdrawing",
            ),
            # With the state, or SQLite thinks the index of all rows the finer one.
            models.Index(
                fields=("office", "state", "due_at", "id"),
                condition=~Q(foreign_number="") & Q(fed_back_at__isnull=True),
                name="case_to_send_back",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | ~Q(state__in=sorted(LIVE_STATES)),
                name="live_is_not_closed",
            ),
            models.UniqueConstraint(
                fields=("office", "channel", "foreign_key"),
                condition=~Q(foreign_key=""),
                name="foreign_number_once",
            ),
        )

    def __str__(self) -> str:
        return self.number

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row; never one from which the firm has been taken for a reader."""
        if self.redaction is not None:
            raise ValueError(f"{self.number} was read without its firm and can't be saved")
        super().save(*args, **kwargs)

    @classmethod
    def from_db(
        cls, db: str | None, field_names: Collection[str], values: Collection[Any], **_later: Any
    ) -> Self:
        """As Django reads it, but quicker: lists and files are made of these rows."""
        return stored(cls, db, field_names, values)

    @property
    def firm_name(self) -> str:
        """The firm's name as this reader may know it; imported rows may have only what their
        register calls it, or a person's."""
        if self.redaction is not None:
            return HIDDEN_FIRM
        firm = self.enterprise
        return firm.name if firm else self.firm_stated or self.reporter

    @property
    def reporter(self) -> str:
        """The reporter's name, or that its time was up."""
        return self.reporter_name or (CLEARED if self.reporter_cleared_at else "")


class CaseSeries(models.Model):
    """The last serial given by an office in the years that share their last two digits.

    `year` is the one of this century (`numbers.series_year`): a number has room for no more.
    """

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("office", "year"), name="one_series_a_year"),
        )

    def __str__(self) -> str:
        return f"{self.office_id}-{self.year}: {self.last}"
