"""Deadline schemes as administrators read them: rows in words, one edition against another."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from zhuqi.foundation.workdays import Unit as TimeUnit
from zhuqi.ledgers.cases.enums import OPEN_STATES, ClockKind, Disposition, Kind, Rank, Tier
from zhuqi.ledgers.cases.models import (
    ApprovalRule,
    ApprovalScheme,
    ApprovalVersion,
    Case,
    Scheme,
    SchemeRule,
    SchemeVersion,
)

_CLOCKS = {clock.value: place for place, clock in enumerate(ClockKind)}
_DISPOSITIONS = {result.value: place for place, result in enumerate(Disposition)}
_TIERS = {"": -1} | {tier.value: place for place, tier in enumerate(Tier)}


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that two editions have otherwise; "" where one has none."""

    what: str
    before: str
    after: str


def in_order(rules: Iterable[SchemeRule]) -> list[SchemeRule]:
    """By clock, then tier, then kind."""
    return sorted(rules, key=lambda r: (_CLOCKS.get(r.clock, 99), _TIERS.get(r.tier, 99), r.kind))


def what_of(rule: SchemeRule) -> str:
    """办理（复杂）: which clock, for whom."""
    tier = str(Tier(rule.tier).label) if rule.tier else ""
    kind = str(Kind(rule.kind).label) if rule.kind else ""
    only = "、".join(filter(None, (tier, kind)))
    return f"{ClockKind(rule.clock).label}（{only}）" if only else str(ClockKind(rule.clock).label)


def amount_of(rule: SchemeRule) -> str:
    """15 个工作日."""
    return f"{rule.amount} {TimeUnit(rule.unit).label}"


def compare(before: SchemeVersion | None, after: SchemeVersion) -> list[Difference]:
    """What the later edition has otherwise than the earlier (all of it, if there is none)."""
    old = {_key(rule): rule for rule in before.rules.all()} if before else {}
    new = {_key(rule): rule for rule in after.rules.all()}
    found = []
    for rule in in_order([*new.values(), *(r for key, r in old.items() if key not in new)]):
        was, now = old.get(_key(rule)), new.get(_key(rule))
        words = (amount_of(was) if was else "", amount_of(now) if now else "")
        if words[0] != words[1]:
            found.append(Difference(what_of(rule), *words))
    for name, label, unit in (
        ("redo_cap", "自动重办", "轮"),
        ("reopen_days", "了结后可重新提出", "天"),
    ):
        was_ = f"{getattr(before, name)} {unit}" if before else ""
        now_ = f"{getattr(after, name)} {unit}"
        if was_ != now_:
            found.append(Difference(label, was_, now_))
    return found


def _key(rule: SchemeRule) -> tuple[str, str, str]:
    return rule.clock, rule.tier, rule.kind


def versions_of(scheme: Scheme) -> list[SchemeVersion]:
    """Every edition with its rows, newest first. Two queries."""
    return list(scheme.versions.order_by("-number").prefetch_related("rules"))


def open_cases_by_version() -> dict[int, int]:
    """How many cases still run by each edition, by version id."""
    cases = Case.objects.filter(historical=False, state__in=OPEN_STATES).order_by()
    return dict(
        cases.exclude(scheme_version=None).values_list("scheme_version").annotate(n=Count("id"))
    )


# Signing schemes ----------------------------------------------------------------------------------


def signing_versions(scheme: ApprovalScheme) -> list[ApprovalVersion]:
    """Every edition with its rows, newest first. Two queries."""
    return list(scheme.versions.order_by("-number").prefetch_related("rules"))


def signers_of(version: ApprovalVersion) -> list[tuple[str, str]]:
    """Which answers, and who signs them; what holds for everything else comes last."""
    rules = _signing_order(version.rules.all())
    return [(_answers(rule), str(Rank(rule.rank).label)) for rule in rules]


def _signing_order(rules: Iterable[ApprovalRule]) -> list[ApprovalRule]:
    # The most specific first, as they are read.
    return sorted(
        rules,
        key=lambda r: (not (r.tier and r.disposition), not r.disposition, not r.tier,
                       _TIERS.get(r.tier, 99), _DISPOSITIONS.get(r.disposition, 99)),
    )  # fmt: skip


def _answers(rule: ApprovalRule) -> str:
    tier = str(Tier(rule.tier).label) if rule.tier else ""
    result = str(Disposition(rule.disposition).label) if rule.disposition else ""
    return "、".join(filter(None, (tier, result))) or "其他所有情形"


def compare_signing(before: ApprovalVersion | None, after: ApprovalVersion) -> list[Difference]:
    """`compare` for signing schemes."""
    old = {(r.tier, r.disposition): r for r in before.rules.all()} if before else {}
    new = {(r.tier, r.disposition): r for r in after.rules.all()}
    found = []
    for rule in _signing_order([*new.values(), *(r for key, r in old.items() if key not in new)]):
        was, now = old.get((rule.tier, rule.disposition)), new.get((rule.tier, rule.disposition))
        words = (
            str(Rank(was.rank).label) if was else "", str(Rank(now.rank).label) if now else ""
        )  # fmt: skip
        if words[0] != words[1]:
            found.append(Difference(_answers(rule), *words))
    return found
