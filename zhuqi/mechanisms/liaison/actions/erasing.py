"""What goes with a case of which no copy may be kept."""

from zhuqi.foundation.access import Actor
from zhuqi.foundation.changes import Now
from zhuqi.ledgers.cases.retention.erasure import erase_rows
from zhuqi.ledgers.cases.retention.queries import GONE
from zhuqi.mechanisms.liaison.actions.visits import OBJECT
from zhuqi.mechanisms.liaison.models import FollowUp, Visit, VisitAccount, VisitNeed


def erase_about(case_id: int, by: Actor, reason: str, now: Now = None) -> None:
    """All that was written of the visits it came from, and that it came from them: whoever was
    visited is whoever complained. Days and states stay."""
    rows = Visit.objects.filter(
        pk__in=list(Visit.objects.filter(cases=case_id).order_by().values_list("pk", flat=True))
    )
    for visit in rows.order_by("pk"):
        visit.cases.remove(case_id)
        FollowUp.objects.filter(visit=visit).update(what=GONE, outcome="")
        VisitAccount.objects.filter(visit=visit).update(present="", said="")
        VisitNeed.objects.filter(visit=visit).update(
            title=GONE, body="", wish="", reporter_name="", reporter_phone="", case=None
        )
    blank = {
        **dict.fromkeys(("goers", "present", "said", "reason", "why"), ""), "purpose": GONE,
    }  # fmt: skip
    erase_rows(OBJECT, rows, blank, by=by, reason=reason, now=now)
