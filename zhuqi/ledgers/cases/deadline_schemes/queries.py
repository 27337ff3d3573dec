"""Deadline and signing schemes: what a row of each says, what makes an edition, how it reads."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Count

from zhuqi.foundation.access import NotValid
from zhuqi.foundation.schemes.kinds import RowWords, SchemeKind, Term
from zhuqi.foundation.workdays import CIVIL_CODE, Counting, PausedDay, StartRule
from zhuqi.foundation.workdays import Unit as TimeUnit
from zhuqi.ledgers.cases.approval_schemes.rules import ApprovalRow
from zhuqi.ledgers.cases.clocks import Rule, SchemeTerms
from zhuqi.ledgers.cases.deadline_schemes.serving import too_long
from zhuqi.ledgers.cases.enums import OPEN_STATES, ClockKind, Disposition, Kind, Rank, Tier
from zhuqi.ledgers.cases.models import (
    ApprovalRule,
    ApprovalScheme,
    ApprovalVersion,
    Case,
    LedgerScheme,
    OfficeApproval,
    Scheme,
    SchemeRule,
    SchemeVersion,
)

# Their end is written on the case itself, in no scheme.
DATED = frozenset({ClockKind.CARRY, ClockKind.SUPERIOR})
# The longest a scheme may promise, in whatever unit: a slip of the hand, beyond it.
MOST = 999
_CLOCKS = {clock: place for place, clock in enumerate(ClockKind)}
_DISPOSITIONS = {"": -1} | {result.value: place for place, result in enumerate(Disposition)}
_TIERS = {"": -1} | {tier.value: place for place, tier in enumerate(Tier)}


# Deadlines ----------------------------------------------------------------------------------------


def _deadline_about(rule: Rule) -> str:
    """办理（复杂）: which clock, for whom."""
    tier = str(Tier(rule.tier).label) if rule.tier else ""
    kind = str(Kind(rule.kind).label) if rule.kind else ""
    only = "、".join(filter(None, (tier, kind)))
    return f"{rule.clock.label}（{only}）" if only else str(rule.clock.label)


def counting_of(terms: Mapping[str, Any]) -> Counting:
    """How an edition counts, by its columns; the law's way where they say nothing."""
    return Counting(
        StartRule(terms.get("start_rule", CIVIL_CODE.start)),
        bool(terms.get("roll", CIVIL_CODE.roll)),
        PausedDay(terms.get("paused_day", CIVIL_CODE.paused)),
    )


def _refuse_bad_deadlines(rules: Sequence[Rule], terms: Mapping[str, Any]) -> None:
    """NotValid for rows that say a thing twice, promise no time, or allow a step longer than the
    limit it serves."""
    if not any(r.clock == ClockKind.RESOLVE and not r.tier and not r.kind for r in rules):
        raise NotValid("时限方案至少要规定不分难易、类型的办理时限")
    seen: set[tuple[str, str, str]] = set()
    for rule in rules:
        if not 0 <= rule.amount <= MOST:
            raise NotValid(f"“{rule.clock.label}”的时限应在 0 至 {MOST} 之间")
        if rule.clock in DATED and not rule.followed:
            raise NotValid(f"“{rule.clock.label}”的日期写在诉求上，方案里只能写跟踪到清零")
        key = (rule.clock, rule.tier, rule.kind)
        if key in seen:
            raise NotValid(f"“{rule.clock.label}”对同一难易和类型规定了两次")
        seen.add(key)
    if long := [_longer(*pair) for pair in too_long(rules, counting_of(terms))]:
        raise NotValid("；".join(long) + "。请改短，或为这种难易、类型另加一行")


def _longer(step: Rule, limit: Rule) -> str:
    return (
        f"“{_deadline_about(step)}”{step.says}可能比它所服务的"
        f"“{_deadline_about(limit)}”{limit.says}还长"
    )


def _deadline_says(rule: Rule) -> str:
    """5 个工作日（本平台补充）: how long, and what is to be said of it."""
    more = "；".join(filter(None, ("本平台补充" if rule.ours else "", rule.note)))
    return f"{rule.says}（{more}）" if more else rule.says


def _of_days(days: int) -> str:
    return f"到期前 {days} 天"


def _of_hours(percent: int) -> str:
    return f"已过 {percent}%"


DEADLINES = SchemeKind(
    Scheme,
    SchemeVersion,
    SchemeRule,
    LedgerScheme,
    object_type="scheme",
    name="时限方案",
    columns=("clock", "tier", "kind", "amount", "unit", "followed", "ours", "note"),
    about=("clock", "tier", "kind"),
    read=lambda r: Rule(
        ClockKind(r.clock), r.amount, TimeUnit(r.unit), r.tier, r.kind, r.followed, r.ours, r.note
    ),
    words=RowWords(
        what=_deadline_about,
        says=_deadline_says,
        place=lambda rule: (_CLOCKS[rule.clock], _TIERS[rule.tier], rule.kind),
    ),
    refuse=_refuse_bad_deadlines,
    adopted=("scheme_chosen", "scheme"),
    terms=(
        Term("redo_cap", "自动重办", "轮"),
        Term("reopen_days", "了结后可重新提出", "天"),
        Term("start_rule", "从哪一天起算", says=lambda value: StartRule(value).label),
        Term(
            "roll",
            "到期日是休息日",
            says=lambda rolls: ROLLED if rolls else NOT_ROLLED,
        ),
        Term("paused_day", "部分暂停的一天", says=lambda value: PausedDay(value).label),
        Term("yellow_days", "按日的时限亮黄灯", says=_of_days),
        Term("yellow_percent", "按小时的时限亮黄灯", says=_of_hours),
    ),
)
ROLLED = "顺延至下一个工作日（民法典第二百零三条）"
NOT_ROLLED = "不顺延"


def terms_of(edition: SchemeVersion) -> SchemeTerms:
    """An edition as the clocks go by it."""
    return SchemeTerms(
        edition.pk,
        DEADLINES.read_once(edition.pk, edition.since),
        counting_of(DEADLINES.terms_of(edition)),
        edition.yellow_days,
        edition.yellow_percent,
    )


def faults() -> Iterator[str]:
    """What the newest edition of any scheme says that it may not, in a sentence each."""
    for scheme in DEADLINES.schemes():
        newest = DEADLINES.editions_of(scheme)[0]
        try:
            _refuse_bad_deadlines(DEADLINES.rows_of(newest), DEADLINES.terms_of(newest))
        except NotValid as fault:
            yield f"{newest}：{fault.reason}"


def open_cases_by_version() -> dict[int, int]:
    """How many cases still run by each edition of a deadline scheme, by version id."""
    cases = Case.objects.filter(historical=False, state__in=OPEN_STATES).order_by()
    return dict(
        cases.exclude(scheme_version=None).values_list("scheme_version").annotate(n=Count("id"))
    )


# Signing ------------------------------------------------------------------------------------------


def _signed_about(rule: ApprovalRow) -> str:
    tier = str(Tier(rule.tier).label) if rule.tier else ""
    result = str(Disposition(rule.disposition).label) if rule.disposition else ""
    return "、".join(filter(None, (tier, result))) or "其他所有情形"


def _signed_place(rule: ApprovalRow) -> tuple[Any, ...]:
    """The most specific first, as they are read; what holds for everything else comes last."""
    return (
        not (rule.tier and rule.disposition),
        not rule.disposition,
        not rule.tier,
        _TIERS[rule.tier],
        _DISPOSITIONS[rule.disposition],
    )


def _refuse_bad_signers(rules: Sequence[ApprovalRow], _terms: Mapping[str, Any]) -> None:
    """NotValid where no row catches every case or two say the same."""
    if not any(not rule.tier and not rule.disposition for rule in rules):
        raise NotValid("签发方案要有一行适用于其他所有情形")
    if len({(rule.tier, rule.disposition) for rule in rules}) < len(rules):
        raise NotValid("签发方案对同一难易和结果规定了两次")


APPROVALS = SchemeKind(
    ApprovalScheme,
    ApprovalVersion,
    ApprovalRule,
    OfficeApproval,
    object_type="signing_scheme",
    name="签发方案",
    columns=("tier", "disposition", "rank"),
    about=("tier", "disposition"),
    read=lambda r: ApprovalRow(Rank(r.rank), r.tier, r.disposition),
    words=RowWords(what=_signed_about, says=lambda rule: str(rule.rank.label), place=_signed_place),
    refuse=_refuse_bad_signers,
    adopted=("signing_chosen", "signing"),
    optional=True,
)
