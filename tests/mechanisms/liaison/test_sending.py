"""Records written without signal: lost, repeated, reordered, and each taken once."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from tests.cast import Cast, person
from tests.scenes.life import MONDAY
from tests.scenes.visits import NEED, TODAY, carer, made, plan
from zhuqi.foundation.access import NotNow, NotYours
from zhuqi.foundation.audit.models import Event
from zhuqi.ledgers.cases.models import Case
from zhuqi.mechanisms.liaison import actions
from zhuqi.mechanisms.liaison.actions import Need, Promise, Record, Taken
from zhuqi.mechanisms.liaison.enums import VisitState
from zhuqi.mechanisms.liaison.models import FollowUp, SentRecord, Visit, VisitAccount, VisitNeed


def record(number: int, said: str = "车间里记的。", **more: object) -> Record:
    given = {
        "key": UUID(int=number), "digest": f"{number} {said}", "stated": f"{TODAY}T10:00",
        "day": TODAY, "present": "", "said": said, **more,
    }  # fmt: skip
    return Record(**given)  # type: ignore[arg-type]


def send(one: Record, cast: Cast) -> Taken:
    return actions.take(one, by=person(cast.lin), now=MONDAY)[0]


def everything(cast: Cast) -> list[Record]:
    """A planned visit with needs and promises, one nobody planned, and more of both."""
    return [
        record(
            1, visit=plan(cast), needs=[Need(**NEED, consent=True), Need("缺工", "缺二十人。")],
            promises=[Promise("送清单", TODAY + timedelta(days=2))],
        ),
        record(2, "临时去的。", enterprise=cast.diamond),
        record(3, "又想起一件。", after=UUID(int=1), needs=[Need("路窄", "货车进不来。")]),
        record(4, "再补一句。", after=UUID(int=2)),
    ]  # fmt: skip


def state() -> Sequence[object]:
    """All that the records made, whatever the order it came about in."""
    return [
        sorted(Visit.objects.values_list("state", "said")),
        sorted(VisitAccount.objects.values_list("said", flat=True)),
        sorted(VisitNeed.objects.values_list("title", "case")),
        sorted(Case.objects.values_list("title", flat=True)),
        sorted(FollowUp.objects.values_list("what", flat=True)),
        sorted(SentRecord.objects.values_list("key", flat=True)),
        Event.objects.filter(object_type="visit").count(),
    ]


WANTED = [
    [(VisitState.MADE, "临时去的。"), (VisitState.MADE, "车间里记的。")],
    ["再补一句。", "又想起一件。"],
    [("缺工", None), ("路窄", None)],
    ["用电容量不够"],
    ["送清单"],
    [UUID(int=number) for number in (1, 2, 3, 4)],
    10,
]


@pytest.mark.parametrize("seed", range(4))
def test_lost_repeated_and_reordered_each_is_taken_once(cast: Cast, seed: int) -> None:
    """A phone sends what it has in any order until it has heard of each; half of the requests are
    lost on the way, half of the answers on the way back."""
    dice, kept = random.Random(seed), {one.key: one for one in everything(cast)}
    for _round in range(200):
        for one in dice.sample(list(kept.values()), len(kept)):
            if dice.random() < 1 / 2:
                continue
            what = send(one, cast)
            if what is not Taken.LATER and dice.random() < 1 / 2:
                kept.pop(one.key)
        if not kept:
            break
    assert not kept
    assert state() == WANTED


def test_of_what_somebody_else_recorded_meanwhile_both_are_kept(cast: Cast) -> None:
    visit, wang = plan(cast), carer(cast)
    with actions.VISITS.open(visit.pk, by=person(wang), now=MONDAY) as change:
        actions.make(change, day=TODAY, present="", said="我先记了。")
    mine = record(1, visit=visit, needs=[Need(**NEED, consent=True)])
    assert [send(mine, cast), send(mine, cast)] == [Taken.BESIDE, Taken.ALREADY]
    visit.refresh_from_db()
    assert (visit.said, visit.accounts.get().said) == ("我先记了。", "车间里记的。")
    # Perhaps the other has reported it already: whoever compares the two decides.
    assert not Case.objects.exists()
    assert visit.needs.get().title == NEED["title"]


def test_what_was_altered_after_it_was_taken_is_told_so(cast: Cast) -> None:
    one = record(1, visit=plan(cast))
    assert send(one, cast) is Taken.TAKEN
    assert send(replace(one, said="改过。", digest="other"), cast) is Taken.CHANGED
    assert Visit.objects.get().said == "车间里记的。"


def test_refused_leaves_its_number_free(cast: Cast) -> None:
    visit = plan(cast)
    with actions.VISITS.open(visit.pk, by=person(cast.lin), now=MONDAY) as change:
        actions.cancel(change, reason="停产")
    with pytest.raises(NotNow):
        send(record(1, visit=visit), cast)
    with pytest.raises(NotYours):
        send(record(1, enterprise=cast.shoes), cast)
    assert send(record(1, enterprise=cast.diamond), cast) is Taken.TAKEN


def test_a_merged_visit_is_recorded_where_it_went_and_a_fast_clock_is_not_believed(
    cast: Cast,
) -> None:
    wang = carer(cast)
    mine, theirs = plan(cast), plan(cast, person(wang))
    with actions.VISITS.open(mine.pk, by=person(cast.lin), now=MONDAY) as change:
        actions.merge(change, into=theirs)
    mine.refresh_from_db()
    ahead = TODAY + timedelta(days=300)
    send(record(1, visit=mine, day=ahead, stated=f"{ahead}T08:00"), cast)
    theirs.refresh_from_db()
    assert (theirs.state, theirs.day) == (VisitState.MADE, TODAY)
    assert theirs.sent.get().stated == f"{ahead}T08:00"


def test_anothers_number_is_another_record(cast: Cast) -> None:
    wang, visit = carer(cast), made(cast)
    one = record(1, visit=visit)
    send(one, cast)
    what, _visit = actions.take(one, by=person(wang), now=MONDAY)
    assert what is Taken.BESIDE
    assert visit.accounts.count() == 2
