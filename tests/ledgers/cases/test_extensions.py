"""延期: once a sheet and round, asked in time, granted by others, told to the firm."""

from datetime import date, timedelta

import pytest

from tests.cast import Cast, person
from tests.scenes.life import MONDAY, answer, complete, in_progress, now_of, submit
from tests.scenes.requests import TUESDAY, asked
from zhuqi.foundation.access import SYSTEM, NotNow, NotValid, NotYours
from zhuqi.foundation.workdays import Unit
from zhuqi.ledgers.cases.actions import closing, handling, intake
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.checking import verify_clocks
from zhuqi.ledgers.cases.clocks import Rule
from zhuqi.ledgers.cases.deadline_schemes.queries import DEADLINES
from zhuqi.ledgers.cases.enums import ClockKind, Kind, Nature, Satisfaction, Tier, Verdict
from zhuqi.ledgers.cases.models import Case, Clock, Extension, Scheme
from zhuqi.ledgers.cases.queries import tasks
from zhuqi.ledgers.cases.reading.case_view import case_file
from zhuqi.ledgers.cases.requests.actions import extensions, pauses


def due(case: Case, clock: str = "resolve") -> date:
    return Clock.objects.get(case=case, clock=clock, stopped_at=None).due_at.date()


def test_granted_the_promise_moves_and_explains_itself(cast: Cast) -> None:
    case = asked(cast)
    assert due(case) == date(2026, 12, 7)
    assert due(case, "extension") == date(2026, 11, 18)
    with open_case(case.pk, by=person(cast.shen_jing), now=TUESDAY) as work:
        extensions.grant_extension(work, reason="等变压器到货")
    assert due(case) == date(2026, 12, 14)
    assert not Clock.objects.filter(case=case, clock="extension", stopped_at=None).exists()
    assert Extension.objects.get(case=case).granted == 5
    file = case_file(person(cast.sun), case.pk, TUESDAY)
    assert file is not None
    assert any("含批准延期 5" in s.text for line in file.clocks for s in line.explanation)
    assert list(verify_clocks()) == []


def test_of_a_promise_in_months_days_are_asked_and_granted(cast: Cast) -> None:
    DEADLINES.publish(
        scheme=Scheme.objects.get(code="xuchang-2011"),
        rules=[
            Rule(ClockKind.RESOLVE, 1, Unit.MONTH),
            Rule(ClockKind.ACCEPT, 1, Unit.WORKING_DAY),
        ],
        by=SYSTEM,
    )
    case = in_progress(cast)
    assert due(case) == date(2026, 12, 16)
    for amount in (0, 31):
        with pytest.raises(NotValid), open_case(case.pk, by=person(cast.sun), now=TUESDAY) as work:
            extensions.ask_extension(work, amount=amount, reason="等变压器到货")
    with open_case(case.pk, by=person(cast.sun), now=TUESDAY) as work:
        extensions.ask_extension(work, amount=5, reason="等变压器到货")
    row = Extension.objects.get(case=case)
    assert extensions.time_of(row.amount, row.unit) == "5 个自然日"
    with open_case(case.pk, by=person(cast.shen_jing), now=TUESDAY) as work:
        extensions.grant_extension(work, reason="等变压器到货")
    assert due(case) == date(2026, 12, 21)
    file = case_file(person(cast.sun), case.pk, TUESDAY)
    assert file is not None
    [resolve] = [line for line in file.clocks if line.clock == ClockKind.RESOLVE]
    assert resolve.explanation[-1].text == "1 个月，含批准延期 5 个自然日"
    assert list(verify_clocks()) == []


def test_less_may_be_granted_than_was_asked_but_not_more(cast: Cast) -> None:
    case = asked(cast)
    by = person(cast.lu_yuan)
    for amount in (0, 6, -1):
        with pytest.raises(NotValid), open_case(case.pk, by=by, now=TUESDAY) as work:
            extensions.grant_extension(work, amount=amount, reason="等变压器到货")
    with open_case(case.pk, by=by, now=TUESDAY) as work:
        extensions.grant_extension(work, amount=2, reason="等变压器到货")
    assert due(case) == date(2026, 12, 9)


def test_refused_the_old_promise_holds_and_it_is_not_asked_again(cast: Cast) -> None:
    case = asked(cast)
    with open_case(case.pk, by=person(cast.shen_jing), now=TUESDAY) as work:
        extensions.refuse_extension(work, reason="可先用应急电源")
    assert due(case) == date(2026, 12, 7)
    with (
        pytest.raises(NotNow, match="只能申请一次"),
        open_case(case.pk, by=person(cast.sun), now=TUESDAY) as work,
    ):
        extensions.ask_extension(work, amount=1, reason="再给一天")
    with pytest.raises(NotNow), open_case(case.pk, by=person(cast.shen_jing)) as work:
        extensions.grant_extension(work, reason="等变压器到货")


def test_asked_too_late_it_is_refused_with_the_last_moment(cast: Cast) -> None:
    case = in_progress(cast)
    friday = MONDAY + timedelta(days=18)
    with open_case(case.pk, by=person(cast.sun), now=friday) as work:
        assert work.facts.disputes is not None
        last = work.facts.disputes.ask_until()
    assert last is not None
    assert last.date() == date(2026, 12, 4)
    with (
        pytest.raises(NotNow, match="最晚 12月4日"),
        open_case(case.pk, by=person(cast.sun), now=MONDAY + timedelta(days=20)) as work,
    ):
        extensions.ask_extension(work, amount=5, reason="来不及")


def test_it_may_not_be_longer_than_the_promise_itself(cast: Cast) -> None:
    case = in_progress(cast)
    for amount in (None, 0, 16, 9999):
        with (
            pytest.raises(NotValid),
            open_case(case.pk, by=person(cast.sun), now=TUESDAY) as work,
        ):
            extensions.ask_extension(work, amount=amount, reason="要")


def test_a_new_round_has_its_own_request_and_its_own_clock(cast: Cast) -> None:
    case = asked(cast)
    with open_case(case.pk, by=person(cast.shen_jing), now=TUESDAY) as work:
        extensions.grant_extension(work, reason="等变压器到货")
    answer(cast, case, MONDAY + timedelta(days=2))
    complete(cast, case, MONDAY + timedelta(days=3))
    at = MONDAY + timedelta(days=4)
    with open_case(case.pk, by=person(cast.zhao), now=at) as work:
        closing.rate(
            work, verdict=Verdict.NOT_SOLVED, satisfaction=Satisfaction.DISSATISFIED, comment="无"
        )
    before = due(case, "redo")
    with open_case(case.pk, by=person(cast.sun), now=at) as work:
        extensions.ask_extension(work, amount=2, reason="要换设备")
    with open_case(case.pk, by=person(cast.shen_jing), now=at) as work:
        extensions.grant_extension(work, reason="等变压器到货")
    assert due(case, "redo") == before + timedelta(days=4)  # a weekend lies between
    assert Extension.objects.filter(case=case, outcome="granted").count() == 2


def test_an_answer_leaves_nothing_to_decide(cast: Cast) -> None:
    case = asked(cast)
    answer(cast, case, TUESDAY)
    assert Extension.objects.get(case=case).outcome == "lapsed"
    assert not Clock.objects.filter(case=case, clock="extension", stopped_at=None).exists()


def test_while_time_stands_still_none_is_asked_for(cast: Cast) -> None:
    case = in_progress(cast)
    with open_case(case.pk, by=person(cast.shen_jing), now=TUESDAY) as work:
        pauses.pause(work, reason="等企业补材料", until=date(2026, 11, 24))
    with (
        pytest.raises(NotNow, match="等企业补材料"),
        open_case(case.pk, by=person(cast.sun), now=TUESDAY) as work,
    ):
        extensions.ask_extension(work, amount=1, reason="要")


def test_only_the_lead_asks_and_only_the_office_grants(cast: Cast) -> None:
    case = asked(cast)
    for stranger in (cast.sun, cast.zhou, cast.he_fan, cast.qin_lan, cast.zhao, cast.jia):
        with pytest.raises(NotYours), open_case(case.pk, by=person(stranger)) as work:
            extensions.grant_extension(work, reason="等变压器到货")
    for stranger in (cast.zhou, cast.he_fan, cast.ma, cast.zhao):
        with pytest.raises(NotYours), open_case(case.pk, by=person(stranger)) as work:
            extensions.ask_extension(work, amount=1, reason="要")


def test_a_part_unit_asks_for_its_own_part(cast: Cast) -> None:
    case = submit(cast)
    with open_case(case.pk, by=person(cast.he_fan), now=MONDAY) as work:
        intake.accept(
            work, kind=Kind.HELP, tier=Tier.ORDINARY, nature=Nature.INDIVIDUAL,
            item=cast.electricity, sector="industry",
        )  # fmt: skip
        handling.assign(work, lead=cast.power, part=[cast.industry])
    with open_case(case.pk, by=person(cast.zhou), now=TUESDAY) as work:
        handling.sign(work)
        extensions.ask_extension(work, amount=3, reason="要现场核实")
    with open_case(case.pk, by=person(cast.shen_jing), now=TUESDAY) as work:
        extensions.grant_extension(work, reason="等变压器到货")
    part = Clock.objects.get(case=case, clock="part")
    assert (part.extra, Clock.objects.get(case=case, clock="resolve").extra) == (3, 0)


def test_the_office_finds_the_request_among_its_tasks(cast: Cast) -> None:
    case = asked(cast)
    for user in (cast.shen_jing, cast.lu_yuan):
        queues = {str(t.label): t.rows for t in tasks(person(user), TUESDAY)}
        assert queues["申请延期待审"] == [case]
    assert now_of(case).state == "in_progress"
