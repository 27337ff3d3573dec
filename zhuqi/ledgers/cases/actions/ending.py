"""终结: after the second round, without the firm's consent, with grounds."""

from zhuqi.ledgers.cases.actions.work import CaseChange, required
from zhuqi.ledgers.cases.enums import Verb


def terminate(change: CaseChange, *, organ: str, ground: str, where_to_go: str) -> None:
    """终结: all was done that can be done, and the firm is not content. It reads why, by which
    organ, and where it may go; the office may take the case up again."""
    errors: dict[str, str] = {}
    organ = required(errors, "organ", organ, "终结机关", 80)
    ground = required(errors, "ground", ground, "终结的依据", 1000)
    where_to_go = required(errors, "where_to_go", where_to_go, "可以去哪里", 1000)
    step = change.begin(Verb.TERMINATE, errors)
    case = change.case
    case.refused_by_organ, case.refusal_ground, case.where_to_go = organ, ground, where_to_go
    case.closed_at = change.now
    change.happen(step, Verb.TERMINATE)
