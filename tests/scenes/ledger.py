"""A ledger with a case in every state, and everybody who may look at it."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from tests.cast import Cast
from tests.scenes import cases as scenes
from tests.stock import stocked
from zhuqi.foundation.accounts.models import User
from zhuqi.ledgers.cases.enums import Disposition, State, Verdict
from zhuqi.ledgers.cases.models import Case, Clock


def people(cast: Cast) -> Iterator[User]:
    return (user for user in vars(cast).values() if isinstance(user, User))


@stocked
def populate(cast: Cast) -> None:
    """A case in every state, late and in time, of two firms."""
    long_ago = timezone.now() - timedelta(days=60)
    for state in scenes.WAY:
        scenes.case_in(cast, state, title=f"事在{state.label}")
    scenes.case_in(cast, State.ASSIGNED, now=long_ago, title="迟迟没有签收")
    scenes.case_in(cast, State.COMPLETED, now=long_ago, title="一直没有评价")
    for verdict in Verdict:
        scenes.case_in(cast, State.COMPLETED, verdict=verdict, title=f"评价{verdict.label}")
    scenes.case_in(cast, State.COMPLETED, disposition=Disposition.PLANNED, title="待挂账")
    scenes.case_in(cast, State.STRUCK_OFF, verdict=Verdict.SOLVED, title="了结")
    scenes.withdrawal_asked(cast)
    scenes.carried(cast)
    scenes.declined(cast)
    scenes.co_signed(cast)


def co_unit_late(cast: Cast) -> Case:
    """The bureau that leads is in time; the power company has not signed since yesterday."""
    case = scenes.case_in(cast, State.IN_PROGRESS, title="协办单位迟了")
    past = timezone.now() - timedelta(days=1)
    Clock.objects.filter(case=case, owner=cast.power, stopped_at=None).update(
        due_at=past, warn_at=past
    )
    return case
