"""按期清除: names and phones go when their years are up; the log stays whole and says so."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from tests.cast import Cast, person
from tests.scenes.life import MONDAY, SUBMISSION, completed, now_of, submit
from zhuqi.foundation.audit.actions import seal
from zhuqi.foundation.audit.models import ErasableValue, Event
from zhuqi.foundation.audit.queries import verify
from zhuqi.foundation.outbox.registry import handler_of
from zhuqi.foundation.workdays import SHANGHAI
from zhuqi.interfaces.console.main import main
from zhuqi.ledgers.cases.actions import closing, history
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.enums import Satisfaction, Verdict
from zhuqi.ledgers.cases.instructions import actions as instructions
from zhuqi.ledgers.cases.models import Case, Rating
from zhuqi.ledgers.cases.retention.actions import erase_due
from zhuqi.ledgers.cases.retention.queries import (
    ERASE,
    first_kept_end,
    last_kept_day,
    outlook,
    schedule,
)
from zhuqi.ledgers.cases.secrecy.models import KnownAs

PERSONAL = ("reporter_name", "reporter_phone", "rated_by")


@pytest.fixture(autouse=True)
def _own_seals(settings: Settings, tmp_path: Path) -> None:
    settings.SEAL_LOG = tmp_path / "seals.log"


def struck_off(cast: Cast) -> Case:
    """Solved and struck off on Friday 20 November 2026."""
    case = completed(cast)
    with open_case(case.pk, by=person(cast.zhao), now=MONDAY + timedelta(days=3)) as work:
        closing.rate(
            work, verdict=Verdict.SOLVED, satisfaction=Satisfaction.SATISFIED, comment="谢谢"
        )
    with open_case(case.pk, by=person(cast.lu_yuan), now=MONDAY + timedelta(days=4)) as work:
        closing.strike_off(work)
    return now_of(case)


def at(day: date) -> datetime:
    return datetime.combine(day, time(2, 40), SHANGHAI)


LAST_DAY = at(date(2031, 11, 20))
DAY_AFTER = at(date(2031, 11, 21))


def test_five_years_after_the_strike_off_the_names_are_gone_and_the_words_stay(
    cast: Cast,
) -> None:
    case = struck_off(cast)
    # It was confidential once.
    KnownAs.objects.create(case=case, kind="people", text="赵总")
    seal(MONDAY + timedelta(days=5))

    assert erase_due(DAY_AFTER) == 2  # once for the reporter, once for the rater

    case = now_of(case)
    assert (case.reporter_name, case.reporter_phone) == ("", "")
    assert (case.body, case.reporter) == (SUBMISSION.body, "（已按期清除）")
    assert not case.known_as.exists()
    rating = Rating.objects.get(case=case)
    assert (rating.rated_by, rating.comment) == ("", "谢谢")
    beside = ErasableValue.objects.filter(event__object_id=case.pk, event__object_type="case")
    assert not beside.filter(name__in=PERSONAL, value__isnull=False).exists()
    assert beside.filter(name="body", value=SUBMISSION.body).exists()


def test_the_log_says_which_rule_took_what_never_the_values_and_its_chain_is_whole(
    cast: Cast,
) -> None:
    case = struck_off(cast)
    seal(MONDAY + timedelta(days=5))

    erase_due(DAY_AFTER)

    told = Event.objects.filter(object_type="case", object_id=case.pk, kind=ERASE)
    assert [event.facts["rule"] for event in told.order_by("seq")] == ["reporter", "rated_by"]
    assert all(event.actor_kind == "system" for event in told)
    assert not any("13800000000" in event.data or "赵总" in event.data for event in told)
    assert list(verify()) == []
    seal(DAY_AFTER)
    assert list(verify()) == []


def test_the_second_run_finds_nothing(cast: Cast) -> None:
    struck_off(cast)
    erase_due(DAY_AFTER)
    events = Event.objects.count()

    assert erase_due(DAY_AFTER + timedelta(days=1)) == 0
    assert Event.objects.count() == events


def test_on_its_last_day_the_name_is_still_there(cast: Cast) -> None:
    case = struck_off(cast)
    assert erase_due(LAST_DAY) == 0
    assert now_of(case).reporter_name == "赵总"


def test_what_is_still_open_is_not_touched_however_old(cast: Cast) -> None:
    case = submit(cast)
    waits = completed(cast)
    assert erase_due(DAY_AFTER + timedelta(days=3650)) == 0
    assert now_of(case).reporter_phone == now_of(waits).reporter_phone == "13800000000"


def test_a_reopened_case_begins_its_years_anew(cast: Cast) -> None:
    case = struck_off(cast)
    with open_case(case.pk, by=person(cast.zhao), now=MONDAY + timedelta(days=9)) as work:
        closing.reopen(work, reason="又跳闸了")
    assert erase_due(DAY_AFTER) == 0
    assert now_of(case).reporter_name == "赵总"


def test_while_a_leader_awaits_a_report_nothing_goes(cast: Cast) -> None:
    case = completed(cast)
    with open_case(case.pk, by=person(cast.mayor), now=MONDAY + timedelta(days=3)) as work:
        instructions.instruct(work, leader=None, text="请核实", requirement="三日内报告")
    Case.objects.filter(pk=case.pk).update(state="struck_off", closed_at=MONDAY)
    assert erase_due(DAY_AFTER) == 0


def test_confidential_cases_keep_the_name_that_covers_their_words(cast: Cast) -> None:
    case = struck_off(cast)
    Case.objects.filter(pk=case.pk).update(confidential=True)
    assert erase_due(DAY_AFTER) == 0


def test_a_confidential_case_goes_whole_after_ten_years(cast: Cast) -> None:
    case = struck_off(cast)
    Case.objects.filter(pk=case.pk).update(confidential=True)
    nine = DAY_AFTER.replace(year=DAY_AFTER.year + 4)
    ten = DAY_AFTER.replace(year=DAY_AFTER.year + 5)
    assert erase_due(nine) == 0
    assert erase_due(ten) == 1
    assert erase_due(ten) == 0
    gone = now_of(case)
    assert (gone.body, gone.reporter_name, gone.enterprise) == ("", "", None)
    assert (gone.number, gone.state) == (case.number, "struck_off")
    assert list(verify()) == []


def test_imported_rows_lose_the_person_three_years_after_the_reply(cast: Cast) -> None:
    past = history.PastCase(
        "7", "路灯不亮", "三盏", at(date(2024, 2, 1)), reporter_name="王五", reply="已修",
        replied_at=at(date(2024, 2, 29)),
    )  # fmt: skip
    history.import_past(cast.city_office, "mailbox", [past], by=person(cast.he_fan))

    assert erase_due(at(date(2027, 2, 28))) == 0
    assert erase_due(at(date(2027, 3, 1))) == 1

    case = Case.objects.get(foreign_number="7")
    assert (case.reporter_name, case.firm_name) == ("", "（已按期清除）")
    assert list(verify()) == []


def test_a_small_limit_stops_and_the_next_run_goes_on(cast: Cast) -> None:
    struck_off(cast)
    struck_off(cast)
    assert [erase_due(DAY_AFTER, limit=3), erase_due(DAY_AFTER, limit=3)] == [3, 1]


def test_the_firm_and_the_office_read_that_it_was_cleared(cast: Cast, client: Client) -> None:
    case = struck_off(cast)
    erase_due(DAY_AFTER)
    for user, path in (
        (cast.zhao, reverse("portal:case", args=[case.number])),
        (cast.he_fan, reverse("desk:case", args=[case.number])),
    ):
        client.force_login(user)
        assert "已按期清除" in client.get(path).content.decode()


def test_the_list_counts_by_rule_and_erases_nothing(cast: Cast) -> None:
    case = struck_off(cast)
    lines = {line.rule.code: line for line in outlook(DAY_AFTER)}
    assert (lines["reporter"].cases, lines["reporter"].oldest) == (1, case.closed_at)
    assert (lines["imported"].cases, lines["imported"].oldest) == (0, None)
    assert now_of(case).reporter_name == "赵总"


@pytest.mark.usefixtures("cast")
def test_the_command_lists_and_the_worker_does_it_every_night(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["check", "retention"]) == 0
    out = capsys.readouterr().out
    assert all(rule.name in out for rule in schedule())
    assert handler_of("cases.retention").outside


DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@given(ended=DAYS, today=DAYS, years=st.integers(1, 30))
def test_both_ways_to_count_years_agree_on_every_day(ended: date, today: date, years: int) -> None:
    assert (last_kept_day(ended, years) < today) == (ended < first_kept_end(today, years))


@pytest.mark.parametrize(
    ("ended", "years", "last"),
    [
        (date(2024, 2, 29), 1, date(2025, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
        (date(2023, 2, 28), 1, date(2024, 2, 28)),
        (date(2026, 12, 31), 5, date(2031, 12, 31)),
    ],
)
def test_years_end_on_the_same_day_or_the_last_of_february(
    ended: date, years: int, last: date
) -> None:
    assert last_kept_day(ended, years) == last
