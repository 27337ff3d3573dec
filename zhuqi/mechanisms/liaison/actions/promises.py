"""What is promised at a visit, and what came of it."""

from dataclasses import dataclass
from datetime import date

from zhuqi.mechanisms.liaison.actions.visits import VisitChange
from zhuqi.mechanisms.liaison.enums import VisitVerb
from zhuqi.mechanisms.liaison.models import FollowUp


@dataclass(frozen=True, slots=True)
class Promise:
    """What is promised, by which day."""

    what: str
    due: date


def follow_up(change: VisitChange, *, what: str, due: date) -> None:
    """记后续事项: what is promised, by a day that is still to come."""
    change.require(due >= change.today, "due", "完成期限不能早于今天")
    promise = FollowUp(visit=change.row, due=due, **change.texts(FollowUp, what=what))
    change.step(VisitVerb.FOLLOW, {"due": due.isoformat()})
    change.aggregate.new_rows.append(promise)


def settle(change: VisitChange, *, follow_up: FollowUp, outcome: str) -> None:
    """办结后续事项: what came of it. NotValid for one of another visit, or settled before."""
    mine = {one.pk: one for one in change.row.unsettled}
    change.require(follow_up.pk in mine, "follow_up", "请选择一项未办结的后续事项")
    outcome = change.texts(FollowUp, outcome=outcome)["outcome"]
    change.step(VisitVerb.SETTLE, {"follow_up": follow_up.pk})
    promise = mine[follow_up.pk]
    promise.done_on, promise.outcome = change.today, outcome
    change.touch(promise)
