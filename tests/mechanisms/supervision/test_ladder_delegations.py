"""常设授权: who lets sheets of the ladder out without a signature, and until when."""

from datetime import date

import pytest

from tests.cast import Cast, person
from tests.scenes.ladder import DUE, adopt, delegate, late, on, sheets_on, sweeping
from zhuqi.foundation.access import NotNow, NotValid, NotYours
from zhuqi.foundation.audit.models import Event
from zhuqi.mechanisms.supervision.enums import SheetKind, SheetState
from zhuqi.mechanisms.supervision.ladder import delegations
from zhuqi.mechanisms.supervision.ladder.models import Delegation

K, S = SheetKind, SheetState


def test_only_the_offices_signer_delegates_and_only_what_may_be(cast: Cast) -> None:
    with pytest.raises(NotYours):
        delegations.give(
            office=cast.city_office, kinds=(K.URGING,), since=on(1).date(), until=on(9).date(),
            grounds="", by=person(cast.he_fan), now=DUE,
        )  # fmt: skip
    day, later = on(1).date(), on(9).date()
    for kinds, since, until in (
        ((), day, later), ((K.EFFECTIVENESS,), day, later), ((K.URGING,), day, DUE.date()),
        ((K.URGING,), day, date(2028, 1, 1)), ((K.URGING,), date(2026, 11, 1), later),
    ):  # fmt: skip
        with pytest.raises(NotValid):
            delegations.give(
                office=cast.city_office, kinds=kinds, since=since, until=until, grounds="",
                by=person(cast.lu_yuan), now=DUE,
            )  # fmt: skip
    assert not Delegation.objects.exists()


def test_a_delegation_taken_back_or_over_lets_nothing_out(cast: Cast) -> None:
    adopt(cast)
    given = delegate(cast, until=date(2026, 12, 4))
    late(cast)
    sweeping(on(1))
    with (
        pytest.raises(NotYours),
        delegations.DELEGATIONS.open(given.pk, by=person(cast.he_fan), now=on(2)) as change,
    ):
        delegations.revoke(change, reason="不再授权")
    with delegations.DELEGATIONS.open(given.pk, by=person(cast.lu_yuan), now=on(2)) as change:
        delegations.revoke(change, reason="不再授权")
    with (
        pytest.raises(NotNow),
        delegations.DELEGATIONS.open(given.pk, by=person(cast.lu_yuan), now=on(2)) as change,
    ):
        delegations.revoke(change, reason="再收回一次")
    sweeping(on(4))
    assert [number for _kind, number, _day in sheets_on()] == ["〔2026〕1号", ""]
    told = Event.objects.filter(object_type="delegation").order_by("seq")
    assert [event.kind for event in told] == ["delegation.give", "delegation.revoke"]
    assert told[0].who == cast.lu_yuan.name


def test_a_delegation_is_over_with_its_last_day(cast: Cast) -> None:
    adopt(cast)
    delegate(cast, until=date(2026, 12, 3))
    late(cast)
    sweeping(on(4))
    assert [number for _kind, number, _day in sheets_on()] == [""]
