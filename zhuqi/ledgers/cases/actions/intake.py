"""How a case comes in, and how it goes away before anyone works on it."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from zhuqi.foundation import typed
from zhuqi.foundation.access import NotValid, NotYours, Person, Role
from zhuqi.foundation.attachments.actions import Prepared, attach
from zhuqi.foundation.audit.server_clock import refuse_strange_year
from zhuqi.foundation.directory.models import Enterprise, Item, Unit
from zhuqi.foundation.directory.queries import chamber_of, serving_offices
from zhuqi.foundation.quarantine.passes import refuse_marked
from zhuqi.ledgers.cases.actions.store import OBJECT, at_intake, save
from zhuqi.ledgers.cases.actions.work import (
    CaseAggregate,
    CaseChange,
    Laid,
    Rulebook,
    close_of,
    required,
    signature_of,
)
from zhuqi.ledgers.cases.channels.actions import refuse_wrong_inlet
from zhuqi.ledgers.cases.deadline_schemes.queries import DEADLINES
from zhuqi.ledgers.cases.enums import (
    CHAMBER_CHANNEL,
    PORTAL_CHANNEL,
    AssignmentState,
    InvolvementRole,
    Kind,
    Nature,
    State,
    Tier,
    Urgency,
    Verb,
)
from zhuqi.ledgers.cases.models import Boundary, Case, SchemeVersion
from zhuqi.ledgers.cases.secrecy.actions import (
    complained_unit,
    keep_complained_away,
    ledger_for,
    mark,
)

TITLE_LIMIT, TEXT_LIMIT, NAME_LIMIT = 60, 5000, 80


@dataclass(frozen=True, slots=True)
class Submission:
    """What a firm says: three fields, and whom to call.

    `confidential`: the firm wants nobody outside the office to learn who it is; `complained_of`:
    the unit it complains of, in its words.
    """

    title: str
    body: str
    wish: str = ""
    reporter_name: str = ""
    reporter_phone: str = ""
    confidential: bool = False
    complained_of: str = ""

    @property
    def told(self) -> str:
        """All of it as one text, for the case it is added to."""
        wish = f"希望：{self.wish}" if self.wish else ""
        return "\n".join(filter(None, (self.title, self.body, wish)))


STAYS_OPEN = "原来那一件是公开办理的，要求保密的请单独提交"
ALONE = "反映单位的要单独提交，这个单位才会回避；补充到原来那一件，它可能正在经手"


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """Everything that comes in with a trouble.

    `submission_key` makes a second click harmless: the same key, by the same person, with the
    same content is the same case. Whatever else comes under a key is a case of its own.
    """

    enterprise: Enterprise
    submission: Submission
    channel: str
    chamber: Unit | None = None
    foreign_number: str = ""
    office: Unit | None = None
    result_due: date | None = None
    files: Sequence[Prepared] = ()
    submission_key: str | None = None


def submit(
    *,
    enterprise: Enterprise,
    submission: Submission,
    by: Person,
    channel: str = PORTAL_CHANNEL,
    files: Sequence[Prepared] = (),
    submission_key: str | None = None,
    now: datetime | None = None,
) -> Case:
    """A firm's person submits; the same again under the same key returns the first case.

    Goes into the ledger of the office that serves the firm. `channel`: another inlet that firms use
    by themselves. NotYours if the person does not speak for the firm, NotValid with the fields at
    fault and for an inlet that is not the firm's, NotNow where the server's clock shows a year far
    from the last number's.
    """
    if enterprise.pk not in by.scope.enterprises:
        raise NotYours("您没有代表这家企业提交诉求的权限")
    if channel != PORTAL_CHANNEL:
        refuse_wrong_inlet(channel, "", portal=True)
    coming = Intake(
        enterprise=enterprise,
        submission=submission,
        channel=channel,
        files=files,
        submission_key=submission_key,
    )
    return _take_in(Verb.SUBMIT, coming, by, now or timezone.now())


def register(
    *,
    enterprise: Enterprise,
    submission: Submission,
    channel: str,
    by: Person,
    foreign_number: str = "",
    result_due: date | None = None,
    files: Sequence[Prepared] = (),
    submission_key: str | None = None,
    now: datetime | None = None,
) -> Case:
    """The office, the firm's liaison official or its chamber registers what a firm said elsewhere.

    What a chamber registers comes in as the chamber's, whatever channel is named. An office above
    the firm's own registers into its own ledger what was handed down to it. `result_due`: by when
    whoever handed it over wants the result back. NotValid for an inlet that is not theirs to use,
    or one that wants its own number named.

    NotYours for anyone else. NotValid too for a number registered already, or a date in the past.
    NotNow where the server's clock shows a year far from the last number's.
    """
    moment = now or timezone.now()
    office = _registering_office(enterprise, by)
    liaison = enterprise.pk in by.scope.liaised
    chamber = None
    if office is None and not liaison:
        chambers = by.scope.units(Role.CHAMBER)
        chamber = chamber_of(enterprise, chambers, timezone.localdate(now)) if chambers else None
        if chamber is None:
            raise NotYours("只有本级活动办受理人员、该企业的助企干部或所属商会可以代为登记")
        channel = CHAMBER_CHANNEL
    by = _in_whose_place(by, enterprise, office, chamber)
    refuse_wrong_inlet(
        channel,
        foreign_number,
        registrar=office is not None,
        liaison=liaison,
        chamber=chamber is not None,
    )
    if result_due is not None and result_due < timezone.localdate(moment):
        raise NotValid({"result_due": "来源要求的反馈日期不能早于今天"})
    coming = Intake(
        enterprise=enterprise,
        submission=submission,
        channel=channel,
        chamber=chamber,
        foreign_number=typed.plain(foreign_number),
        office=office,
        result_due=result_due,
        files=files,
        submission_key=submission_key,
    )
    return _take_in(Verb.REGISTER, coming, by, moment)


def _in_whose_place(
    by: Person, enterprise: Enterprise, office: Unit | None, chamber: Unit | None
) -> Person:
    """Says for whom a deputy registers; as it is where they could have done so themselves."""
    own = by.scope.own
    if office is not None:
        post = (Role.REGISTRAR, office.pk)
    elif enterprise.pk in by.scope.liaised:
        if enterprise.pk in own.liaised:
            return by
        post = None
    else:
        post = (Role.CHAMBER, chamber.pk if chamber else 0)
    if post in own.posts:
        return by
    for one in by.scope.acting_for:
        if post in one.posts or (post is None and enterprise.pk in one.liaised):
            return replace(by, actor=replace(by.actor, acting_for=one.absent))
    return by


def _registering_office(enterprise: Enterprise, by: Person) -> Unit | None:
    """The registrar's own office, the nearest to the firm first; None where it serves others."""
    mine = by.scope.units(Role.REGISTRAR)
    if enterprise.office_id in mine:
        return enterprise.office
    above = serving_offices(enterprise.region) if mine else []
    return next((office for office in above if office.pk in mine), None)


def _take_in(verb: Verb, coming: Intake, by: Person, now: datetime) -> Case:
    """Store it once. A second click meets the first at the unique key, and gets its case."""
    coming = replace(coming, submission_key=_key_of(coming, by))
    try:
        with transaction.atomic():
            return _stored(verb, coming, by, now)
    except IntegrityError:
        if (done := _already(coming)) is not None:
            return done
        raise


def _key_of(coming: Intake, by: Person) -> str | None:
    """The key made the person's own and bound to what was said; None where none was given."""
    if not coming.submission_key:
        return None
    said = [
        by.actor.user_id, coming.submission_key, coming.enterprise.pk, astuple(coming.submission),
        coming.channel, coming.foreign_number, str(coming.result_due),
        [file.sha256 for file in coming.files],
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def _already(coming: Intake) -> Case | None:
    if not coming.submission_key:
        return None
    return Case.objects.filter(submission_key=coming.submission_key).first()


def _stored(verb: Verb, coming: Intake, by: Person, now: datetime) -> Case:
    office = ledger_of(coming)
    if coming.foreign_number:
        _refuse_known_number(coming, office)
    rules = at_intake(office)
    refuse_strange_year(now, rules.last)
    version = _or_refused(rules.version, office)
    aggregate = new_aggregate(verb, coming, by, now, rules.book, version)
    if coming.files:
        # With the case, so that the event of its coming vouches for them too.
        signed = signature_of(aggregate.case, by.actor)
        aggregate.laid.append(Laid(coming.files, verb.value, signed, now))
    save([aggregate])
    return aggregate.case


def _refuse_known_number(coming: Intake, office: Unit) -> None:
    known = Case.objects.filter(
        office=office, channel=coming.channel, foreign_key=typed.key(coming.foreign_number)
    )
    keys = list(known.values_list("submission_key", flat=True)[:1])
    # The very same sent again meets its own number.
    if keys and (coming.submission_key is None or keys[0] != coming.submission_key):
        raise NotValid({"foreign_number": f"来源编号 {coming.foreign_number} 已登记过"})


def ledger_of(coming: Intake) -> Unit:
    """The office that serves the firm; the one above it for a complaint of that very office.

    NotValid where no office serves the region.
    """
    office = coming.office or coming.enterprise.office
    named = complained_unit(coming.submission.complained_of, coming.enterprise.region)
    return ledger_for(office, named)


def default_version(office: Unit) -> SchemeVersion:
    """The newest version of the scheme the office promises by.

    NotValid where it has none.
    """
    return _or_refused(DEADLINES.newest_for(office), office)


def _or_refused(version: SchemeVersion | None, office: Unit) -> SchemeVersion:
    if version is None:
        raise NotValid(f"{office} 还没有设定时限方案，请联系系统管理员")
    return version


def new_aggregate(  # noqa: PLR0917 (all of one moment)
    verb: Verb, coming: Intake, by: Person, at: datetime, book: Rulebook, version: SchemeVersion
) -> CaseAggregate:
    """A case not yet stored, with its first event. NotValid with the fields at fault."""
    enterprise, submission = coming.enterprise, coming.submission
    refuse_marked(submission.wish, submission.complained_of, *(file.name for file in coming.files))
    errors: dict[str, str] = {}
    office = ledger_of(coming)
    complained_of = complained_unit(submission.complained_of, enterprise.region)
    case = Case(
        office=office,
        level=office.level,
        region_id=enterprise.region_id,
        enterprise=enterprise,
        reporter_name=required(errors, "reporter_name", submission.reporter_name, "联系人", 40),
        reporter_phone=required(
            errors, "reporter_phone", _phone(submission.reporter_phone), "联系电话", 30
        ),
        submitted_by=by.actor.user_id,
        channel=coming.channel,
        chamber=coming.chamber,
        foreign_number=coming.foreign_number,
        submission_key=coming.submission_key,
        title=required(errors, "title", submission.title, "遇到的困难", TITLE_LIMIT),
        body=required(errors, "body", submission.body, "具体情况", TEXT_LIMIT),
        wish=submission.wish.replace("\x00", "").strip()[:TEXT_LIMIT],
        sector=enterprise.sector,
        confidential=submission.confidential,
        complained_of=submission.complained_of.replace("\x00", "").strip()[:NAME_LIMIT],
        scheme_version=version,
        state=State.SUBMITTED,
        submitted_at=at,
    )
    if errors:
        raise NotValid(errors)
    case.complained_open = bool(case.complained_of) and complained_of is None
    aggregate = CaseAggregate(case, book)
    change = CaseChange(aggregate, by, at)
    change.involve(office, InvolvementRole.OFFICE)
    change.happen(
        None,
        verb,
        due=close_of(coming.result_due, aggregate.calendar) if coming.result_due else None,
        erasable={
            "title": case.title,
            "body": case.body,
            "wish": case.wish,
            "reporter_name": case.reporter_name,
            "reporter_phone": case.reporter_phone,
            "complained_of": case.complained_of,
        },
    )
    if complained_of is not None:
        keep_complained_away(change, complained_of)
    mark(change, (case.title, case.body, case.wish, *(file.name for file in coming.files)))
    return aggregate


def _phone(text: str) -> str:
    """In one form where it is a number; several numbers stay as they were typed."""
    return typed.phone(text) or text


def supplement(change: CaseChange, *, text: str, attachments: Sequence[Prepared] = ()) -> None:
    """More from the firm: words, files, or both."""
    errors: dict[str, str] = {}
    text = required(
        errors, "text", text or ("补充附件" if attachments else ""), "补充内容", TEXT_LIMIT
    )
    step = change.begin(Verb.SUPPLEMENT, errors)
    ordinal = change.enter(Verb.SUPPLEMENT, text)
    mark(change, (text, *(file.name for file in attachments)))
    if attachments:
        attach(
            attachments, object_type=OBJECT, object_id=change.case.pk, purpose=f"entry:{ordinal}",
            by=change.signature, now=change.now,
        )  # fmt: skip
    change.happen(
        step,
        Verb.SUPPLEMENT,
        data={"entry": ordinal, "files": len(attachments)},
        erasable={"text": text},
    )


def add(change: CaseChange, *, said: Submission, attachments: Sequence[Prepared] = ()) -> None:
    """What the firm said again becomes a supplement of the case it raised before.

    NotValid for a complaint of a unit this case does not name: that unit could be at work on it;
    and for what is to be confidential, where the case is open.
    NotValid where it is more than a supplement holds; nothing is cut off.
    """
    case, text = change.case, said.told
    if said.complained_of and typed.key(said.complained_of) != typed.key(case.complained_of):
        raise NotValid({"complained_of": ALONE})
    if said.confidential and not case.confidential:
        raise NotValid({"confidential": STAYS_OPEN})
    phone = _phone(said.reporter_phone)
    if not case.confidential and (said.reporter_name, phone) != (
        case.reporter_name,
        case.reporter_phone,
    ):
        text = f"{text}\n联系人：{said.reporter_name} {phone}"
    if len(text) > TEXT_LIMIT:
        words = f"补充到原来那一件最多 {TEXT_LIMIT} 字，现在 {len(text)} 字；请删减，或者单独提交"
        raise NotValid({"body": words})
    supplement(change, text=text, attachments=attachments)


def accept(
    change: CaseChange,
    *,
    kind: Kind,
    tier: Tier,
    nature: Nature,
    item: Item | None,
    sector: str,
    urgency: Urgency = Urgency.NORMAL,
    scheme: SchemeVersion | None = None,
    boundary: Boundary | None = None,
) -> None:
    """受理: the office takes it on and says what it is; the scheme's promise begins to hold.

    `boundary`: whose matter it is besides, with what that allows.
    """
    errors = {} if item else {"item": "请选择事项"}
    step = change.begin(Verb.ACCEPT, errors)
    case = change.case
    case.kind, case.tier, case.nature, case.urgency = kind, tier, nature, urgency
    case.item, case.sector = item, sector
    if scheme is not None:
        case.scheme_version = scheme
    case.boundary = boundary
    case.accepted_at = change.now
    change.happen(step, Verb.ACCEPT)


def decline(
    change: CaseChange,
    *,
    organ: str,
    ground: str,
    where_to_go: str,
    boundary: Boundary | None = None,
) -> None:
    """不予受理: names the organ (not the officer), the legal ground, and where to go instead."""
    errors: dict[str, str] = {}
    organ = required(errors, "organ", organ, "答复机关", 80)
    ground = required(errors, "ground", ground, "不予受理的依据", 1000)
    where_to_go = required(errors, "where_to_go", where_to_go, "可以去哪里办", 1000)
    step = change.begin(Verb.DECLINE, errors)
    case = change.case
    case.refused_by_organ, case.refusal_ground, case.where_to_go = organ, ground, where_to_go
    case.boundary = boundary or case.boundary
    case.closed_at = change.now
    change.happen(step, Verb.DECLINE)


def withdraw(change: CaseChange, *, reason: str) -> None:
    """撤回: by the firm before assignment; after it by the office, having phoned the firm."""
    errors: dict[str, str] = {}
    reason = required(errors, "reason", reason, "撤回原因（交办后须写明电话核实情况）", 500)
    step = change.begin(Verb.WITHDRAW, errors)
    sheets = [a for a in change.aggregate.assignments if a.state != AssignmentState.RECALLED]
    for sheet in sheets:
        change.advance(sheet, Verb.WITHDRAW)
    if change.case.superior_id is not None:
        change.decide_escalation(Verb.WITHDRAW, "企业撤回诉求")
    change.case.withdrawal_asked_at = None
    change.case.closed_at = change.now
    change.happen(step, Verb.WITHDRAW, data={"reason": reason}, sheets=sheets)


def ask_withdrawal(change: CaseChange, *, reason: str) -> None:
    """申请撤回: the firm wants to withdraw what is already with a unit."""
    errors: dict[str, str] = {}
    reason = required(errors, "reason", reason, "撤回原因", 500)
    step = change.begin(Verb.ASK_WITHDRAWAL, errors)
    change.case.withdrawal_asked_at = change.now
    change.happen(step, Verb.ASK_WITHDRAWAL, data={"reason": reason})


def keep(change: CaseChange, *, reason: str) -> None:
    """继续办理: the firm, or the office after its call, takes the withdrawal back."""
    errors: dict[str, str] = {}
    reason = required(errors, "reason", reason, "说明", 500)
    step = change.begin(Verb.KEEP, errors)
    change.case.withdrawal_asked_at = None
    change.happen(step, Verb.KEEP, data={"reason": reason})
