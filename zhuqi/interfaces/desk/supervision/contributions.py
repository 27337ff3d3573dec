"""What sheets add to pages of others: navigation, home, cases, a firm's file, search, the log."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person, Role, Scope
from zhuqi.foundation.notices import links
from zhuqi.interfaces.desk import firm_sections, home_queues, navigation, nouns
from zhuqi.interfaces.desk.cases.below_times import BELOW_TIMES
from zhuqi.interfaces.desk.firm_sections import FirmVisit
from zhuqi.interfaces.desk.home_queues import (
    MOST_COUNTED,
    HomeLine,
    HomeQueues,
    Times,
    WorkQueue,
    excerpt_queue,
)
from zhuqi.interfaces.desk.supervision import delegations, ladder_words, outlook
from zhuqi.interfaces.desk.supervision.bulk import IN_BULK
from zhuqi.interfaces.desk.supervision.scheme_pages import LadderPages
from zhuqi.interfaces.desk.supervision.several import Several, of_ledger
from zhuqi.interfaces.desk.supervision.views import SHEETS, VIEWS, under_delegation
from zhuqi.interfaces.desk.tables import reference_tables
from zhuqi.interfaces.shell import case_words, event_words, wording
from zhuqi.interfaces.shell.bulk.declared import BULKS, MORE
from zhuqi.interfaces.shell.listing import exporting
from zhuqi.interfaces.shell.navigation import Entry
from zhuqi.interfaces.shell.parts import Action, Happening
from zhuqi.ledgers.cases.contributions import OtherMoment, OtherOffer
from zhuqi.ledgers.cases.models.case import working_units
from zhuqi.ledgers.cases.queries import cases_of_firm
from zhuqi.mechanisms.supervision import moments, queries
from zhuqi.mechanisms.supervision.actions import DRAFT, NOTIFY
from zhuqi.mechanisms.supervision.board import reads_board
from zhuqi.mechanisms.supervision.enums import OBJECT, SheetVerb
from zhuqi.mechanisms.supervision.ladder import notifications as ladder_notices
from zhuqi.mechanisms.supervision.models import SupervisionSheet
from zhuqi.mechanisms.supervision.searching import SHEET_TEXTS, readings


def _waiting(scope: Scope, times: Times) -> QuerySet[Any, Any]:
    mine = queries.to_answer(scope) | queries.to_sign(scope) | queries.unanswered(scope, times.now)
    return queries.sheets(scope).filter(mine).order_by().values_list("pk")


def _queues(person: Person, now: datetime) -> list[WorkQueue]:
    scope, found = person.scope, list[WorkQueue]()
    if working_units(scope):
        found += _queue(person, _now("待签收、待回复的催办督办"), "answer", now)
    if scope.holds(Role.SIGNER):
        found += _queue(person, _now("待签发的催办督办"), "sign", now)
    if scope.holds(*queries.WRITERS):
        found += _queue(person, _now("已逾期未回复的催办督办"), "late", now)
    return found


def _queue(person: Person, label: str, hand: str, now: datetime) -> Iterator[WorkQueue]:
    which = queries.IN_HAND[hand](person.scope, now)
    rows = list(queries.sheets(person.scope).filter(which).order_by("due_at", "pk")[:MOST_COUNTED])
    table = SHEETS.excerpt(person, rows, "number", "kind", "case", "unit", "due")
    days = [timezone.localdate(row.due_at or row.drafted_at) for row in rows]
    return excerpt_queue(label, table, days, f"{reverse('desk:supervision')}?hand={hand}")


def _of_firm(visit: FirmVisit) -> QuerySet[SupervisionSheet]:
    cases = cases_of_firm(visit.person, visit.firm)
    return queries.sheets(visit.person.scope).filter(case__in=cases.order_by().values("pk"))


def _told(moment: OtherMoment) -> Happening:
    """A moment in the timeline of its case."""
    about = moment.details
    assert isinstance(about, moments.OfSheet)  # noqa: S101 (for the type checker)
    sheet = about.sheet
    if about.word == SheetVerb.ISSUE and sheet.due_at:
        words = {"sheet": sheet, "unit": sheet.unit, "due": wording.moment(sheet.due_at)}
        what = _now("向%(unit)s发出%(sheet)s，%(due)s 前回复") % words
        grounds = under_delegation(sheet)
        what += f"（{grounds}）" if grounds else ""
    elif about.word == DRAFT:
        what = _now("拟%(sheet)s，待签发") % {"sheet": sheet}
    else:
        what = f"{SheetVerb(about.word).label}{sheet}"
    return Happening(moment.at, moment.by.name, what, moment.text, unit=moment.by.unit)


def _urge(offer: OtherOffer, number: str) -> Action:
    url = f"{reverse('desk:supervision_sheet_new')}?case={number}"
    return Action(_now("催办督办"), "" if offer.reason else url, "bell", reason=offer.reason)


def _note(sheet: SupervisionSheet) -> str:
    return f"{sheet.unit} · {sheet.case.number}"


def _board(person: Person) -> HomeLine | None:
    """Where all of it is seen at once; nothing is asked for it."""
    if not reads_board(person.scope):
        return None
    words = _now("逾期和本周到期、久无动静、待定待审、催办督办，按单位和县区看：")
    return HomeLine("flag", words, reverse("desk:supervision_board"), _now("督办看板"))


def register() -> None:
    """Called once, when Django has loaded every room."""
    entry = Entry(_("督办看板"), "desk:supervision_board", "flag", 40, "supervision")
    navigation.offer(entry, reads_board)
    nouns.offer(VIEWS, nouns.Standing("supervision", "bell", 42, start=25))
    nouns.find(VIEWS, SHEET_TEXTS, _note, order=4, readings=readings)
    reference_tables.add_pages(LadderPages())
    ladder_words.register()
    plan = Entry(outlook.LIST.label, "desk:ladder", "calendar", 55, "supervision")
    navigation.offer(plan, delegations.reads_delegations)
    exporting.offer(outlook.LIST, delegations.reads_delegations)
    BELOW_TIMES.register("supervision", outlook.below_times)
    event_words.register_work({NOTIFY: _("告知催办督办")})
    home_queues.HOME_LINES.register("supervision board", _board)
    nouns.offer(delegations.VIEWS, nouns.Standing("supervision", "lock", 60))
    home_queues.HOME_QUEUES.register(
        "supervision", HomeQueues(_queues, waiting=_waiting, seldom=True)
    )
    columns = ("number", "kind", "state", "unit", "due")
    firm_sections.offer_list(
        "supervision sheets", SHEETS, _of_firm, "desk:supervision", columns, order=52
    )
    BULKS.register(SHEETS.name, IN_BULK)
    for verb in Several:
        MORE.register(f"supervision {verb}", of_ledger(verb))
    for kind in moments.KINDS:
        case_words.register_happening("desk", kind, _told)
    case_words.register_action("desk", moments.WRITE, _urge)
    links.register(
        ladder_notices.OBJECT,
        lambda _office: f"{reverse('desk:supervision')}?hand=sign",
        firm=False,
    )
    links.register(OBJECT, lambda pk: reverse("desk:supervision_sheet", args=[int(pk)]), firm=False)
