"""Deadline schemes: loaded from data, published in versions, chosen by offices."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from zhuqi.foundation.access import Actor, NotNow, NotValid
from zhuqi.foundation.audit.actions import record
from zhuqi.foundation.directory.enums import UnitKind
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.reference_tables.rows import enter, locked, record_changes, told
from zhuqi.foundation.reference_tables.text import tidy
from zhuqi.foundation.workdays import Unit as TimeUnit
from zhuqi.ledgers.cases.clocks import Rule
from zhuqi.ledgers.cases.enums import ClockKind
from zhuqi.ledgers.cases.models import LedgerScheme, Scheme, SchemeRule, SchemeVersion

OBJECT = "scheme"
# The longest a scheme may promise, in whatever unit: a slip of the hand, beyond it.
MOST = 999
DATA = Path(__file__).resolve().parent.parent / "data" / "schemes.toml"


def load_schemes(*, by: Actor, now: datetime | None = None) -> int:
    """Put in the schemes of the data file that are missing; never changes one. Returns how many."""
    data = tomllib.loads(DATA.read_text(encoding="utf-8"))
    ours = data["ours"]
    added = 0
    for row in data["scheme"]:
        if Scheme.objects.filter(code=row["code"]).exists():
            continue
        with transaction.atomic():
            scheme = Scheme.objects.create(code=row["code"], name=row["name"], source=row["source"])
            publish_version(
                scheme=scheme,
                rules=_merged(ours["rules"], row["rules"]),
                redo_cap=row.get("redo_cap", ours["redo_cap"]),
                reopen_days=row.get("reopen_days", ours["reopen_days"]),
                by=by,
                now=now,
            )
        added += 1
    return added


def _merged(ours: Iterable[Mapping[str, Any]], own: Iterable[Mapping[str, Any]]) -> list[Rule]:
    """The scheme's own rows; clocks it does not name as we ship them."""
    own = list(own)
    named = {row["clock"] for row in own}
    rows = [*own, *(row for row in ours if row["clock"] not in named)]
    return [
        Rule(
            ClockKind(row["clock"]),
            row["amount"],
            row["unit"],
            row.get("tier", ""),
            row.get("kind", ""),
        )
        for row in rows
    ]


def add_scheme(
    *,
    code: str,
    name: str,
    source: str,
    like: SchemeVersion,
    by: Actor,
    reason: str = "",
    now: datetime | None = None,
) -> Scheme:
    """A new scheme that begins as a copy of another's edition. NotValid for a code in use."""
    scheme = Scheme(code=tidy(code), name=tidy(name), source=tidy(source))
    with transaction.atomic():
        enter(
            scheme,
            object_type=OBJECT,
            fields=("code", "name", "source"),
            taken="这个代码已被别的时限方案使用",
            by=by,
            reason=reason,
            now=now,
        )
        rules = [
            Rule(ClockKind(r.clock), r.amount, TimeUnit(r.unit), r.tier, r.kind)
            for r in like.rules.all()
        ]
        publish_version(
            scheme=scheme,
            rules=rules,
            redo_cap=like.redo_cap,
            reopen_days=like.reopen_days,
            by=by,
            now=now,
        )
    return scheme


def publish_version(
    *,
    scheme: Scheme,
    rules: Iterable[Rule],
    redo_cap: int,
    reopen_days: int,
    by: Actor,
    after: int | None = None,
    reason: str = "",
    now: datetime | None = None,
) -> SchemeVersion:
    """A new edition for cases to come; old cases keep the promise of theirs.

    NotValid for rows that say a thing twice, or promise no time; NotNow if the newest edition is
    no longer number `after`, the one the page showed.
    """
    rules = list(rules)
    _refuse_bad_rules(rules)
    with transaction.atomic():
        Scheme.objects.select_for_update().get(pk=scheme.pk)
        last = scheme.versions.aggregate(last=Max("number"))["last"] or 0
        if after is not None and after != last:
            raise NotNow(
                f"刚刚有人发布了第 {last} 版，您填写的内容还在下面，请核对后再发布",
                state=f"第 {last} 版",
            )
        version = SchemeVersion.objects.create(
            scheme=scheme,
            number=last + 1,
            since=now or timezone.now(),
            redo_cap=redo_cap,
            reopen_days=reopen_days,
        )
        SchemeRule.objects.bulk_create(
            SchemeRule(
                version=version,
                clock=r.clock,
                tier=r.tier,
                kind=r.kind,
                amount=r.amount,
                unit=r.unit,
            )
            for r in rules
        )
        record(
            object_type=OBJECT,
            object_id=scheme.pk,
            kind="publish",
            by=by,
            data={
                "version": version.number,
                "rules": [[str(r.clock), r.tier, r.kind, r.amount, str(r.unit)] for r in rules],
                "redo_cap": redo_cap,
                "reopen_days": reopen_days,
                **told(reason),
            },
            now=now,
        )
    return version


def _refuse_bad_rules(rules: Sequence[Rule]) -> None:
    if not any(r.clock == ClockKind.RESOLVE and not r.tier and not r.kind for r in rules):
        raise NotValid("时限方案至少要规定不分难易、类型的办理时限")
    seen: set[tuple[str, str, str]] = set()
    for rule in rules:
        if not 0 < rule.amount <= MOST:
            raise NotValid(f"“{rule.clock.label}”的时限应在 1 至 {MOST} 之间")
        key = (rule.clock, rule.tier, rule.kind)
        if key in seen:
            raise NotValid(f"“{rule.clock.label}”对同一难易和类型规定了两次")
        seen.add(key)


def choose_scheme(
    *, office: Unit, code: str, by: Actor, reason: str = "", now: datetime | None = None
) -> None:
    """From now on the office promises by this scheme; cases already in keep theirs.

    The same again leaves no event.
    """
    scheme = Scheme.objects.filter(code=code).first()
    if scheme is None:
        raise NotValid(f"没有时限方案 {code}")
    with transaction.atomic():
        row = locked(office)
        if row.kind != UnitKind.OFFICE:
            raise NotValid({"office": f"{row}不是活动办，不选时限方案"})
        chosen = LedgerScheme.objects.filter(office=row).select_related("scheme").first()
        before = chosen.scheme.code if chosen else None
        if before == code:
            return
        LedgerScheme.objects.update_or_create(office=row, defaults={"scheme": scheme})
        changed: dict[str, list[object]] = {"scheme": [before, code]}
        record_changes(
            row, changed, object_type="unit", kind="scheme_chosen", by=by, reason=reason, now=now
        )
