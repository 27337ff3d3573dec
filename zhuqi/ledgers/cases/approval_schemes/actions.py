"""签发: drafts go to whom the scheme names; a scan of the signed paper counts as well."""

import tomllib
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from zhuqi.foundation.access import Actor, NotNow, NotValid
from zhuqi.foundation.attachments.actions import Prepared, lay_under
from zhuqi.foundation.audit.actions import record
from zhuqi.foundation.directory.actions.store import enter, locked, record_changes, told
from zhuqi.foundation.directory.enums import UnitKind
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.directory.rules import tidy
from zhuqi.ledgers.cases.actions.handling import TEXT_LIMIT, attach_to, own_sheet, submit_answer
from zhuqi.ledgers.cases.actions.store import OBJECT
from zhuqi.ledgers.cases.actions.work import CaseChange, required
from zhuqi.ledgers.cases.approval_schemes.rules import ApprovalRow, may_sign
from zhuqi.ledgers.cases.enums import Disposition, Rank, Verb
from zhuqi.ledgers.cases.models import (
    ApprovalRule,
    ApprovalScheme,
    ApprovalVersion,
    Draft,
    OfficeApproval,
)

SCHEME = "signing_scheme"
DATA = Path(__file__).resolve().parent.parent / "data" / "signing.toml"


def draft_answer(
    change: CaseChange, *, text: str, disposition: Disposition, attachments: Sequence[Prepared] = ()
) -> None:
    """送签: the handler's draft goes to whoever has to sign it; the unit's clock runs on."""
    errors: dict[str, str] = {}
    text = required(errors, "text", text, "答复意见", TEXT_LIMIT)
    step = change.begin(Verb.DRAFT_ANSWER, errors)
    own = own_sheet(change)
    row = Draft(
        case=change.case,
        assignment=own,
        round=change.case.round,
        text=text,
        disposition=disposition,
        rank=change.needed_rank(disposition) or Rank.DEPUTY,
        drafted_at=change.now,
        drafted_by=change.by.actor.name,
        author=change.by.actor.user_id,
    )
    change.aggregate.drafts.append(row)
    change.aggregate.new_rows.append(row)
    number = len(change.aggregate.drafts)
    attach_to(change, attachments, f"draft:{number}")
    change.happen(
        step,
        Verb.DRAFT_ANSWER,
        sheets=[own],
        data={"draft": number, "rank": row.rank, "files": len(attachments)},
        erasable={"text": text},
    )


def sign_answer(change: CaseChange, *, text: str = "") -> None:
    """签发: the head signs the draft, perhaps amended, and it goes to the office as the answer."""
    text = text.replace("\x00", "").strip()
    errors = {"text": f"答复意见最多 {TEXT_LIMIT} 字"} if len(text) > TEXT_LIMIT else {}
    step = change.begin(Verb.SIGN_ANSWER, errors)
    row = change.aggregate.drafts[-1]
    if not may_sign(change.rank, Rank(row.rank)):
        raise NotNow(
            f"这件答复须由{Rank(row.rank).label}签发", state=str(change.case.get_state_display())
        )
    number = len(change.aggregate.drafts)
    _decide(change, row, Draft.State.SIGNED)
    change.happen(step, Verb.SIGN_ANSWER, data={"draft": number, "amended": bool(text)})
    answer = submit_answer(
        change,
        text=text or row.text,
        disposition=Disposition(row.disposition),
        signed_by=change.by.actor.name,
        proof="system",
        author=row.author,
    )
    lay_under(
        object_type=OBJECT,
        object_id=change.case.pk,
        purpose=f"draft:{number}",
        under=f"answer:{answer}",
    )


def return_draft(change: CaseChange, *, reason: str) -> None:
    """退回拟稿: the head wants it written otherwise, or the drafter takes it back."""
    errors: dict[str, str] = {}
    reason = required(errors, "reason", reason, "退回原因", 1000)
    step = change.begin(Verb.RETURN_DRAFT, errors)
    row = change.aggregate.drafts[-1]
    row.return_reason = reason
    _decide(change, row, Draft.State.RETURNED)
    change.happen(
        step, Verb.RETURN_DRAFT, data={"draft": len(change.aggregate.drafts), "reason": reason}
    )


def _decide(change: CaseChange, row: Draft, state: Draft.State) -> None:
    row.state, row.decided_at, row.decided_by = state, change.now, change.by.actor.name
    change.touch(row)


# Schemes ------------------------------------------------------------------------------------------


def load_signing_schemes(*, by: Actor, now: datetime | None = None) -> int:
    """Put in the schemes of the data file that are missing; never changes one. Returns how many."""
    added = 0
    for row in tomllib.loads(DATA.read_text(encoding="utf-8"))["scheme"]:
        if ApprovalScheme.objects.filter(code=row["code"]).exists():
            continue
        with transaction.atomic():
            scheme = ApprovalScheme.objects.create(
                code=row["code"], name=row["name"], source=row["source"]
            )
            rules = [
                ApprovalRow(Rank(r["rank"]), r.get("tier", ""), r.get("disposition", ""))
                for r in row["rules"]
            ]
            publish_approval_scheme(scheme=scheme, rules=rules, by=by, now=now)
        added += 1
    return added


def add_approval_scheme(
    *,
    code: str,
    name: str,
    source: str,
    like: ApprovalVersion,
    by: Actor,
    reason: str = "",
    now: datetime | None = None,
) -> ApprovalScheme:
    """A new scheme that begins as a copy of another's edition. NotValid for a code in use."""
    scheme = ApprovalScheme(code=tidy(code), name=tidy(name), source=tidy(source))
    with transaction.atomic():
        enter(
            scheme,
            object_type=SCHEME,
            fields=("code", "name", "source"),
            taken="这个代码已被别的签发方案使用",
            by=by,
            reason=reason,
            now=now,
        )
        rules = [ApprovalRow(Rank(r.rank), r.tier, r.disposition) for r in like.rules.all()]
        publish_approval_scheme(scheme=scheme, rules=rules, by=by, now=now)
    return scheme


def publish_approval_scheme(
    *,
    scheme: ApprovalScheme,
    rules: Iterable[ApprovalRow],
    by: Actor,
    after: int | None = None,
    reason: str = "",
    now: datetime | None = None,
) -> ApprovalVersion:
    """A new edition for answers to come.

    NotValid where no row catches every case or two say the same; NotNow if the newest edition is
    no longer number `after`, the one the page showed.
    """
    rules = list(rules)
    if not any(not rule.tier and not rule.disposition for rule in rules):
        raise NotValid("签发方案要有一行适用于其他所有情形")
    if len({(rule.tier, rule.disposition) for rule in rules}) < len(rules):
        raise NotValid("签发方案对同一难易和结果规定了两次")
    with transaction.atomic():
        ApprovalScheme.objects.select_for_update().get(pk=scheme.pk)
        last = scheme.versions.aggregate(last=Max("number"))["last"] or 0
        if after is not None and after != last:
            raise NotNow(
                f"刚刚有人发布了第 {last} 版，您填写的内容还在下面，请核对后再发布",
                state=f"第 {last} 版",
            )
        version = ApprovalVersion.objects.create(
            scheme=scheme, number=last + 1, since=now or timezone.now()
        )
        ApprovalRule.objects.bulk_create(
            ApprovalRule(version=version, tier=r.tier, disposition=r.disposition, rank=r.rank)
            for r in rules
        )
        record(
            object_type=SCHEME,
            object_id=scheme.pk,
            kind="publish",
            by=by,
            data={
                "version": version.number,
                "rules": [[r.tier, r.disposition, r.rank.value] for r in rules],
                **told(reason),
            },
            now=now,
        )
    return version


def choose_approval_scheme(
    *, office: Unit, code: str, by: Actor, reason: str = "", now: datetime | None = None
) -> None:
    """From now on answers to this office are signed by the scheme; "" gives it up again.

    The same again leaves no event.
    """
    scheme = ApprovalScheme.objects.filter(code=code).first()
    if code and scheme is None:
        raise NotValid(f"没有签发方案 {code}")
    with transaction.atomic():
        row = locked(office)
        if row.kind != UnitKind.OFFICE:
            raise NotValid({"office": f"{row}不是活动办，不选签发方案"})
        chosen = OfficeApproval.objects.filter(office=row).select_related("scheme").first()
        before = chosen.scheme.code if chosen else ""
        if before == code:
            return
        if scheme is None:
            OfficeApproval.objects.filter(office=row).delete()
        else:
            OfficeApproval.objects.update_or_create(office=row, defaults={"scheme": scheme})
        changed: dict[str, list[object]] = {"signing": [before or None, code or None]}
        record_changes(
            row, changed, object_type="unit", kind="signing_chosen", by=by, reason=reason, now=now
        )
