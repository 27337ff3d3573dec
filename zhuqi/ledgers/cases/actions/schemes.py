"""Deadline schemes: loaded from data, published in versions, chosen by offices."""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from zhuqi.foundation.access import Actor, NotValid
from zhuqi.foundation.audit.actions import record
from zhuqi.foundation.directory.models import Unit
from zhuqi.ledgers.cases.clocks import Rule
from zhuqi.ledgers.cases.enums import ClockKind
from zhuqi.ledgers.cases.models import LedgerScheme, Scheme, SchemeRule, SchemeVersion

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


def publish_version(
    *,
    scheme: Scheme,
    rules: Iterable[Rule],
    redo_cap: int,
    reopen_days: int,
    by: Actor,
    now: datetime | None = None,
) -> SchemeVersion:
    """A new edition for cases to come; old cases keep the promise of theirs."""
    rules = list(rules)
    if not any(rule.clock == ClockKind.RESOLVE for rule in rules):
        raise NotValid("时限方案至少要规定办理时限")
    with transaction.atomic():
        Scheme.objects.select_for_update().get(pk=scheme.pk)
        last = scheme.versions.aggregate(last=Max("number"))["last"] or 0
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
            object_type="scheme",
            object_id=scheme.pk,
            kind="publish",
            by=by,
            data={
                "version": version.number,
                "rules": [[str(r.clock), r.tier, r.kind, r.amount, str(r.unit)] for r in rules],
                "redo_cap": redo_cap,
                "reopen_days": reopen_days,
            },
        )
    return version


def choose_scheme(*, office: Unit, code: str, by: Actor) -> None:
    """From now on the office promises by this scheme; cases already in keep theirs."""
    scheme = Scheme.objects.filter(code=code).first()
    if scheme is None:
        raise NotValid(f"没有时限方案 {code}")
    with transaction.atomic():
        LedgerScheme.objects.update_or_create(office=office, defaults={"scheme": scheme})
        record(
            object_type="unit",
            object_id=office.pk,
            kind="choose_scheme",
            by=by,
            data={"scheme": code},
        )
