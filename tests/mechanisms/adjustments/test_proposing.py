"""生成建议: by the worker, from what is there; begun anew after a kill, never over what a person
decided."""

import pytest

from tests.cast import Cast, person
from tests.scenes import adjustments as scene
from tests.scenes.adjustments import act, approved, drafted, looked_after, proposed, today
from zhuqi.foundation.access import NotNow, NotValid
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.models import Enterprise, Official
from zhuqi.foundation.jobs import actions as jobs
from zhuqi.foundation.jobs.enums import JobState
from zhuqi.foundation.outbox.worker import drain
from zhuqi.mechanisms.adjustments import queries
from zhuqi.mechanisms.adjustments.actions import batches, lines, proposing
from zhuqi.mechanisms.adjustments.enums import Ground, MoveState, Nearness
from zhuqi.mechanisms.adjustments.models import Move

EVERYTHING = {"alone": True, "left": True, "many": True}


def told(found: list[Move]) -> list[tuple[str, str, str, str]]:
    return [
        (one.enterprise.name, str(one.ends.official) if one.ends else "", str(one.official or ""),
         one.ground)
        for one in found
    ]  # fmt: skip


def test_firms_without_anybody_are_shared_out_and_it_says_why(cast: Cast) -> None:
    gao = scene.second(cast)
    scene.firms(cast, 3)
    row = drafted(cast)
    found = proposed(row, cast.he_fan, most=2)
    assert [one.ground for one in found] == [Ground.ALONE] * 3
    assert sorted(str(one.official) for one in found) == ["林助", "高助", "高助"]
    first = next(one for one in found if one.official_id == gao.official_id)
    assert (first.load, first.near, first.skilled) == (0, Nearness.SAME, True)
    assert row.most == 2
    assert row.proposing is not None
    assert row.proposing.state == JobState.DONE
    assert row.proposing.figures["alone"] == 3
    approved(row, cast)
    assert all(looked_after(one.enterprise, today()) for one in found)


def test_who_left_and_who_has_too_many_are_seen(cast: Cast) -> None:
    gao, bai = scene.second(cast), scene.second(cast, "白助", "bai")
    scene.firms(cast, 4, to=gao)
    Official.objects.filter(pk=scene.official(cast.lin).pk).update(active=False)
    row = drafted(cast)
    found = proposed(row, cast.he_fan, most=3)
    assert told(found)[:1] == [("许昌钻石公司", "林助", "白助", Ground.LEFT)]
    [many] = [one for one in found if one.ground == Ground.MANY]
    assert (str(many.official), many.held, many.load) == ("白助", 4, 0)
    approved(row, cast)
    scope = person(cast.he_fan).scope
    held = queries.links(scope, today()).filter(official=bai.official)
    assert held.count() == 2


def test_what_is_asked_again_gives_way_but_not_what_a_person_decided(cast: Cast) -> None:
    gao = scene.second(cast)
    first, second, _third = scene.firms(cast, 3)
    row = drafted(cast)
    scene.handed(row, cast.he_fan, first, gao)
    found = proposed(row, cast.he_fan, most=5)
    assert {one.enterprise for one in found if one.ground != Ground.HAND} == {second, _third}
    scene.leave_out(next(one for one in found if one.enterprise == second), cast.he_fan)
    again = proposed(row, cast.he_fan, most=4)
    assert [(one.enterprise.name, one.state) for one in again] == [
        (first.name, MoveState.LISTED), (second.name, MoveState.LEFT_OUT),
        (_third.name, MoveState.LISTED),
    ]  # fmt: skip
    assert row.moves.filter(state=MoveState.REPLACED).count() == 1


def test_nothing_to_propose_is_said_and_a_wrong_limit_refused(cast: Cast) -> None:
    row = drafted(cast)
    for given in ({**EVERYTHING, "most": 0}, {**EVERYTHING, "most": 51}):
        with pytest.raises(NotValid, match="1 到 50"):
            act(row, cast.he_fan, batches.propose, **given)
    nothing = dict.fromkeys(EVERYTHING, False)
    with pytest.raises(NotValid, match="哪些情况"):
        act(row, cast.he_fan, batches.propose, most=3, **nothing)
    assert proposed(row, cast.he_fan) == []
    assert row.proposing is not None
    assert row.proposing.figures["proposed"] == 0


def test_while_the_worker_is_at_it_nothing_is_submitted_or_asked_again(cast: Cast) -> None:
    scene.firms(cast, 1)
    row = drafted(cast)
    act(row, cast.he_fan, batches.propose, most=3, **EVERYTHING)
    for verb, given in ((batches.submit, {}), (batches.propose, {"most": 3, **EVERYTHING})):
        with pytest.raises(NotNow, match="正在生成"):
            act(row, cast.he_fan, verb, **given)
    act(row, cast.he_fan, batches.void, reason="不调了")
    drain()
    assert not row.moves.exists()


def test_killed_between_two_thousands_it_begins_anew_and_lists_nothing_twice(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.second(cast)
    scene.firms(cast, 5)
    row = drafted(cast)
    act(row, cast.he_fan, batches.propose, most=9, **EVERYTHING)
    job = row.proposing
    assert job is not None
    monkeypatch.setattr(proposing, "_BATCH", 2)
    whole, written = lines.list_moves, 0

    def killed(*given: object) -> None:
        nonlocal written
        written += 1
        if written == 2:
            raise KeyboardInterrupt
        whole(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(proposing, "list_moves", killed)
    with pytest.raises(KeyboardInterrupt):
        jobs.carry_on(job.pk)
    assert queries.listed(row).count() == 2
    monkeypatch.setattr(proposing, "list_moves", whole)
    jobs.carry_on(job.pk)
    assert queries.listed(row).count() == 5
    assert queries.listed(row).values("enterprise").distinct().count() == 5
    said = Event.objects.get(object_type="adjustment", kind="adjustment.proposed")
    assert said.facts["proposed"] == 5


def test_firms_of_other_offices_and_closed_ones_are_nobodys_business(cast: Cast) -> None:
    scene.second(cast)
    [closed] = scene.firms(cast, 1)
    Enterprise.objects.filter(pk=closed.pk).update(status="closed")
    assert proposed(drafted(cast), cast.he_fan) == []
