"""Record a visit, with what was needed and promised, in one step; add to what was recorded."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from zhuqi.foundation.access import NotValid
from zhuqi.mechanisms.liaison.actions import needs as wanted
from zhuqi.mechanisms.liaison.actions.needs import Need
from zhuqi.mechanisms.liaison.actions.promises import Promise, follow_up
from zhuqi.mechanisms.liaison.actions.visits import VisitChange
from zhuqi.mechanisms.liaison.enums import VisitVerb
from zhuqi.mechanisms.liaison.models import VisitAccount

NOT_YET = "走访还没有到这一天"


def make(
    change: VisitChange,
    *,
    day: date,
    present: str,
    said: str,
    needs: Sequence[Need] = (),
    promises: Sequence[Promise] = (),
) -> None:
    """记录走访: when it took place, who was there for the firm, what was said; in the same step
    what it needs (a case each, where the firm consents) and what was promised. All or nothing.

    What is wrong with a need or a promise is complained of by its place: `need2_title`.
    """
    change.require(day <= change.today, "day", NOT_YET)
    change.row.day = day
    change.write(present=present, said=said)
    change.step(VisitVerb.MAKE)
    follow(change, needs, promises)


def add(
    change: VisitChange,
    *,
    day: date,
    present: str,
    said: str,
    needs: Sequence[Need] = (),
    promises: Sequence[Promise] = (),
) -> None:
    """补充记录: what somebody else noted of the same visit; what is there stays as it is.

    A need said here is kept with the visit, whatever the firm agreed to: whoever compares the two
    records knows whether it is a case already.
    """
    change.require(day <= change.today, "day", NOT_YET)
    account = VisitAccount(
        visit=change.row, user_id=change.by.actor.user_id, day=day, at=change.now,
        **change.texts(VisitAccount, present=present, said=said),
    )  # fmt: skip
    change.step(VisitVerb.ADD)
    change.aggregate.new_rows.append(account)
    unreported = [
        Need(one.title, one.body, one.wish, one.reporter_name, one.reporter_phone) for one in needs
    ]
    follow(change, unreported, promises)


def follow(change: VisitChange, needs: Sequence[Need], promises: Sequence[Promise]) -> None:
    """What came of it, each an event of its own; NotValid with the place of what is wrong."""
    for place, need in enumerate(needs, start=1):
        with _placed(change, f"need{place}"):
            wanted.take(change, need)
    for place, promise in enumerate(promises, start=1):
        with _placed(change, f"promise{place}"):
            follow_up(change, what=promise.what, due=promise.due)


@contextmanager
def _placed(change: VisitChange, place: str) -> Iterator[None]:
    """Words are the event's own, and complaints name the place."""
    change.words = {}
    try:
        yield
    except NotValid as wrong:
        raise NotValid({f"{place}_{name}": told for name, told in wrong.errors.items()}) from wrong
