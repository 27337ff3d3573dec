"""What look-backs add to pages of others: navigation, home, cases, a firm's file, the log."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person, Scope
from zhuqi.foundation.notices import links
from zhuqi.interfaces.desk import firm_sections, home_queues, nouns
from zhuqi.interfaces.desk.firm_sections import FirmVisit
from zhuqi.interfaces.desk.home_queues import (
    MOST_COUNTED,
    HomeQueues,
    Times,
    WorkQueue,
    excerpt_queue,
)
from zhuqi.interfaces.desk.lookback import draws
from zhuqi.interfaces.desk.lookback.scheme_pages import LookBackPages, risks_said
from zhuqi.interfaces.desk.lookback.views import LISTED, VIEWS
from zhuqi.interfaces.desk.tables import reference_tables
from zhuqi.interfaces.desk.tables.table_words import ADDED
from zhuqi.interfaces.shell import case_words, event_words
from zhuqi.interfaces.shell.parts import Happening
from zhuqi.ledgers.cases.contributions import OtherMoment
from zhuqi.ledgers.cases.queries import cases_of_firm
from zhuqi.mechanisms.lookback import moments, queries
from zhuqi.mechanisms.lookback.actions.noun import DRAW, DRAWN, NOTIFY, OBJECT, TELL_CALLERS
from zhuqi.mechanisms.lookback.enums import OPEN, LookBackVerb
from zhuqi.mechanisms.lookback.models import LookBack, LookBackDraw, LookBackScheme
from zhuqi.mechanisms.lookback.queries.schemes import LOOK_BACKS

V = LookBackVerb


def _waiting(scope: Scope, times: Times) -> QuerySet[Any, Any]:
    which = queries.to_call(scope, times.now) | queries.to_hand_out(scope)
    which |= queries.to_state(scope) | queries.to_find(scope, times.now)
    rows = queries.look_backs(scope).filter(which, state__in=sorted(OPEN))
    return rows.order_by().values_list("pk")


def _queues(person: Person, now: datetime) -> list[WorkQueue]:
    def waiting(hand: str) -> list[LookBack]:
        which = queries.IN_HAND[hand](person.scope, now)
        return list(queries.look_backs(person.scope).filter(which).order_by("pk")[:MOST_COUNTED])

    calls = [
        replace(queue, start_url=reverse("desk:lookback_calls"), start_label=_now("逐个打电话"))
        for queue in _queue(person, _now("待我回访的回头看"), "call", waiting("call"))
    ]
    return [
        *calls,
        *_queue(person, _now("待指定回访人的回头看"), "hand_out", waiting("hand_out")),
        *_queue(person, _now("待本单位说明的回头看"), "state", waiting("state")),
        *_queue(person, _now("待认定的回头看"), "find", waiting("find")),
    ]


def _queue(person: Person, label: str, hand: str, rows: list[LookBack]) -> Iterator[WorkQueue]:
    table = LISTED.excerpt(person, rows, "case", "why", "unit", "next")
    days = [
        timezone.localdate(row.due_at or row.call_again_at or row.draw.drawn_at) for row in rows
    ]
    return excerpt_queue(label, table, days, f"{reverse('desk:lookback')}?hand={hand}")


def _of_firm(visit: FirmVisit) -> QuerySet[LookBack]:
    cases = cases_of_firm(visit.person, visit.firm)
    return queries.look_backs(visit.person.scope).filter(case__in=cases.order_by().values("pk"))


def _told(moment: OtherMoment) -> Happening:
    """A moment in the timeline of its case."""
    about = moment.details
    assert isinstance(about, moments.OfLookBack)  # noqa: S101 (for the type checker)
    words = {"office": about.office, "unit": about.unit}
    if about.word == DRAWN:
        what = _now("%(office)s抽中回头看") % words
    elif about.word == V.STATE:
        what = _now("%(unit)s就回头看说明") % words
    else:
        what = _now("回头看：%(what)s") % {"what": V(about.word).label}
    return Happening(moment.at, moment.by.name, what, moment.text, unit=moment.by.unit)


def _told_firm(moment: OtherMoment) -> Happening:
    """What the firm reads of a call it was on: the office that asked, not the caller."""
    about = moment.details
    assert isinstance(about, moments.OfLookBack)  # noqa: S101 (for the type checker)
    solved = about.word == V.VERIFY
    what = _now("办结后回访，您说已经解决") if solved else _now("办结后回访，您说没有解决")
    return Happening(moment.at, about.office, what, moment.text)


def register() -> None:
    """Called once, when Django has loaded every room."""
    nouns.offer(VIEWS, nouns.Standing("supervision", "phone", 40))
    nouns.offer(draws.VIEWS, nouns.Standing("supervision", "refresh", 41, start=95))
    nouns.name(VIEWS, **{DRAWN: _("抽中")})
    reference_tables.add_pages(LookBackPages())
    home_queues.HOME_QUEUES.register("lookback", HomeQueues(_queues, waiting=_waiting, seldom=True))
    columns = ("case", "number", "state", "unit", "next")
    firm_sections.offer_list("look-backs", LISTED, _of_firm, "desk:lookback", columns, order=53)
    for kind, outside in moments.KINDS.items():
        case_words.register_happening("desk", kind, _told)
        if outside:
            case_words.register_happening("portal", kind, _told_firm)
    links.register(OBJECT, lambda pk: reverse("desk:lookback_row", args=[int(pk)]), firm=False)
    links.register(DRAW, lambda _pk: reverse("desk:lookback_calls"), firm=False)
    _name_in_log()


def _name_in_log() -> None:
    scheme = LOOK_BACKS.object_type
    kinds = {"publish": _("发布新版本"), f"{scheme}.added": ADDED}
    event_words.register(
        scheme, event_words.ObjectWords(_("回头看方案"), kinds, model=LookBackScheme)
    )
    event_words.register_kinds("unit", {"unit.lookback_chosen": _("选定回头看方案")})
    event_words.register_rows(LookBackScheme, event_words.RowNames(code="code"))
    event_words.register_rows(LookBackDraw, event_words.RowNames(joins=("office",)))
    event_words.register_fields(
        {"lookback": _("回头看方案"), "draw": _("回头看抽样")},
        {"lookback": LookBackScheme, "draw": LookBackDraw},
    )
    event_words.register_values(scheme, {"rules": risks_said})
    event_words.register_work(
        {
            NOTIFY: _("告知回头看"),
            TELL_CALLERS: _("告知回访人"),
            "lookback.draw": _("回头看抽样"),
            "lookback.draws": _("查找该抽样的活动办"),
        }
    )
