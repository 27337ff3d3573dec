"""What an overview shows, read in three queries: from where, the figures, how things stand now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from zhuqi.foundation.access import UNIT_ROLES, Person
from zhuqi.foundation.directory.enums import Level
from zhuqi.interfaces.desk.dashboards.asking import Ask, Reader, in_order
from zhuqi.ledgers.cases.models.case import OFFICE_READERS
from zhuqi.ledgers.cases.reading.situation import Situation, situation
from zhuqi.reporting.statistics import queries
from zhuqi.reporting.statistics.figures import AsOf, Cut, Dimension, Value
from zhuqi.reporting.statistics.several import Office, Standpoint, Wanted, measure_several
from zhuqi.reporting.statistics.several import standpoint as standpoint_of

Values = Mapping[str, Value]

# In the order in which they are read.
LEADERS = (
    "collected", "completed_in", "completion_rate", "on_time_rate", "true_solved_rate",
    "satisfied_rate", "median_days",
)  # fmt: skip
# Two columns of them on a wide screen.
EVERY = (
    (
        "collected", "open", "completed_in", "struck_off_in", "carried", "completion_rate",
        "struck_off_rate", "claimed_solved_rate", "true_solved_rate", "money", "staff",
    ),
    (
        "on_time_rate", "signed_in_time_rate", "median_days", "p90_days", "extension_rate",
        "returned_rate", "redo_rate", "redo_fault_rate", "rated_rate", "satisfied_rate",
        "verified_rate",
    ),
)  # fmt: skip
OUTCOMES = (
    "claimed_solved_rate", "partly_share", "explained_share", "planned_share",
    "not_feasible_share",
)  # fmt: skip
MONTHLY = ("collected", "completed_in", "on_time_rate")
AT_A_GLANCE = ("collected", "on_time_rate", "true_solved_rate")
SIDE_BY_SIDE = (
    "collected", "completed_in", "completion_rate", "on_time_rate", "true_solved_rate",
    "satisfied_rate", "median_days",
)  # fmt: skip
OF_UNITS = ("completed_in", "on_time_rate", "true_solved_rate", "satisfied_rate", "median_days")
# What a county takes from above and hands on.
MOVED = ("from_above", "escalated_away", "forwarded_away", "taken_away_late")


@dataclass(frozen=True, slots=True)
class Overview:
    """The figures of one overview. `live` is None where it tells of a past day, or of a ledger
    whose rows one does not see. `beside`: the same figures of all ledgers one reads, for a
    county."""

    ask: Ask
    person: Person
    now: datetime
    cut: Cut
    as_of: AsOf
    offices: Mapping[int, Office]
    this: Values
    before: Values
    months: Mapping[int, Values]
    by_office: Mapping[int, Values]
    by_unit: Mapping[int, Values]
    units: Mapping[int, str]
    beside: Values | None
    live: Situation | None

    @property
    def scope_words(self) -> str:
        """Whose figures they are."""
        if self.ask.reader is Reader.UNIT:
            return _("%(unit)s主办的") % {"unit": self.person.actor.unit}
        if self.cut.office:
            return _("%(office)s台账") % {"office": self.offices[self.cut.office].name}
        return self.every_words

    @property
    def every_words(self) -> str:
        """All the ledgers one reads."""
        if len(self.offices) == 1:
            return _("%(office)s台账") % {"office": next(iter(self.offices.values())).name}
        return _("本级和下级 %(n)s 个台账") % {"n": len(self.offices)}

    @property
    def live_words(self) -> str:
        """Whose rows are told of as they stand now."""
        own = [one.name for one in in_order(self.offices) if one.pk in self._own_offices]
        if self.ask.reader is Reader.UNIT or not own:
            return self.person.actor.unit
        return _("%(offices)s台账") % {"offices": "、".join(own)}

    @property
    def _own_offices(self) -> frozenset[int]:
        return self.person.scope.units(*OFFICE_READERS)


def read(ask: Ask, person: Person, now: datetime) -> Overview:
    """An overview for somebody: NotYours for a ledger they may not read."""
    if ask.reader is Reader.UNIT:
        cut = queries.readable_cut(person.scope)
        units = person.scope.units(*UNIT_ROLES)
        stand = Standpoint(replace(cut, offices=None, units=units), queries.newest(), {})
    else:
        stand = standpoint_of(person.scope, Cut(office=ask.office))
    ask, cut = _placed(ask, stand)
    as_of = queries.end_of(ask.day) if ask.day else stand.as_of
    wanted = _wanted(ask, stand, cut)
    measured = measure_several(list(wanted.values()), as_of)
    found = dict(zip(wanted, measured.tables, strict=True))
    whole = {name: found[name][()] for name in ("this", "before", "beside") if name in found}
    return Overview(
        ask=ask, person=person, now=now, cut=cut, as_of=as_of, offices=stand.offices,
        this=whole["this"], before=whole["before"], beside=whole.get("beside"),
        months=_every_month(ask, _keyed(found["months"]), wanted["months"].codes),
        by_office=_keyed(found.get("by_office", {})),
        by_unit=_keyed(found.get("by_unit", {})),
        units=measured.units,
        live=situation(person.scope, now) if _is_live(ask, person) else None,
    )  # fmt: skip


def _placed(ask: Ask, stand: Standpoint) -> tuple[Ask, Cut]:
    """A county's overview is of one ledger: the first below one's own, where none is named."""
    if ask.reader is not Reader.COUNTY or ask.office:
        return ask, stand.cut
    counties = [one for one in in_order(stand.offices) if one.level is Level.COUNTY]
    first = next(iter(counties or in_order(stand.offices)))
    return replace(ask, office=first.pk), replace(stand.cut, office=first.pk)


def _wanted(ask: Ask, stand: Standpoint, cut: Cut) -> dict[str, Wanted]:
    codes = LEADERS if ask.reader is Reader.LEADER else (*EVERY[0], *EVERY[1], *OUTCOMES, *MOVED)
    found = {
        "this": Wanted(codes, ask.period, (), cut),
        "before": Wanted(codes, ask.before, (), cut),
        "months": Wanted(codes, ask.trend, (Dimension.MONTH,), cut),
    }
    several = len(stand.offices) > 1
    if several:
        every = replace(cut, office=0)
        found["by_office"] = Wanted(SIDE_BY_SIDE, ask.period, (Dimension.OFFICE,), every)
    if ask.reader in {Reader.OFFICE, Reader.COUNTY}:
        found["by_unit"] = Wanted(OF_UNITS, ask.period, (Dimension.UNIT,), cut)
    if ask.reader is Reader.COUNTY and several:
        found["beside"] = Wanted(codes, ask.period, (), replace(cut, office=0))
    return found


def _keyed(found: Mapping[tuple[object, ...], Values]) -> dict[int, Values]:
    return {int(str(key[0])): values for key, values in found.items()}


def _every_month(ask: Ask, found: Mapping[int, Values], codes: Sequence[str]) -> dict[int, Values]:
    """Months without a row too: a line that left them out would lie. None where all are so."""
    if not found:
        return {}
    nothing = {code: queries.nothing(code) for code in codes}
    months = (month.year * 100 + month.month for month in ask.trend.months())
    return {month: found.get(month, nothing) for month in months}


def _is_live(ask: Ask, person: Person) -> bool:
    if ask.day:
        return False
    return ask.reader is not Reader.COUNTY or ask.office in person.scope.units(*OFFICE_READERS)
