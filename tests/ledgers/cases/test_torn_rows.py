"""Rows that repeat what the log says: whoever tears or edits one is told of by `zhuqi check`."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests.cast import Cast, person
from tests.scenes.life import MONDAY, in_progress
from tests.scenes.papers import instructed
from tests.scenes.requests import TUESDAY, asked, consult, objected, paused, reassign, resume
from zhuqi.ledgers.cases.actions import intake
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.checking import verify_clocks
from zhuqi.ledgers.cases.instructions.actions import mark_read, report_on
from zhuqi.ledgers.cases.models import Case, Extension, Instruction, Objection, Pausing
from zhuqi.ledgers.cases.requests.actions import extensions


def found(case: Case) -> list[str]:
    """What the check says of the case, clocks aside: they are read from the events alone."""
    told = list(verify_clocks())
    assert {finding.case_number for finding in told} <= {case.number}
    return [finding.sentence for finding in told]


def granted(cast: Cast) -> Case:
    case = asked(cast)
    with open_case(case.pk, by=person(cast.shen_jing), now=TUESDAY) as work:
        extensions.grant_extension(work, reason="等变压器到货", amount=2)
    return case


def argued(cast: Cast) -> Case:
    case = objected(cast)
    consult(cast, case)
    reassign(cast, case, now=TUESDAY + timedelta(days=1))
    return case


def reported(cast: Cast) -> Case:
    case = instructed(cast)
    with open_case(case.pk, by=person(cast.wu)) as work:
        report_on(work, ordinal=1, text="方案已报")
    with open_case(case.pk, by=person(cast.mayor)) as work:
        mark_read(work, ordinal=1)
    return case


def resumed(cast: Cast) -> Case:
    case = paused(cast)
    resume(cast, case, TUESDAY + timedelta(days=1))
    return case


@pytest.mark.parametrize("story", [granted, argued, reported, resumed, objected, asked, paused])
def test_what_the_verbs_wrote_agrees_with_the_log(
    cast: Cast, story: Callable[[Cast], Case]
) -> None:
    assert found(story(cast)) == []


def test_a_pause_that_is_said_to_have_ended_later_is_reported(cast: Cast) -> None:
    case = resumed(cast)
    row = Pausing.objects.get(case=case)
    assert row.resumed_at is not None
    Pausing.objects.update(resumed_at=row.resumed_at + timedelta(days=5))
    [sentence] = found(case)
    assert sentence.startswith("第 1 次挂起的恢复时间与日志不符：记录为2026-11-2")
    assert "日志为2026-11-18" in sentence


def test_a_pause_that_stays_open_though_the_log_ended_it_is_reported(cast: Cast) -> None:
    case = resumed(cast)
    Pausing.objects.update(outcome=Pausing.Outcome.RUNNING, resumed_at=None)
    told = found(case)
    assert "第 1 次挂起的结论与日志不符：记录为“running”，日志为“已恢复”" in told
    assert any("恢复时间与日志不符：记录为空" in sentence for sentence in told)


def test_a_pause_that_is_gone_and_one_nobody_made_are_reported(cast: Cast) -> None:
    case = resumed(cast)
    Pausing.objects.all().delete()
    assert found(case) == ["挂起记录有 0 条，日志里有 1 条"]
    other = in_progress(cast)
    Pausing.objects.create(case=case, reason="补", outcome=Pausing.Outcome.ENDED)
    Pausing.objects.create(case=other, reason="编", outcome=Pausing.Outcome.REFUSED)
    told = {finding.case_number: finding.sentence for finding in verify_clocks()}
    assert told[other.number] == "挂起记录有 1 条，日志里有 0 条"


def test_the_day_a_pause_is_looked_at_again_stands_on_the_case_too(cast: Cast) -> None:
    case = paused(cast)
    Case.objects.update(paused_until=date(2027, 1, 4))
    assert found(case) == ["诉求的复核日期与日志不符：记录为2027-01-04，日志为2026-11-20"]


def test_a_pause_that_ended_with_the_case_agrees_and_is_missed_if_it_is_kept_running(
    cast: Cast,
) -> None:
    case = paused(cast)
    with open_case(case.pk, by=person(cast.zhao), now=TUESDAY + timedelta(hours=4)) as work:
        intake.ask_withdrawal(work, reason="自行解决")
    with open_case(case.pk, by=person(cast.he_fan), now=TUESDAY + timedelta(hours=5)) as work:
        intake.withdraw(work, reason="已电话核实")
    assert found(case) == []
    Pausing.objects.update(outcome=Pausing.Outcome.RUNNING)
    assert found(case) == ["第 1 次挂起的结论与日志不符：记录为“running”，日志为“已恢复”"]


def test_more_time_than_was_granted_is_reported(cast: Cast) -> None:
    case = granted(cast)
    Extension.objects.update(granted=5)
    assert found(case) == ["第 1 次延期的批准延长与日志不符：记录为“5”，日志为“2”"]
    Extension.objects.update(granted=2, outcome=Extension.Outcome.REFUSED)
    assert found(case) == ["第 1 次延期的结论与日志不符：记录为“refused”，日志为“同意延期”"]


def test_an_objection_decided_otherwise_than_logged_is_reported(cast: Cast) -> None:
    case = argued(cast)
    Objection.objects.update(outcome=Objection.Outcome.UPHELD, given_to=cast.power)
    told = found(case)
    assert "第 1 次异议的结论与日志不符：记录为“upheld”，日志为“改派”" in told
    assert any(sentence.startswith("第 1 次异议的裁定单位与日志不符") for sentence in told)


def test_a_case_that_hides_that_it_is_disputed_is_reported(cast: Cast) -> None:
    case = objected(cast)
    Case.objects.update(disputed=False)
    assert found(case) == ["诉求的争议标记与日志不符：记录为无"]


def test_a_report_said_to_be_read_that_nobody_read_is_reported(cast: Cast) -> None:
    case = instructed(cast)
    Instruction.objects.update(state=Instruction.State.READ, read_at=MONDAY)
    told = found(case)
    assert "第 1 次批示的状态与日志不符：记录为“read”，日志为“待报告”" in told
    assert any("圈阅时间与日志不符" in sentence for sentence in told)
