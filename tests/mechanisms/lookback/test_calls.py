"""The call, and what came of it: noted as the firm said it, and no rating."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from tests.cast import Cast, person
from tests.scenes import lookback as scene
from tests.scenes.lookback import act, case_of, log_of, seen
from zhuqi.foundation.access import NotNow, NotValid, NotYours
from zhuqi.foundation.quarantine.passes import SecretMark
from zhuqi.ledgers.cases.models import Rating
from zhuqi.mechanisms.lookback import queries
from zhuqi.mechanisms.lookback.enums import LookBackState, LookBackVerb
from zhuqi.mechanisms.lookback.models import LookBack

S, V = LookBackState, LookBackVerb


def test_what_the_firm_says_is_no_rating(cast: Cast) -> None:
    scene.completed(cast)
    row = LookBack.objects.get(draw=scene.drawn(cast))
    caller = scene.caller_of(row)
    with pytest.raises(NotValid, match="接听人"):
        act(row, caller, V.VERIFY, spoken_to=" ")
    with pytest.raises(SecretMark):
        act(row, caller, V.DOUBT, spoken_to="赵总", said="机密★5年：图纸。")
    act(row, caller, V.VERIFY, spoken_to="赵总", said="都好了")
    assert row.state == S.VERIFIED
    assert (case_of(row).verdict, Rating.objects.count()) == ("", 0)
    with pytest.raises(NotNow):
        act(row, caller, V.VERIFY, spoken_to="赵总")
    last = log_of(row)[-1]
    assert (last.facts["case"], last.facts["outcome"]) == (row.case_id, "verified")
    assert dict(last.private) == {"spoken_to": "赵总", "said": "都好了"}


def test_unreachable_only_after_three_days_in_vain(cast: Cast) -> None:
    row = scene.only(cast)
    caller = scene.caller_of(row)
    soon = timezone.localtime() + timedelta(days=1)
    again = {"day": soon.date(), "at": time(10)}
    with pytest.raises(NotNow):
        act(row, caller, V.GIVE_UP)
    with pytest.raises(NotValid, match="现在以后"):
        act(row, caller, V.MISS, day=timezone.localdate() - timedelta(days=1), at=time(10))
    act(row, caller, V.MISS, **again)
    act(row, caller, V.MISS, **again)
    assert (row.state, row.tries, row.days_tried) == (S.CALLED, 2, 1)
    # Not before the time arranged.
    scope = person(caller).scope
    assert queries.calls(scope, timezone.now()) == []
    assert queries.calls(scope, soon + timedelta(days=1)) == [row.pk]
    with pytest.raises(NotNow, match="还差 2 天"):
        act(row, caller, V.GIVE_UP)
    LookBack.objects.update(days_tried=2, tried_at=timezone.now() - timedelta(days=1))
    row.refresh_from_db()
    act(row, caller, V.GIVE_UP)
    assert (row.state, row.tries, row.days_tried) == (S.UNREACHABLE, 3, 3)
    # Neither verified nor against anybody.
    rate = queries.rate_of(LookBack.objects.all())
    assert (rate.sampled, rate.reached, rate.verified, rate.value) == (1, 0, 0, None)


def test_a_wrong_note_is_taken_back_by_the_office_and_the_log_keeps_it(cast: Cast) -> None:
    row = scene.brought_to(cast, S.DOUBTFUL)
    with pytest.raises(NotYours):
        act(row, scene.caller_of(row), V.CALL_ANEW, reason="记错了")
    act(row, cast.he_fan, V.CALL_ANEW, reason="记成别的企业了")
    assert (row.state, row.said, row.due_at) == (S.DRAWN, "", None)
    assert seen(row, cast.zhou) == [False]
    assert [one.kind.rpartition(".")[2] for one in log_of(row)] == ["draw", "doubt", "call_anew"]
