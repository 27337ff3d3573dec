"""A sample: drawn once a month, by the office or the worker, and drawn again the same."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import Cast, person
from tests.scenes import lookback as scene
from tests.scenes.lookback import act, log_of
from tests.together import together
from zhuqi.foundation.access import NotNow, NotYours
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.outbox.models import OutboxItem
from zhuqi.ledgers.cases.enums import State
from zhuqi.ledgers.cases.models import Case
from zhuqi.mechanisms.lookback import actions, queries
from zhuqi.mechanisms.lookback.enums import Chosen, LookBackState, LookBackVerb, Risk
from zhuqi.mechanisms.lookback.handlers import draw_by_itself, find_what_is_to_be_drawn
from zhuqi.mechanisms.lookback.models import LookBack, LookBackDraw

S, V = LookBackState, LookBackVerb


def test_a_sample_says_pool_seed_and_why_each_was_drawn_and_can_be_drawn_again(cast: Cast) -> None:
    first, second = scene.struck_off(cast), scene.completed(cast)
    draw = scene.drawn(cast)
    assert (draw.pool, draw.sample, draw.month) == (2, 2, scene.last_month())
    why = {row.case_id: row for row in LookBack.objects.filter(draw=draw)}
    assert why.keys() == {first.pk, second.pk}
    # It was not rated; both answers are short.
    assert Risk.UNRATED in why[second.pk].risk_kinds
    assert Risk.UNRATED not in why[first.pk].risk_kinds
    assert {row.chosen for row in why.values()} == {Chosen.RANDOM, Chosen.RISK}
    assert queries.drawn_again(draw)
    LookBackDraw.objects.filter(pk=draw.pk).update(candidates=draw.candidates[:1])
    draw.refresh_from_db()
    assert not queries.drawn_again(draw)
    told = Event.objects.get(object_type="lookback_draw", object_id=draw.pk)
    assert (told.facts["seed"], told.facts["pool"], told.facts["sample"]) == (draw.seed, 2, 2)
    assert log_of(why[first.pk])[0].facts["case"] == first.pk


def test_what_is_not_of_that_month_or_may_not_be_asked_about_is_not_in_the_pool(
    cast: Cast,
) -> None:
    scene.struck_off(cast)
    left, moved, secret = (scene.struck_off(cast, title) for title in ("没办完", "上上月", "保密"))
    Case.objects.filter(pk=left.pk).update(state=State.IN_PROGRESS, closed_at=None)
    early = scene.then() - timedelta(days=40)
    Case.objects.filter(pk=moved.pk).update(completed_at=early, closed_at=early)
    # A confidential case of another ledger is nobody's business here; one's own is drawn.
    Case.objects.filter(pk=secret.pk).update(confidential=True, office=cast.county_office)
    assert scene.drawn(cast).pool == 1


def test_what_was_drawn_is_left_in_peace_for_some_months(cast: Cast) -> None:
    row = scene.only(cast)
    LookBackDraw.objects.update(month=scene.last_month() - timedelta(days=31))
    again = actions.draw(
        office=cast.city_office, month=scene.last_month(), by=person(cast.shen_jing)
    )
    assert (again.pool, again.sample) == (0, 0)
    LookBackDraw.objects.filter(pk=again.pk).delete()
    act(row, cast.he_fan, V.DROP, reason="企业已注销")
    assert actions.draw(
        office=cast.city_office, month=scene.last_month(), by=person(cast.shen_jing)
    ).pool == 1  # fmt: skip


def test_a_month_is_drawn_once_by_the_office_or_the_worker_and_never_before_it_is_over(
    cast: Cast,
) -> None:
    scene.struck_off(cast)
    with pytest.raises(NotNow, match="没有选用回头看方案"):
        actions.draw(office=cast.city_office, month=scene.last_month(), by=person(cast.he_fan))
    scene.adopt(cast.city_office)
    for user in (cast.lu_yuan, cast.qin_lan, cast.zhou, cast.inspector):
        with pytest.raises(NotYours):
            actions.draw(office=cast.city_office, month=scene.last_month(), by=person(user))
    with pytest.raises(NotNow, match="还没有过完"):
        actions.draw(
            office=cast.city_office, month=timezone.localdate().replace(day=1),
            by=person(cast.he_fan),
        )  # fmt: skip
    draw = actions.draw(office=cast.city_office, month=scene.last_month(), by=person(cast.he_fan))
    with pytest.raises(NotNow, match="每月只抽一次"):
        actions.draw(office=cast.city_office, month=scene.last_month(), by=person(cast.he_fan))
    draw_by_itself({"office": cast.city_office.pk, "month": scene.last_month().isoformat()})
    assert [one.pk for one in LookBackDraw.objects.all()] == [draw.pk]


def test_the_worker_draws_when_the_day_has_come_twice_or_late_once(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.struck_off(cast)
    scene.adopt(cast.city_office)
    first = timezone.localtime().replace(day=4)
    monkeypatch.setattr(timezone, "now", lambda: first)
    find_what_is_to_be_drawn(first)
    assert not OutboxItem.objects.filter(kind="lookback.draw").exists()
    late = first.replace(day=20)
    monkeypatch.setattr(timezone, "now", lambda: late)
    find_what_is_to_be_drawn(late)
    find_what_is_to_be_drawn(late)
    item = OutboxItem.objects.get(kind="lookback.draw")
    draw_by_itself(item.payload)
    draw_by_itself(item.payload)
    assert LookBackDraw.objects.get().sample == 1
    assert Event.objects.get(object_type="lookback_draw").who == "系统"
    assert actions.owed_draws(late) == []


@pytest.mark.django_db(transaction=True)
def test_two_who_draw_at_once_draw_one(cast: Cast) -> None:
    scene.struck_off(cast)
    scene.adopt(cast.city_office)

    def press() -> object:
        return actions.draw(
            office=cast.city_office, month=scene.last_month(), by=person(cast.he_fan)
        ).pk

    made, refused = together(press, press)
    assert (len(made), len(refused)) == (1, 1)
    assert LookBack.objects.count() == 1
