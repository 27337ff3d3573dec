"""What a firm needs: a case in the ledger with its consent, else kept with the visit."""

from dataclasses import dataclass

from zhuqi.foundation.changes.rows import TEXT_GUARDS
from zhuqi.ledgers.cases.actions import intake
from zhuqi.ledgers.cases.actions.intake import Submission
from zhuqi.ledgers.cases.models import Case
from zhuqi.mechanisms.liaison.actions.visits import VisitChange
from zhuqi.mechanisms.liaison.enums import VisitVerb
from zhuqi.mechanisms.liaison.models import VisitNeed


@dataclass(frozen=True, slots=True)
class Need:
    """What the firm said it needs, by whom, and whether it wants it reported."""

    title: str
    body: str
    wish: str = ""
    reporter_name: str = ""
    reporter_phone: str = ""
    consent: bool = False


def raise_need(
    change: VisitChange,
    *,
    title: str,
    body: str,
    wish: str,
    reporter_name: str,
    reporter_phone: str,
    consent: bool,
) -> Case:
    """转为诉求: a need becomes a case in the ledger, with the firm's consent.

    All that `intake.register` refuses, and NotValid without the consent.
    """
    change.require(consent, "consent", "企业同意后才能登记为诉求")
    change.begin(VisitVerb.RAISE)
    case = _registered(change, Need(title, body, wish, reporter_name, reporter_phone))
    _join(change, VisitVerb.RAISE, case)
    return case


def hear(change: VisitChange, *, case: Case) -> None:
    """A case that is in the ledger already was heard at the visit."""
    change.begin(VisitVerb.RAISE)
    _join(change, VisitVerb.RAISE, case)


def keep_need(
    change: VisitChange,
    *,
    title: str,
    body: str,
    wish: str,
    reporter_name: str,
    reporter_phone: str,
) -> VisitNeed:
    """记下暂不上报的困难: it is not to be reported yet; nothing leaves the visit."""
    kept = VisitNeed(
        visit=change.row,
        **change.texts(
            VisitNeed, title=title, body=body, wish=wish, reporter_name=reporter_name,
            reporter_phone=reporter_phone,
        ),
    )  # fmt: skip
    change.step(VisitVerb.KEEP)
    change.aggregate.new_rows.append(kept)
    return kept


def agree(
    change: VisitChange,
    *,
    need: VisitNeed,
    reporter_name: str,
    reporter_phone: str,
    consent: bool,
) -> Case:
    """企业同意上报: what was kept becomes a case, in the words of then.

    All that `intake.register` refuses; NotValid without the consent, or for a need of another
    visit or one that is a case already.
    """
    mine = {one.pk: one for one in change.row.unreported}
    change.require(need.pk in mine, "need", "请选择一项暂不上报的困难")
    change.require(consent, "consent", "企业同意后才能登记为诉求")
    change.begin(VisitVerb.AGREE)
    kept = mine[need.pk]
    said = Need(kept.title, kept.body, kept.wish, reporter_name, reporter_phone)
    kept.case = _registered(change, said)
    change.touch(kept)
    _join(change, VisitVerb.AGREE, kept.case)
    return kept.case


def take(change: VisitChange, need: Need) -> None:
    """One of the needs that came with a record: a case where the firm consents, else kept."""
    texts = {
        "title": need.title, "body": need.body, "wish": need.wish,
        "reporter_name": need.reporter_name, "reporter_phone": need.reporter_phone,
    }  # fmt: skip
    if need.consent:
        raise_need(change, **texts, consent=True)
    else:
        keep_need(change, **texts)


def _registered(change: VisitChange, need: Need) -> Case:
    # Before the ledger asks for what is missing: a text that must not go further goes nowhere.
    for guard in TEXT_GUARDS:
        for text in (need.title, need.body, need.wish):
            guard(text)
    said = Submission(need.title, need.body, need.wish, need.reporter_name, need.reporter_phone)
    return intake.register(
        enterprise=change.row.enterprise, submission=said, channel="visit", by=change.by,
        now=change.now,
    )  # fmt: skip


def _join(change: VisitChange, verb: VisitVerb, case: Case) -> None:
    change.row.cases.add(case)
    change.record(verb, {"case": case.pk})
