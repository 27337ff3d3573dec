"""签发: drafts go to whom the scheme names; a scan of the signed paper counts as well."""

import tomllib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from zhuqi.foundation.access import Actor, NotNow
from zhuqi.foundation.attachments.actions import Prepared, lay_under
from zhuqi.foundation.schemes.kinds import ShippedScheme
from zhuqi.ledgers.cases.actions.handling import TEXT_LIMIT, attach_to, own_sheet, submit_answer
from zhuqi.ledgers.cases.actions.store import OBJECT
from zhuqi.ledgers.cases.actions.work import CaseChange, required
from zhuqi.ledgers.cases.approval_schemes.rules import ApprovalRow, may_sign
from zhuqi.ledgers.cases.deadline_schemes.queries import APPROVALS
from zhuqi.ledgers.cases.enums import Disposition, Rank, Verb
from zhuqi.ledgers.cases.lifecycle import DRAFT
from zhuqi.ledgers.cases.models import Draft

DATA = Path(__file__).resolve().parent.parent / "data" / "signing.toml"


def draft_answer(
    change: CaseChange, *, text: str, disposition: Disposition, attachments: Sequence[Prepared] = ()
) -> None:
    """送签: the handler's draft goes to whoever has to sign it; the unit's clock runs on.

    NotValid where the unit has no sheet.
    """
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
    """签发: the head signs the draft, perhaps amended, and it goes to the office as the answer.

    NotNow where the draft wants a higher rank than one's own; NotValid where the unit has no sheet.
    """
    text = text.replace("\x00", "").strip()
    errors = {"text": f"答复意见最多 {TEXT_LIMIT} 字"} if len(text) > TEXT_LIMIT else {}
    step = change.begin(Verb.SIGN_ANSWER, errors)
    row = change.aggregate.drafts[-1]
    if not may_sign(change.rank, Rank(row.rank)):
        raise NotNow(
            f"这件答复须由{Rank(row.rank).label}签发", state=str(change.case.get_state_display())
        )
    number = len(change.aggregate.drafts)
    _decide(change, row, Verb.SIGN_ANSWER)
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
    _decide(change, row, Verb.RETURN_DRAFT)
    change.happen(
        step, Verb.RETURN_DRAFT, data={"draft": len(change.aggregate.drafts), "reason": reason}
    )


def _decide(change: CaseChange, row: Draft, verb: Verb) -> None:
    row.state = DRAFT.move(Draft.State(row.state), verb)
    row.decided_at, row.decided_by = change.now, change.by.actor.name
    change.touch(row)


# Schemes ------------------------------------------------------------------------------------------


def load_signing_schemes(*, by: Actor, now: datetime | None = None) -> int:
    """Put in the schemes of the data file that are missing; never changes one. Returns how many."""
    shipped = (
        ShippedScheme(
            code=row["code"],
            name=row["name"],
            source=row["source"],
            rules=[
                ApprovalRow(Rank(r["rank"]), r.get("tier", ""), r.get("disposition", ""))
                for r in row["rules"]
            ],
        )
        for row in tomllib.loads(DATA.read_text(encoding="utf-8"))["scheme"]
    )
    return APPROVALS.add_missing(shipped, by=by, now=now)
