"""No step of a scheme is allowed longer than the limit it serves; what is ours says so."""

import pytest

from tests.cast import Cast
from zhuqi.foundation.access import SYSTEM, NotValid
from zhuqi.foundation.workdays import CIVIL_CODE, FORMER, Unit
from zhuqi.ledgers.cases.clocks import Rule
from zhuqi.ledgers.cases.deadline_schemes.queries import DEADLINES, faults
from zhuqi.ledgers.cases.deadline_schemes.serving import exceeds, too_long
from zhuqi.ledgers.cases.enums import ClockKind, Tier
from zhuqi.ledgers.cases.models import Scheme, SchemeRule

DAY, NATURAL, MONTH, HOUR = Unit.WORKING_DAY, Unit.NATURAL_DAY, Unit.MONTH, Unit.HOUR
RESOLVE = Rule(ClockKind.RESOLVE, 7, NATURAL)


@pytest.mark.parametrize(
    ("step", "limit", "longer"),
    [
        ((5, DAY), (7, NATURAL), True),  # co-units of 13710 as they were shipped
        ((10, DAY), (7, NATURAL), True),
        ((5, NATURAL), (7, NATURAL), False),
        ((1, DAY), (7, NATURAL), False),
        ((2, DAY), (7, NATURAL), True),  # over the National Day week
        ((7, DAY), (4, DAY), True),
        ((2, HOUR), (1, DAY), False),
        ((18, DAY), (1, MONTH), True),  # over Spring Festival
        ((10, DAY), (1, MONTH), False),
        ((30, NATURAL), (1, MONTH), True),  # February
    ],
)
def test_amounts_are_compared_by_what_they_come_to_in_any_year(
    step: tuple[int, Unit], limit: tuple[int, Unit], *, longer: bool
) -> None:
    assert exceeds(step, limit, CIVIL_CODE) is longer


def test_a_limit_for_one_kind_is_served_too() -> None:
    part = Rule(ClockKind.PART, 3, DAY)
    rules = [Rule(ClockKind.RESOLVE, 4, DAY), part]
    assert not list(too_long(rules, FORMER))
    asked = Rule(ClockKind.RESOLVE, 2, DAY, kind="question")
    assert list(too_long([*rules, asked], CIVIL_CODE)) == [(part, asked)]


@pytest.mark.usefixtures("cast")
def test_no_shipped_scheme_allows_a_step_longer_than_what_it_serves() -> None:
    assert list(faults()) == []
    SchemeRule.objects.filter(version__scheme__code="13710", clock="part").update(amount=8)
    DEADLINES.publish(
        scheme=Scheme.objects.get(code="13710"), rules=[RESOLVE], by=SYSTEM, reason="只留办理"
    )
    assert list(faults()) == []  # the newest edition is what holds from now on


def test_saving_one_that_does_is_refused_with_both_named(cast: Cast) -> None:
    rules = [RESOLVE, Rule(ClockKind.CO_UNIT, 5, DAY, ours=True)]
    scheme = Scheme.objects.get(code="13710")
    with pytest.raises(NotValid, match="“协办意见”5 个工作日可能比它所服务的“办理”7 个自然日还长"):
        DEADLINES.publish(scheme=scheme, rules=rules, by=SYSTEM)
    assert cast.county_office.ledger_scheme.scheme == scheme


@pytest.mark.usefixtures("cast")
def test_what_no_source_says_is_marked_as_ours() -> None:
    def rule(code: str, clock: ClockKind, tier: str = "") -> Rule:
        edition = DEADLINES.editions_of(Scheme.objects.get(code=code))[0]
        return next(r for r in DEADLINES.rows_of(edition) if (r.clock, r.tier) == (clock, tier))

    assert rule("13710", ClockKind.RESOLVE, Tier.COMPLEX).ours
    assert rule("xuchang-2011", ClockKind.RESOLVE, Tier.MAJOR).ours
    assert not rule("xuchang-2011", ClockKind.RESOLVE, Tier.COMPLEX).ours
    assert not rule("13710", ClockKind.STAGE).ours
    assert rule("13710", ClockKind.SIGN).ours
    assert rule("13710", ClockKind.CARRY).followed
    assert "本平台补充" in rule("xuchang-complaint-2025", ClockKind.RESOLVE).note
    major = rule("13710", ClockKind.RESOLVE, Tier.MAJOR)
    assert (major.amount, major.unit, major.ours) == (1, MONTH, False)
    assert DEADLINES.words.says(major) == "1 个月（或明确时间节点和方案）"
