"""The noun: what is locked, what its table decides on."""

from typing import TypeAlias

from django.db.models import Q

from zhuqi.foundation.access import Person
from zhuqi.foundation.changes import RowChange, RowNoun, alone
from zhuqi.foundation.lifecycle import standing_as
from zhuqi.mechanisms.liaison import queries
from zhuqi.mechanisms.liaison.enums import VisitRole, VisitState, VisitVerb
from zhuqi.mechanisms.liaison.lifecycle import VISIT, VisitFacts
from zhuqi.mechanisms.liaison.models import Visit

VisitChange: TypeAlias = RowChange[Visit, VisitVerb]
OBJECT = "visit"


def facts_of(visit: Visit, by: Person) -> VisitFacts:
    """What the table decides on."""
    firm, scope = visit.enterprise, by.scope
    mine = {scope.user_id, *(one.absent.user_id for one in scope.acting_for)}
    carer = firm.pk in scope.liaised
    roles = standing_as(
        (VisitRole.CARER, carer),
        (VisitRole.VISITOR, carer and visit.visitor_id in mine),
        (VisitRole.OFFICE, firm.office_id in scope.offices),
    )
    planned = visit.state == VisitState.PLANNED
    going = {visit.visitor_id, *(one.user_id for one in visit.joined.all())}
    return VisitFacts(
        VisitState(visit.state),
        roles,
        unsettled=bool(visit.unsettled),
        kept=bool(visit.unreported),
        going=scope.user_id in going,
        others=planned and queries.to_merge_into(visit).exists(),
    )


def _of_the_same_firm(pk: int) -> Q:
    """Plans that may be merged into one another are locked together, so nobody waits in a ring."""
    firm = Visit.objects.filter(pk=pk, state=VisitState.PLANNED).values("enterprise")
    return Q(state=VisitState.PLANNED, enterprise__in=firm)


VISITS = RowNoun[Visit, VisitVerb](
    model=Visit,
    object_type=OBJECT,
    load=alone("state", "day"),
    stale="这次走访刚刚被其他人更新过，请核对后再提交",
    state_of=lambda visit: str(visit.get_state_display()),
    along=_of_the_same_firm,
    table=VISIT,
    facts=facts_of,
    acting=lambda visit, by: by.caring_for(visit.enterprise_id),
)
