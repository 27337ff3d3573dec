"""The ladder: what goes out by itself, what waits for a signature, and that nothing goes twice."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import transaction

from tests.cast import Cast, person
from tests.scenes.ladder import DUE, adopt, delegate, late, objected, on, sheets_on, sweeping
from tests.scenes.supervision import TEXT
from zhuqi.foundation.access import SYSTEM, NotValid
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.workdays import DEFAULT_CALENDAR as DAYS
from zhuqi.ledgers.cases.enums import AssignmentState, ClockKind
from zhuqi.ledgers.cases.models import (
    FAR,
    Assignment,
    Boundary,
    Case,
    Clock,
    Recusal,
    RecusalKind,
)
from zhuqi.mechanisms.supervision import actions
from zhuqi.mechanisms.supervision.actions import SHEETS
from zhuqi.mechanisms.supervision.enums import SheetKind, SheetState
from zhuqi.mechanisms.supervision.ladder.actions import OUT_OF_HOURS, sweep
from zhuqi.mechanisms.supervision.ladder.enums import Step
from zhuqi.mechanisms.supervision.ladder.models import LadderScheme
from zhuqi.mechanisms.supervision.ladder.rules import Ladder, Rung, urged_next, urged_on
from zhuqi.mechanisms.supervision.ladder.schemes import LADDERS, shipped
from zhuqi.mechanisms.supervision.models import SupervisionSheet

K, S = SheetKind, SheetState
USUAL = Ladder((1, 0), 0, 3, 2)


# When ---------------------------------------------------------------------------------------------


def test_the_days_of_urging_are_read_off_the_calendar() -> None:
    days = [urged_on(DAYS, USUAL, DUE, date(2026, 12, day)) for day in (1, 3, 4, 7, 8, 9)]
    assert days == [date(2026, 12, day) for day in (1, 1, 4, 4, 4, 9)]
    assert urged_on(DAYS, USUAL, DUE, date(2026, 11, 30)) is None
    assert urged_next(DAYS, USUAL, DUE, date(2026, 11, 30)) == date(2026, 12, 1)
    assert urged_next(DAYS, USUAL, DUE, date(2026, 12, 5)) == date(2026, 12, 9)
    later = Ladder((), 2)
    assert urged_on(DAYS, later, DUE, date(2026, 12, 2)) is None
    assert urged_on(DAYS, later, DUE, date(2026, 12, 31)) == date(2026, 12, 3)
    assert urged_next(DAYS, later, DUE, date(2026, 12, 3)) is None


def test_over_a_holiday_with_make_up_days_every_third_working_day_counts() -> None:
    """National Day 2026: free from the 1st to the 7th of October; Saturday the 10th is worked."""
    due = datetime(2026, 9, 29, 18, 30, tzinfo=DUE.tzinfo)
    seen = []
    day = date(2026, 9, 30)
    while day < date(2026, 10, 16):
        if urged_on(DAYS, USUAL, due, day) == day:
            seen.append(day)
        day += timedelta(days=1)
    assert [DAYS.is_working(day) for day in seen] == [True] * len(seen)
    gaps = [DAYS.working_days(a, b) for a, b in pairwise(seen)]
    assert (seen[0], set(gaps)) == (date(2026, 9, 30), {3})


# What ---------------------------------------------------------------------------------------------


def test_under_a_delegation_it_is_urged_when_red_and_every_three_days_then_inquired(
    cast: Cast,
) -> None:
    adopt(cast)
    given = delegate(cast)
    case = late(cast)
    sweeping(DUE, *(on(day, hour) for day in range(1, 10) for hour in (9, 10, 16)))
    assert sheets_on() == [
        ("催办单", "〔2026〕1号", "12-01"),
        ("催办单", "〔2026〕2号", "12-04"),
        ("催办单", "〔2026〕3号", "12-09"),
        ("问效建议单", "", "12-09"),
    ]
    first = SupervisionSheet.objects.order_by("pk")[0]
    assert (first.case, first.unit, first.limit) == (case, cast.industry, 3)
    assert case.number in first.text
    assert "逾期 1 个工作日" in first.text
    assert cast.diamond.name not in first.text
    inquiry = SupervisionSheet.objects.get(kind=K.EFFECTIVENESS)
    assert "已于2026年12月1日、2026年12月4日催办 2 次" in inquiry.text
    # The log says that it was the system, and under whose delegation.
    [issued] = Event.objects.filter(object_type="supervision", object_id=first.pk)
    assert (issued.actor_kind, issued.facts["delegation"]) == ("system", given.pk)
    assert first.ladder_step.delegation == given
    # 问效 is signed by a person, and numbered then.
    with SHEETS.open(inquiry.pk, by=person(cast.lu_yuan), now=on(9, 17)) as change:
        actions.issue(change, text=inquiry.text, limit=3)
    inquiry.refresh_from_db()
    assert (inquiry.number, inquiry.state) == ("〔2026〕1号", S.ISSUED)
    # Once for what is late; it is urged on until it is done.
    sweeping(on(14), on(17))
    assert [kind for kind, *_rest in sheets_on()].count("问效建议单") == 1


def test_without_a_delegation_it_is_drafted_and_waits_and_drafts_do_not_pile_up(
    cast: Cast,
) -> None:
    adopt(cast)
    late(cast)
    first, *others = sweeping(on(1), on(1, 10), on(4), on(9))
    assert (first.drafted[K.URGING], first.issued.total()) == (1, 0)
    assert sheets_on() == [("催办单", "", "12-01")]
    assert others[1].skipped == {"已有待签发的催办单": 1}
    # Signed on Friday, that is Friday's: the next is on Wednesday.
    draft = SupervisionSheet.objects.get()
    with SHEETS.open(draft.pk, by=person(cast.lu_yuan), now=on(4, 15)) as change:
        actions.issue(change, text=draft.text, limit=3)
    sweeping(on(4, 16), on(8))
    assert len(sheets_on()) == 1
    sweeping(on(9))
    assert sheets_on()[1:] == [("催办单", "", "12-09")]


def test_after_days_of_standstill_a_unit_gets_one_sheet_not_five(cast: Cast) -> None:
    adopt(cast)
    delegate(cast)
    late(cast)
    sweeping(on(23), on(23, 10))
    assert sheets_on() == [("催办单", "〔2026〕1号", "12-23")]
    # The rhythm is that of the clock, not of the worker: 1, 4, 9, 14, 17, 22, 25 December.
    sweeping(on(24), on(25))
    assert [day for *_rest, day in sheets_on()] == ["12-23", "12-25"]


def test_nothing_goes_out_at_night_nor_on_a_rest_day(cast: Cast) -> None:
    adopt(cast)
    delegate(cast)
    late(cast, due=datetime(2026, 12, 4, 18, 0, tzinfo=DUE.tzinfo))
    tallies = sweeping(on(4, 20), on(5, 10), on(6, 10), on(7, 8))
    # Friday's close: red for the office on Monday morning.
    assert sheets_on() == []
    assert tallies[-1].skipped == {OUT_OF_HOURS: 1}
    sweeping(on(7, 8, 30))
    assert len(sheets_on()) == 1


def test_what_cannot_be_commanded_is_asked_kindly_and_never_inquired_into(cast: Cast) -> None:
    adopt(cast)
    delegate(cast, (K.REQUEST,))
    case = late(cast)
    Clock.objects.filter(case=case, clock=ClockKind.RESOLVE).update(owner=cast.power)
    Assignment.objects.filter(case=case, unit=cast.power).update(state=AssignmentState.SIGNED)
    sweeping(on(1), on(4), on(9), on(14))
    assert {kind for kind, *_rest in sheets_on()} == {"商请函"}
    assert len(sheets_on()) == 4
    # Of 催办单 nothing was delegated.
    other = late(cast, "另一件")
    sweeping(on(14, 15))
    assert SupervisionSheet.objects.get(case=other).state == S.DRAFTED


# What holds it back -------------------------------------------------------------------------------


def _recuse(cast: Cast, case: Case) -> None:
    Recusal.objects.create(
        case=case, unit=cast.industry, at=DUE, by="沈静", kind=RecusalKind.RELATION
    )


def _forbid(_cast: Cast, case: Case) -> None:
    boundary = Boundary.objects.first() or Boundary.objects.create(
        code="x", name="涉法涉诉", organ="法院", ground="略", statement="略"
    )
    Boundary.objects.filter(pk=boundary.pk).update(urge=False)
    Case.objects.filter(pk=case.pk).update(boundary=boundary)


def _pause(_cast: Cast, case: Case) -> None:
    Clock.objects.filter(case=case, stopped_at=None).update(due_at=FAR, warn_at=FAR)


def _answer(_cast: Cast, case: Case) -> None:
    Assignment.objects.filter(case=case, role="lead").update(state=AssignmentState.ANSWERED)


def _seal(_cast: Cast, case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(sealed=True)


@pytest.mark.parametrize(
    ("hold", "why"),
    [
        (_recuse, "回避"), (_forbid, "不能催办"), (_pause, ""), (objected, "异议"),
        (_answer, "已经反馈"), (_seal, ""),
    ],
)  # fmt: skip
def test_what_must_not_be_urged_is_left_and_taken_up_when_nothing_stands_against_it(
    cast: Cast, hold: object, why: str
) -> None:
    adopt(cast)
    delegate(cast)
    case = late(cast)
    assert callable(hold)
    with transaction.atomic():
        hold(cast, case)
        [tally] = sweeping(on(1))
        assert sheets_on() == []
        assert [why in said for said in tally.skipped] == ([True] if why else [])
        transaction.set_rollback(True)
    sweeping(on(1, 11))
    assert len(sheets_on()) == 1


def test_an_office_without_a_ladder_sends_nothing_by_itself(cast: Cast) -> None:
    late(cast)
    assert sweep(now=on(1)).issued.total() == 0
    adopt(cast, "remind-only")
    assert sweep(now=on(1)).drafted.total() == 0


def test_a_time_granted_meanwhile_begins_its_own_series(cast: Cast) -> None:
    adopt(cast)
    delegate(cast)
    case = late(cast)
    sweeping(on(1))
    Clock.objects.filter(case=case, stopped_at=None).update(due_at=on(8, 18), warn_at=on(7))
    sweeping(on(4), on(8))
    assert len(sheets_on()) == 1
    sweeping(on(9))
    assert [day for *_rest, day in sheets_on()] == ["12-01", "12-09"]


def test_one_written_by_hand_stands_for_the_step_of_its_day(cast: Cast) -> None:
    adopt(cast)
    delegate(cast)
    case = late(cast)
    actions.write(
        case=case, kind=K.URGING, unit=cast.industry, text=TEXT, limit=3,
        by=person(cast.he_fan), now=on(1, 8, 45),
    )  # fmt: skip
    sweeping(on(1, 9), on(3))
    assert len(sheets_on()) == 1
    sweeping(on(9))
    assert [number for _kind, number, _day in sheets_on()][:2] == ["〔2026〕1号", "〔2026〕2号"]


def test_a_new_edition_holds_from_its_day_on_and_repeats_nothing(cast: Cast) -> None:
    adopt(cast)
    delegate(cast)
    late(cast)
    sweeping(on(1), on(4))
    scheme = LadderScheme.objects.get(code="usual")
    rungs = [Rung(Step.URGE, 1, 0), Rung(Step.AGAIN, 1, 5)]
    LADDERS.publish(scheme=scheme, rules=rungs, by=SYSTEM, after=1, reply_days=5)
    # Every five working days from the 1st: the 8th, the 15th.
    sweeping(on(7), on(8), on(8, 16), on(14), on(15))
    assert [day for *_rest, day in sheets_on()] == ["12-01", "12-04", "12-08", "12-15"]
    assert SupervisionSheet.objects.order_by("-pk")[0].limit == 5


def test_the_shipped_ladders_are_ladders_and_nonsense_is_refused() -> None:
    for one in shipped():
        LADDERS.refuse(one.rules, one.terms)
        assert one.source == "本平台"
    for wrong in (
        [], [Rung(Step.AGAIN, 1, 3)], [Rung(Step.URGE, 1, 0), Rung(Step.INQUIRE, 1, 2)],
        [Rung(Step.REMIND, 1, 1), Rung(Step.REMIND, 2, 1)], [Rung(Step.URGE, 1, 99)],
        [Rung(Step.URGE, 1, 0), Rung(Step.URGE, 1, 1)],
    ):  # fmt: skip
        with pytest.raises(NotValid):
            LADDERS.refuse(wrong, {"reply_days": 3})
    with pytest.raises(NotValid):
        LADDERS.refuse([Rung(Step.URGE, 1, 0)], {"reply_days": 0})
