"""The cases of a firm, as its file and its card before a visit show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zhuqi.foundation.access import Role
from zhuqi.interfaces.desk.cases.rows import CaseRow, RowFormatter, closed_table, firm_table
from zhuqi.interfaces.desk.firm_sections import (
    CARD_ACTIONS,
    CARD_LINES,
    CARD_SECTIONS,
    FIRM_ACTIONS,
    FIRM_FIGURES,
    FIRM_SECTIONS,
    CardLine,
    FirmFigures,
    FirmSection,
    FirmVisit,
)
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.drawing import light_mark
from zhuqi.interfaces.shell.next_words import sentence_of
from zhuqi.interfaces.shell.parts import Action, Stat, Table
from zhuqi.interfaces.shell.wording import amount
from zhuqi.ledgers.cases.enums import LIVE_STATES, OPEN_STATES, Light, Satisfaction, Verdict
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.queries import Whose
from zhuqi.ledgers.firms.queries import FirmFile


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """What was promised on a case, until when."""

    number: str
    url: str
    title: str
    sentence: str
    due: str
    light: SafeString


@dataclass(frozen=True, slots=True)
class OwedLine:
    """A case on the card, with the day the firm was promised."""

    row: CaseRow
    promised: str


@dataclass(frozen=True, slots=True)
class RatingLine:
    """What the firm said of an answer."""

    number: str
    url: str
    title: str
    words: str
    comment: str
    when: str


class FirmCases:
    """One firm's cases on screen and on paper. Everything comes from the `FirmFile`."""

    def __init__(self, file: FirmFile) -> None:
        self.file = file
        self.firm = file.firm
        self.formatter = RowFormatter(file.person, file.now)

    @property
    def card_stats(self) -> list[Stat]:
        """The card's own line: what is open and late, and what came of it all."""
        stats = self.stats
        return [*stats[:3], *stats[4:]]

    @property
    def stats(self) -> list[Stat]:
        """How the office stands with this firm; each figure opens its rows."""
        tally, effect = self.file.tally, self.file.effect
        stats = [
            Stat(_("件在办"), tally.under_way, self.under_way_url),
            Stat(_("件逾期"), tally.late, self._ledger(light=Light.RED.value), Light.RED.value),
            Stat(_("件企业认可解决"), effect.solved, self.solved_url),
            Stat(_("件历次提出"), effect.raised, self._ledger(order="newest")),
        ]
        if effect.money:
            stats.append(Stat(_("万元涉及资金"), amount(effect.money), self.solved_url))
        if effect.staff:
            stats.append(Stat(_("名员工受益"), effect.staff, self.solved_url))
        return stats

    def _ledger(self, **query: str | Sequence[str]) -> str:
        pairs = urlencode(
            {"enterprise": str(self.firm.pk), "whose": Whose.ALL.value, **query}, doseq=True
        )
        return f"{reverse('desk:ledger')}?{pairs}"

    @property
    def under_way_url(self) -> str:
        """Cases under way, in the ledger."""
        return self._ledger(state=sorted(OPEN_STATES))

    @property
    def solved_url(self) -> str:
        """The rows behind the effect: what the firm itself calls solved."""
        return self._ledger(verdict=Verdict.SOLVED.value)

    @property
    def live_url(self) -> str:
        """All that is not over."""
        return self._ledger(state=sorted(LIVE_STATES))

    @property
    def all_url(self) -> str:
        """Every case of the firm."""
        return self._ledger(order="newest")

    @property
    def historical_url(self) -> str:
        """What was imported from old ledgers."""
        return self._ledger(historical="on", order="newest")

    # Cases -------------------------------------------------------------------------------------

    @property
    def live(self) -> Table | None:
        """What is under way, the most urgent first."""
        return firm_table(self.formatter.rows(self.file.live)) if self.file.live else None

    @property
    def closed(self) -> Table | None:
        """What is over, the newest first, with what came of it."""
        cases = self.file.closed
        outcomes = [_outcome(case) for case in cases]
        return closed_table(self.formatter.rows(cases), outcomes) if cases else None

    @property
    def promises(self) -> list[PromiseLine]:
        """What the firm has been told will happen next."""
        return [
            PromiseLine(
                promised.case.number,
                reverse("desk:case", args=[promised.case.number]),
                promised.case.title,
                sentence_of(promised.step),
                wording.moment(promised.step.due_at),
                light_mark(promised.light),
            )
            for promised in self.file.promises
        ]

    @property
    def ratings(self) -> list[RatingLine]:
        """What the firm said of answers, the newest first."""
        return [
            RatingLine(
                rating.case.number,
                reverse("desk:case", args=[rating.case.number]),
                rating.case.title,
                f"{Verdict(rating.verdict).label} · {Satisfaction(rating.satisfaction).label}",
                rating.comment,
                wording.day(rating.rated_at, weekday=False),
            )
            for rating in self.file.ratings
        ]

    @property
    def verdicts(self) -> str:
        """已解决 3 · 部分解决 1 · 没有解决 0."""
        effect = self.file.effect
        counts = (effect.solved, effect.partly, effect.not_solved)
        pairs = zip(Verdict, counts, strict=True)
        return " · ".join(f"{verdict.label} {count}" for verdict, count in pairs)

    # The card ----------------------------------------------------------------------------------

    @property
    def urgent(self) -> list[OwedLine]:
        """For a phone screen: what is owed to the firm, the most urgent first, with what it was
        promised."""
        promised = self.file.promises[:CARD_ROWS]
        rows = self.formatter.rows([one.case for one in promised])
        return [
            OwedLine(row, wording.day(one.step.due_at, weekday=False))
            for one, row in zip(promised, rows, strict=True)
        ]

    @property
    def further(self) -> int:
        """How many cases the card leaves out."""
        return len(self.file.live) - len(self.urgent)


CARD_ROWS = 3


def _outcome(case: Case) -> tuple[str, str]:
    """What came of a case in words, and when it was over."""
    said = _("企业评价%(verdict)s") % {"verdict": case.get_verdict_display()}
    outcome = (
        str(case.get_disposition_display()) if case.disposition else "",
        said if case.verdict else "",
    )
    over = case.closed_at or case.completed_at or case.answered_at
    return " · ".join(filter(None, outcome)), wording.day(over, weekday=False)


def _said(rating: RatingLine) -> str:
    return "：".join(filter(None, (rating.words, rating.comment)))


def registers(visit: FirmVisit) -> bool:
    """True for those who may write down what the firm says."""
    scope = visit.person.scope
    office = (Role.REGISTRAR, visit.firm.office_id)
    return office in scope.posts or visit.firm.pk in scope.liaised


def _register(visit: FirmVisit) -> Action | None:
    if not registers(visit):
        return None
    url = f"{reverse('desk:register')}?firm={visit.firm.pk}"
    return Action(_("登记诉求"), url, "plus", main=True)


def _rating(visit: FirmVisit) -> list[CardLine]:
    return [
        CardLine(_("企业评价"), f"{rating.when} · {rating.title}", _said(rating))
        for rating in visit.once(FirmCases).ratings[:1]
    ]


def _cases(visit: FirmVisit) -> FirmCases:
    return visit.once(FirmCases)


def _if_promised(visit: FirmVisit) -> FirmCases | None:
    return _cases(visit) if visit.file.promises else None


def _if_rated(visit: FirmVisit) -> FirmCases | None:
    return _cases(visit) if visit.file.ratings else None


def contribute() -> None:
    """Called once, when Django has loaded every room."""
    FIRM_FIGURES.register(
        "cases",
        FirmFigures(lambda visit: _cases(visit).stats, lambda visit: _cases(visit).card_stats),
    )
    for order, name, query in (
        (30, "live", _cases),
        (40, "promises", _if_promised),
        (50, "ratings", _if_rated),
        (60, "closed", _cases),
    ):
        section = FirmSection(f"desk/cases/firm/{name}.html", query)
        FIRM_SECTIONS.register(name, section, order=order)
    CARD_SECTIONS.register(
        "cases", FirmSection("desk/cases/firm/card_cases.html", _cases), order=20
    )
    CARD_LINES.register("rating", _rating, order=10)
    FIRM_ACTIONS.register("register case", _register, order=10)
    CARD_ACTIONS.register("register case", _register, order=10)
