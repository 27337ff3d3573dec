"""Go together: one visit instead of several, and it names all who go."""

from zhuqi.foundation.access import Person
from zhuqi.mechanisms.liaison import queries
from zhuqi.mechanisms.liaison.actions.visits import VISITS, VisitChange
from zhuqi.mechanisms.liaison.enums import VisitState, VisitVerb
from zhuqi.mechanisms.liaison.models import Goer, Visit


def join(change: VisitChange) -> None:
    """一起去: one's own plans for the same firm about that day are closed as merged into it.

    NotNow where one is going already, or it is no longer planned.
    """
    _go_along(change, change.by)
    close = queries.near(change.by, change.row.enterprise, change.row.day).visits
    for other in close:
        if other.pk != change.row.pk and other.visitor_id == change.by.actor.user_id:
            with VISITS.open(other.pk, by=change.by, now=change.now) as mine:
                mine.begin(VisitVerb.MERGE)
                _close(mine, change.row)


def merge(change: VisitChange, *, into: Visit) -> None:
    """并入别人的走访: one's own plan is closed, and one goes along with the other.

    NotValid for one that is not planned for the same firm by somebody else.
    """
    known = queries.to_merge_into(change.row).filter(pk=into.pk).exists()
    change.require(known, "into", "请选择别人计划的一次走访")
    change.begin(VisitVerb.MERGE)
    with VISITS.open(into.pk, by=change.by, now=change.now) as theirs:
        if all(one.user_id != change.row.visitor_id for one in theirs.row.joined.all()):
            _go_along(theirs, change.by)
    _close(change, into)


def _go_along(change: VisitChange, by: Person) -> None:
    change.begin(VisitVerb.JOIN)
    goer = Goer(visit=change.row, user_id=by.actor.user_id, unit=by.actor.unit)
    change.aggregate.new_rows.append(goer)
    change.record(VisitVerb.JOIN, {"user": by.actor.user_id})


def _close(change: VisitChange, into: Visit) -> None:
    """The plan ends; those who went along with it go along with the other."""
    change.row.merged_into = into
    there = {into.visitor_id, *into.joined.values_list("user", flat=True)}
    for one in change.row.joined.all():
        if one.user_id not in there and into.state == VisitState.PLANNED:
            change.aggregate.new_rows.append(Goer(visit=into, user_id=one.user_id, unit=one.unit))
    change.record(VisitVerb.MERGE, {"into": into.pk})
