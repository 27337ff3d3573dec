"""Every verb officials may do, as a page: its form, the action it calls, and what to say after.

The one dispatch table. A verb of `lifecycle.CASE_STEPS` that is in neither `DEEDS` nor
`PORTAL_ONLY` fails a test.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from zhuqi.interfaces.desk.cases.forms import approval as signing_forms
from zhuqi.interfaces.desk.cases.forms import disputes, joining, secrets, transfers
from zhuqi.interfaces.desk.cases.forms import instructions as instruction_forms
from zhuqi.interfaces.desk.cases.forms import levels as level_forms
from zhuqi.interfaces.desk.cases.forms import verbs as forms
from zhuqi.ledgers.cases.actions import closing, ending, handling, intake, tagging
from zhuqi.ledgers.cases.actions.work import CaseChange
from zhuqi.ledgers.cases.approval_schemes import actions as approval
from zhuqi.ledgers.cases.enums import (
    Disposition,
    Kind,
    Nature,
    Satisfaction,
    Tier,
    Urgency,
    Verb,
    Verdict,
)
from zhuqi.ledgers.cases.handover import actions as handover
from zhuqi.ledgers.cases.instructions import actions as instructions
from zhuqi.ledgers.cases.levels import actions as levels
from zhuqi.ledgers.cases.models import Case, Note, RecusalKind
from zhuqi.ledgers.cases.requests.actions import extensions, objections, pauses
from zhuqi.ledgers.cases.secrecy import actions as secrecy
from zhuqi.ledgers.cases.sheets import actions as sheets
from zhuqi.ledgers.cases.topics import actions as topics
from zhuqi.ledgers.cases.topics import merging
from zhuqi.ledgers.cases.transfers import actions as transferring

Cleaned = Mapping[str, Any]
Act = Callable[[CaseChange, Cleaned], None]

# Said by the firm alone, on its own pages.
PORTAL_ONLY = frozenset({Verb.RATE, Verb.ASK_WITHDRAWAL})


def no_others(_case: Case, _data: Cleaned) -> list[int]:
    """Of verbs about one case only."""
    return []


@dataclass(frozen=True, slots=True)
class VerbPage:
    """How one verb is done from a page. `page`: too big for a panel on the case page.

    `leaves`: whoever does it sees the case no more.
    `beside`: the other cases it is about.
    """

    form: type[forms.VerbForm]
    act: Act
    done: StrOrPromise
    page: bool = False
    in_queues: bool = False
    template: str = "desk/cases/verb.html"
    leaves: bool = False
    beside: Callable[[Case, Cleaned], list[int]] = no_others


def _accept(change: CaseChange, data: Cleaned) -> None:
    intake.accept(
        change,
        kind=Kind(data["kind"]),
        tier=Tier(data["tier"]),
        nature=Nature(data["nature"]),
        urgency=Urgency(data["urgency"]),
        sector=data["sector"],
        item=data["item"],
        boundary=data.get("boundary"),
    )


def _assign(change: CaseChange, data: Cleaned) -> None:
    handling.assign(
        change,
        lead=data["lead"],
        co=list(data["co"]),
        part=list(data["part"]),
        requirement=data["requirement"],
    )


def _decline(change: CaseChange, data: Cleaned) -> None:
    intake.decline(
        change,
        organ=data["organ"],
        ground=data["ground"],
        where_to_go=data["where_to_go"],
        boundary=data["boundary"],
    )


def _answer(change: CaseChange, data: Cleaned) -> None:
    handling.answer(
        change,
        text=data["text"],
        disposition=Disposition(data["disposition"]),
        signed_by=data["signed_by"],
        scan=data.get("scan") or (),
        files=data["attachments"],
    )


def _rate_by_phone(change: CaseChange, data: Cleaned) -> None:
    closing.rate_by_phone(
        change,
        verdict=Verdict(data["verdict"]),
        satisfaction=Satisfaction(data["satisfaction"]),
        comment=data["comment"],
        spoken_to=data["spoken_to"],
    )


def _note(change: CaseChange, data: Cleaned) -> None:
    # A note does not count as a change of the case, so a second click has to be known by its text.
    if Note.objects.filter(case=change.case, by=change.by.actor.name, text=data["text"]).exists():
        return
    handling.note(change, text=data["text"])


def _instruct(change: CaseChange, data: Cleaned) -> None:
    instructions.instruct(
        change,
        leader=data.get("leader"),
        text=data["text"],
        requirement=data["requirement"],
        due=data["due"],
        readers=list(data["readers"]),
        files=data["attachments"],
    )


LIABLE = {"yes": True, "no": False}

VERB_PAGES: dict[Verb, VerbPage] = {
    Verb.SUPPLEMENT: VerbPage(
        forms.SupplementForm,
        lambda change, data: intake.supplement(
            change, text=data["text"], files=data["attachments"]
        ),
        _("补充材料已记入"),
    ),
    Verb.ACCEPT: VerbPage(forms.AcceptForm, _accept, _("已受理"), page=True, in_queues=True),
    Verb.DECLINE: VerbPage(
        forms.DeclineForm,
        _decline,
        _("已答复不予受理，企业会看到依据和去处"),
        page=True,
        template="desk/cases/decline.html",
    ),
    Verb.ASSIGN: VerbPage(forms.AssignForm, _assign, _("已交办"), page=True, in_queues=True),
    Verb.RECALL: VerbPage(
        forms.RecallForm,
        lambda change, data: handling.recall(change, reason=data["reason"]),
        _("交办已撤回，可以重新交办"),
    ),
    Verb.SIGN: VerbPage(
        forms.SignForm,
        lambda change, data: handling.sign(change, handler_phone=data.get("handler_phone", "")),
        _("已签收"),
        in_queues=True,
    ),
    Verb.CONTACT: VerbPage(
        forms.ContactForm,
        lambda change, data: handling.contact(change, text=data["text"]),
        _("联系情况已记入"),
    ),
    Verb.PROGRESS: VerbPage(
        forms.ProgressForm,
        lambda change, data: handling.report_progress(
            change, text=data["text"], files=data["attachments"]
        ),
        _("进展已记入，企业看得到"),
    ),
    Verb.OPINION: VerbPage(
        forms.OpinionForm,
        lambda change, data: handling.give_opinion(
            change, text=data["text"], files=data["attachments"]
        ),
        _("协办意见已提交"),
        in_queues=True,
    ),
    Verb.ANSWER: VerbPage(
        forms.AnswerForm, _answer, _("答复已提交，等活动办审核"), page=True, in_queues=True
    ),
    Verb.DRAFT_ANSWER: VerbPage(
        signing_forms.DraftAnswerForm,
        lambda change, data: approval.draft_answer(
            change,
            text=data["text"],
            disposition=Disposition(data["disposition"]),
            files=data["attachments"],
        ),
        _("已送签，签发后送活动办审核"),
        page=True,
    ),
    Verb.SIGN_ANSWER: VerbPage(
        signing_forms.SignAnswerForm,
        lambda change, data: approval.sign_answer(change, text=data["text"]),
        _("已签发，答复送活动办审核"),
        page=True,
        in_queues=True,
    ),
    Verb.RETURN_DRAFT: VerbPage(
        signing_forms.ReturnDraftForm,
        lambda change, data: approval.return_draft(change, reason=data["reason"]),
        _("已退回拟稿人"),
        in_queues=True,
    ),
    Verb.RETURN: VerbPage(
        forms.ReturnForm,
        lambda change, data: closing.return_answer(change, reason=data["reason"]),
        _("已退回主办单位重办"),
    ),
    Verb.COMPLETE: VerbPage(
        forms.CompleteForm,
        lambda change, data: closing.complete(
            change, effect_money=data["effect_money"], effect_staff=data["effect_staff"]
        ),
        _("已办结，企业会收到答复并请其评价"),
        in_queues=True,
    ),
    Verb.FORWARD: VerbPage(
        level_forms.ForwardForm,
        lambda change, data: levels.forward(change, office=data["office"], reason=data["reason"]),
        _("已转办，由对方受理"),
        page=True,
    ),
    Verb.ESCALATE: VerbPage(
        level_forms.EscalateForm,
        lambda change, data: levels.escalate(change, reason=data["reason"]),
        _("已提请上级活动办研判；上级接收前仍由本级负责"),
    ),
    Verb.TAKE_UP: VerbPage(
        level_forms.TakeUpForm,
        lambda change, data: levels.take_up(change, decision=data["decision"]),
        _("已接收，进入本级台账，请交办"),
        in_queues=True,
    ),
    Verb.SEND_DOWN: VerbPage(
        level_forms.SendDownForm,
        lambda change, data: levels.send_down(change, reason=data["reason"]),
        _("已退回属地"),
        in_queues=True,
    ),
    Verb.SUB_ASSIGN: VerbPage(
        level_forms.SubAssignForm,
        lambda change, data: sheets.sub_assign(
            change,
            units=list(data["units"]),
            until=data["until"],
            requirement=data["requirement"],
        ),
        _("已二次分办；本单位的时限不变"),
        page=True,
    ),
    Verb.PART_ANSWER: VerbPage(
        level_forms.PartAnswerForm,
        lambda change, data: sheets.part_answer(
            change, text=data["text"], files=data["attachments"]
        ),
        _("分办答复已提交"),
        in_queues=True,
    ),
    Verb.RETURN_PART: VerbPage(
        level_forms.ReturnPartForm,
        lambda change, data: sheets.return_part(
            change, sheet=int(data["sheet"]), reason=data["reason"], until=data.get("until")
        ),
        _("已退回，请对方重新答复"),
    ),
    Verb.ENLIST: VerbPage(
        level_forms.EnlistForm,
        lambda change, data: sheets.enlist(
            change,
            co=list(data["co"]),
            part=list(data["part"]),
            requirement=data["requirement"],
        ),
        _("已增加承办单位"),
        page=True,
    ),
    Verb.RELEASE: VerbPage(
        level_forms.ReleaseForm,
        lambda change, data: sheets.release(
            change, sheet=int(data["sheet"]), reason=data["reason"]
        ),
        _("交办单已收回"),
    ),
    Verb.ASK_STRIKE_OFF: VerbPage(
        level_forms.AskStrikeOffForm,
        lambda change, data: levels.ask_strike_off(change, reason=data["reason"]),
        _("已申请销号，等上级活动办审核"),
        in_queues=True,
    ),
    Verb.REFUSE_STRIKE_OFF: VerbPage(
        level_forms.RefuseStrikeOffForm,
        lambda change, data: levels.refuse_strike_off(change, reason=data["reason"]),
        _("已退回销号申请"),
    ),
    Verb.SEND_BACK: VerbPage(
        level_forms.SendBackForm,
        lambda change, data: levels.send_back(change, text=data["text"]),
        _("已记下反馈来源"),
        in_queues=True,
    ),
    Verb.RATE_BY_PHONE: VerbPage(
        forms.RateByPhoneForm, _rate_by_phone, _("评价已记入"), page=True, in_queues=True
    ),
    Verb.REDO: VerbPage(
        forms.RedoForm,
        lambda change, data: closing.redo(
            change, reason=data["reason"], liable=LIABLE.get(data["liable"])
        ),
        _("已转回主办单位重办"),
        in_queues=True,
    ),
    Verb.STRIKE_OFF: VerbPage(
        forms.StrikeOffForm,
        lambda change, data: closing.strike_off(change, reason=data.get("reason", "")),
        _("已销号"),
        in_queues=True,
    ),
    Verb.CARRY: VerbPage(
        forms.CarryForm,
        lambda change, data: closing.carry(change, until=data["until"], reason=data["reason"]),
        _("已挂账，到期会再提醒"),
        in_queues=True,
    ),
    Verb.REOPEN: VerbPage(
        forms.ReopenForm,
        lambda change, data: closing.reopen(change, reason=data["reason"]),
        _("已重新办理"),
    ),
    Verb.WITHDRAW: VerbPage(
        forms.WithdrawForm,
        lambda change, data: intake.withdraw(change, reason=data["reason"]),
        _("诉求已撤回"),
        in_queues=True,
    ),
    Verb.KEEP: VerbPage(
        forms.KeepForm,
        lambda change, data: intake.keep(change, reason=data["reason"]),
        _("已记为继续办理"),
    ),
    Verb.HAND_OVER: VerbPage(
        forms.HandOverForm,
        lambda change, data: handover.hand_over(change, to=data["to"], reason=data["reason"]),
        _("已移交，企业会看到新的经办人"),
    ),
    Verb.INSTRUCT: VerbPage(
        instruction_forms.InstructForm,
        _instruct,
        _("批示已记入，承办方会按要求报告"),
        page=True,
        template="desk/cases/instruct.html",
    ),
    Verb.REPORT_ON: VerbPage(
        instruction_forms.ReportForm,
        lambda change, data: instructions.report_on(
            change, ordinal=int(data["ordinal"]), text=data["text"], files=data["attachments"]
        ),
        _("报告已送批示领导圈阅"),
        page=True,
        in_queues=True,
        template="desk/cases/on_instruction.html",
    ),
    Verb.MARK_READ: VerbPage(
        instruction_forms.MarkReadForm,
        lambda change, data: instructions.mark_read(
            change, ordinal=int(data["ordinal"]), remark=data["remark"]
        ),
        _("已圈阅"),
        in_queues=True,
        template="desk/cases/on_instruction.html",
    ),
    Verb.OBJECT: VerbPage(
        disputes.ObjectForm,
        lambda change, data: objections.object_to(
            change, reason=data["reason"], suggested=data["suggested"]
        ),
        _("异议已提出，裁定前请照常办理"),
    ),
    Verb.UPHOLD: VerbPage(
        disputes.UpholdForm,
        lambda change, data: objections.uphold(
            change, reason=data["reason"], sheet=data.get("sheet")
        ),
        _("已维持交办，裁定为最终决定"),
        page=True,
        in_queues=True,
    ),
    Verb.REASSIGN: VerbPage(
        disputes.ReassignForm,
        lambda change, data: objections.reassign(
            change, unit=data["unit"], reason=data["reason"], sheet=data.get("sheet")
        ),
        _("已改派，裁定为最终决定"),
        page=True,
        in_queues=True,
    ),
    Verb.CONSULT: VerbPage(
        disputes.ConsultForm,
        lambda change, data: objections.consult(
            change,
            fallback=data["fallback"],
            until=data["until"],
            reason=data["reason"],
            sheet=data.get("sheet"),
        ),
        _("已转会商，会商期间由兜底单位办理"),
        page=True,
    ),
    Verb.ASK_EXTENSION: VerbPage(
        disputes.AskExtensionForm,
        lambda change, data: extensions.ask_extension(
            change, amount=data["amount"], reason=data["reason"]
        ),
        _("延期已申请，批准前按原时限办理"),
    ),
    Verb.GRANT_EXTENSION: VerbPage(
        disputes.GrantExtensionForm,
        lambda change, data: extensions.grant_extension(
            change, amount=data["amount"], reason=data["reason"], sheet=data.get("sheet")
        ),
        _("已同意延期，企业会看到新的承诺时间"),
        page=True,
        in_queues=True,
    ),
    Verb.REFUSE_EXTENSION: VerbPage(
        disputes.RefuseExtensionForm,
        lambda change, data: extensions.refuse_extension(
            change, reason=data["reason"], sheet=data.get("sheet")
        ),
        _("已答复不同意延期"),
        page=True,
    ),
    Verb.ASK_PAUSE: VerbPage(
        disputes.AskPauseForm,
        lambda change, data: pauses.ask_pause(change, reason=data["reason"], until=data["until"]),
        _("挂起已申请，批准前时限不停"),
    ),
    Verb.PAUSE: VerbPage(
        disputes.PauseForm,
        lambda change, data: pauses.pause(change, reason=data["reason"], until=data["until"]),
        _("已挂起，到期会再提醒复核"),
        page=True,
        in_queues=True,
    ),
    Verb.REFUSE_PAUSE: VerbPage(
        disputes.RefusePauseForm,
        lambda change, data: pauses.refuse_pause(change, reason=data["reason"]),
        _("已答复不同意挂起"),
        page=True,
    ),
    Verb.RESUME: VerbPage(
        disputes.ResumeForm,
        lambda change, data: pauses.resume(change, reason=data["reason"]),
        _("已恢复办理，时限继续计算"),
        in_queues=True,
    ),
    Verb.TRANSFER: VerbPage(
        transfers.TransferForm,
        lambda change, data: transferring.transfer(
            change, boundary=data["boundary"], organ=data["organ"], reason=data["reason"]
        ),
        _("已移送，移送单已编号"),
        page=True,
        in_queues=True,
    ),
    Verb.RECEIPT: VerbPage(
        transfers.ReceiptForm,
        lambda change, data: transferring.take_receipt(
            change,
            receipt=data["receipt"],
            received_by=data["received_by"],
            received_on=data["received_on"],
        ),
        _("回执已登记"),
        page=True,
        in_queues=True,
    ),
    Verb.CONCEAL: VerbPage(
        secrets.ConcealForm,
        lambda change, data: secrecy.conceal(change, reason=data["reason"]),
        _("已标为保密，承办单位和助企干部看不到企业是谁"),
        page=True,
    ),
    Verb.UNCONCEAL: VerbPage(
        secrets.UnconcealForm,
        lambda change, data: secrecy.unconceal(change, reason=data["reason"]),
        _("已取消保密"),
        page=True,
    ),
    Verb.DISCLOSE: VerbPage(
        secrets.DiscloseForm,
        lambda change, data: secrecy.disclose(
            change, units=list(data["units"]), reason=data["reason"]
        ),
        _("已告知所选单位，企业会看到这条记录"),
        page=True,
    ),
    Verb.RECUSE: VerbPage(
        secrets.RecuseForm,
        lambda change, data: secrecy.recuse(
            change,
            kind=RecusalKind(data["kind"]),
            unit=data["unit"],
            person=data["person"],
            reason=data["reason"],
        ),
        _("已设定回避，被回避的单位和人员看不到这件诉求"),
        page=True,
    ),
    Verb.LIFT_RECUSAL: VerbPage(
        secrets.LiftRecusalForm,
        lambda change, data: secrecy.lift_recusal(
            change, recusal=int(data["recusal"]), reason=data["reason"]
        ),
        _("已解除回避"),
        page=True,
    ),
    Verb.DECLARE_RECUSAL: VerbPage(
        secrets.DeclareRecusalForm,
        lambda change, data: secrecy.declare_recusal(change, reason=data["reason"]),
        _("已声明回避，您不再看到这件诉求"),
        page=True,
        leaves=True,
    ),
    Verb.MERGE: VerbPage(
        joining.MergeForm,
        lambda change, data: merging.merge(change, into=data["into"], reason=data["reason"]),
        _("已合并办理，企业会看到合并到哪一件"),
        page=True,
        beside=lambda _case, data: [data["into"]],
    ),
    Verb.UNMERGE: VerbPage(
        joining.UnmergeForm,
        lambda change, data: merging.unmerge(change, reason=data["reason"]),
        _("已取消合并"),
        page=True,
        beside=lambda case, _data: [case.merged_into_id] if case.merged_into_id else [],
    ),
    Verb.BUNDLE: VerbPage(
        joining.BundleForm,
        lambda change, data: topics.bundle(change, topic=data["topic"]),
        _("已归入共性问题，企业会看到问题的名称"),
    ),
    Verb.UNBUNDLE: VerbPage(
        joining.UnbundleForm,
        lambda change, data: topics.unbundle(change, reason=data["reason"]),
        _("已移出共性问题"),
    ),
    Verb.TERMINATE: VerbPage(
        joining.TerminateForm,
        lambda change, data: ending.terminate(
            change, organ=data["organ"], ground=data["ground"], where_to_go=data["where_to_go"]
        ),
        _("已终结，企业会看到依据和去处"),
        page=True,
    ),
    Verb.NOTE: VerbPage(forms.NoteForm, _note, _("备注已记下，只有本单位看得到")),
    Verb.TAG: VerbPage(
        forms.TagForm,
        lambda change, data: tagging.tag(change, tags=list(data["tags"])),
        _("标签已记下"),
    ),
}

# The filled button: the first of these that can be done now.
MAIN_ORDER = (
    Verb.MARK_READ,
    Verb.SIGN_ANSWER,
    Verb.WITHDRAW,
    Verb.TAKE_UP,
    Verb.UPHOLD,
    Verb.REASSIGN,
    Verb.CONSULT,
    Verb.GRANT_EXTENSION,
    Verb.REFUSE_EXTENSION,
    Verb.ACCEPT,
    Verb.ASSIGN,
    Verb.SIGN,
    Verb.OPINION,
    Verb.PART_ANSWER,
    Verb.ANSWER,
    Verb.REPORT_ON,
    Verb.COMPLETE,
    Verb.STRIKE_OFF,
    Verb.ASK_STRIKE_OFF,
    Verb.CARRY,
    Verb.REDO,
    Verb.SEND_BACK,
    Verb.RATE_BY_PHONE,
    Verb.RECEIPT,
)


# The other way a pile's case may go, offered beside the main button.
INSTEAD: dict[Verb, Verb] = {
    Verb.ACCEPT: Verb.DECLINE,
    Verb.COMPLETE: Verb.RETURN,
    Verb.WITHDRAW: Verb.KEEP,
    Verb.TAKE_UP: Verb.SEND_DOWN,
    Verb.SIGN_ANSWER: Verb.RETURN_DRAFT,
    Verb.STRIKE_OFF: Verb.REFUSE_STRIKE_OFF,
    Verb.UPHOLD: Verb.REASSIGN,
    Verb.GRANT_EXTENSION: Verb.REFUSE_EXTENSION,
    Verb.PAUSE: Verb.REFUSE_PAUSE,
}


# Decisions on what somebody asked for: either way is as likely.
DECISIONS = frozenset({Verb.UPHOLD, Verb.REASSIGN, Verb.GRANT_EXTENSION, Verb.PAUSE})


def queue_of(verb: Verb) -> Verb:
    """The pile a verb takes a case off: declining takes it off the same one as accepting."""
    return next((queue for queue, other in INSTEAD.items() if other == verb), verb)


def address(verb: Verb, number: str) -> str:
    """Where a verb is done; accepting and assigning are one page."""
    if verb in {Verb.ACCEPT, Verb.ASSIGN}:
        return reverse("desk:triage", args=[number])
    return reverse("desk:verb", args=[number, verb.value])
