"""Visits: the list, one visit with what may be done, its verbs, and a new one."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from ninja import Router, Schema

from zhuqi.foundation.access import Person
from zhuqi.interfaces.api.lists import ApiList
from zhuqi.interfaces.api.offered import Allowed
from zhuqi.interfaces.api.verbs import RowVerbs
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.visits.forms import PlanForm
from zhuqi.interfaces.desk.visits.verb_pages import VERB_PAGES
from zhuqi.interfaces.desk.visits.views import VISITS, plans_visits
from zhuqi.mechanisms.liaison import actions, queries
from zhuqi.mechanisms.liaison.enums import VisitVerb
from zhuqi.mechanisms.liaison.models import Visit


class FollowUpOut(Schema):
    """What was promised."""

    id: int
    what: str
    due: date
    done_on: date | None
    outcome: str


class VisitOut(Schema):
    """A visit as its page shows it; what is hidden there is left out."""

    id: int
    version: int
    enterprise: int
    enterprise_name: str
    visitor: str
    state: str
    day: date
    purpose: str
    goers: str
    present: str
    said: str
    reason: str
    follow_ups: list[FollowUpOut]
    allowed: list[Allowed]


_PLAIN = ("state", "day", "purpose", "goers", "present", "said", "reason")


def _visit(row: Visit, _person: Person) -> Mapping[str, Any]:
    return {
        "id": row.pk,
        "enterprise": row.enterprise_id,
        "enterprise_name": row.enterprise.name,
        "visitor": row.visitor.name,
        **{name: getattr(row, name) for name in _PLAIN},
        "follow_ups": [
            {"id": one.pk, "what": one.what, "due": one.due, "done_on": one.done_on,
             "outcome": one.outcome}
            for one in row.follow_ups.all()
        ],
    }  # fmt: skip


ROUTER = Router()
ApiList[Visit, None](
    path="/visits",
    name="visits",
    summary=_("走访"),
    listing=VISITS,
    allowed=access.tends_firms,
    fields={"enterprise": (int, ...), "state": (str, ...), "day": (date, ...)},
    of=lambda row, _page: {"enterprise": row.enterprise_id, "state": row.state, "day": row.day},
).serve(ROUTER)
VERBS = RowVerbs[Visit, VisitVerb](
    noun=actions.VISITS,
    pages=VERB_PAGES,
    rows=queries.visits,
    allowed=access.tends_firms,
    path="/visits",
    name="visit",
    summary=_("一次走访，和您能对它办的事"),
    out=VisitOut,
    of=_visit,
)
VERBS.serve(ROUTER)
VERBS.serve_new(
    ROUTER, PlanForm, actions.plan, allowed=plans_visits, label=_("计划走访"), said=_("已计划")
)
