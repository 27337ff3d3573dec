"""What others read of a look-back: the timeline, notices, figures."""

import pytest
from django.utils import timezone

from tests.cast import Cast, person
from tests.scenes import lookback as scene
from tests.scenes.lookback import SAID, case_of, log_of
from zhuqi.foundation.access import NotValid
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.notices.models import Message
from zhuqi.ledgers.cases.contributions import other_moments
from zhuqi.ledgers.cases.retention.erasure import erase_content
from zhuqi.mechanisms.lookback import queries
from zhuqi.mechanisms.lookback.enums import LookBackState, LookBackVerb
from zhuqi.mechanisms.lookback.models import LookBack
from zhuqi.mechanisms.lookback.notifications import NOTICES, tell_callers
from zhuqi.mechanisms.lookback.queries.schemes import LOOK_BACKS as SCHEMES
from zhuqi.mechanisms.lookback.queries.schemes import risk_rows

S, V = LookBackState, LookBackVerb


def test_the_timeline_tells_each_what_they_may_read(cast: Cast) -> None:
    row = scene.brought_to(cast, S.FAULT)
    case, now = case_of(row), timezone.now()

    def told(user: User, *, outside: bool = False) -> list[str]:
        moments = other_moments(case, person(user), now, outside=outside)
        return [one.kind.rpartition(".")[2] for one in moments if one.kind.startswith("lookback")]

    assert told(cast.he_fan) == ["draw", "doubt", "state", "find_fault"]
    assert told(cast.zhou) == ["draw", "doubt", "state", "find_fault"]
    assert told(cast.sun) == []
    assert told(cast.zhao, outside=True) == ["doubt"]
    [said] = other_moments(case, person(cast.zhao), now, outside=True)
    assert said.text == SAID


def test_each_is_told_when_it_is_their_turn(cast: Cast) -> None:
    row = scene.brought_to(cast, S.FAULT)
    caller = scene.caller_of(row)
    tell_callers(Event.objects.get(object_type="lookback_draw").pk)
    # Rung up already.
    assert not Message.objects.filter(user=caller).exists()
    Message.objects.all().delete()
    for event in log_of(row)[1:]:
        NOTICES.notify_of(event.pk)
    # As it stands now: only the finding is news.
    told = Message.objects.filter(text_code__startswith="lookback").values_list(
        "user__name", "text_code"
    )
    assert set(told) >= {("周工", "lookback.found"), ("郑局长", "lookback.found")}
    assert {code for _name, code in told} == {"lookback.found"}


def test_of_a_matter_of_which_no_copy_is_kept_no_word_is_left(cast: Cast) -> None:
    row = scene.brought_to(cast, S.FAULT)
    erase_content(row.case_id, by=person(cast.lu_yuan).actor, reason="密封移送")
    row.refresh_from_db()
    assert (row.said, row.statement, row.finding, row.spoken_to) == ("", "", "", "")
    assert all(not any(dict(one.private).values()) for one in log_of(row))


def test_statistics_read_the_last_outcome_of_each_case(cast: Cast) -> None:
    row = scene.brought_to(cast, S.VERIFIED)
    assert queries.outcomes([row.case_id, 0]) == {row.case_id: S.VERIFIED}
    assert queries.verified_cases().get() == case_of(row)
    assert not queries.verified_cases(until=row.called_at).exists()
    [rate] = queries.rates_by(LookBack.objects.all(), "office").values()
    assert (rate.sampled, rate.reached, rate.verified) == (1, 1, 1)


def test_an_edition_says_nothing_impossible(cast: Cast) -> None:
    scene.adopt(cast.city_office)
    edition = SCHEMES.newest_for(cast.city_office)
    assert edition is not None
    terms = SCHEMES.terms_of(edition) | {"floor": 70, "limit": 0, "day": 31, "at_random": 101}
    with pytest.raises(NotValid) as refused:
        SCHEMES.publish(
            scheme=edition.scheme, rules=risk_rows(edition), by=person(cast.system_admin).actor,
            **terms,
        )  # fmt: skip
    assert set(refused.value.errors) == {"floor", "limit", "day", "at_random"}
