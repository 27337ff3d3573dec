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

from zhuqi.interfaces.desk.forms import disputes, joining, secrets, transfers
from zhuqi.interfaces.desk.forms import instructions as instruction_forms
from zhuqi.interfaces.desk.forms import levels as level_forms
from zhuqi.interfaces.desk.forms import signing as signing_forms
from zhuqi.interfaces.desk.forms import verbs as forms
from zhuqi.ledgers.cases.actions import (
    closing,
    ending,
    extensions,
    handling,
    handover,
    instructions,
    intake,
    levels,
    merging,
    objections,
    pauses,
    secrecy,
    sheets,
    signing,
    tagging,
    topics,
    transferring,
)
from zhuqi.ledgers.cases.actions.work import Work
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
from zhuqi.ledgers.cases.models import Case, Note, RecusalKind

Cleaned = Mapping[str, Any]
Act = Callable[[Work, Cleaned], None]

# Said by the firm alone, on its own pages.
PORTAL_ONLY = frozenset({Verb.RATE, Verb.ASK_WITHDRAWAL})


@dataclass(frozen=True, slots=True)
class Deed:
    """How one verb is done from a page. `page`: too big for a panel on the case page.

    `leaves`: whoever does it sees the case no more.
    `beside`: the other cases it is about.
    """

    form: type[forms.VerbForm]
    act: Act
    done: StrOrPromise
    page: bool = False
    in_piles: bool = False
    template: str = "desk/verb.html"
    leaves: bool = False
    beside: Callable[[Case, Cleaned], list[int]] = lambda _case, _data: []


def _accept(work: Work, data: Cleaned) -> None:
    intake.accept(
        work,
        kind=Kind(data["kind"]),
        tier=Tier(data["tier"]),
        nature=Nature(data["nature"]),
        urgency=Urgency(data["urgency"]),
        sector=data["sector"],
        item=data["item"],
        boundary=data.get("boundary"),
    )


def _assign(work: Work, data: Cleaned) -> None:
    handling.assign(
        work,
        lead=data["lead"],
        co=list(data["co"]),
        part=list(data["part"]),
        requirement=data["requirement"],
    )


def _decline(work: Work, data: Cleaned) -> None:
    intake.decline(
        work,
        organ=data["organ"],
        ground=data["ground"],
        where_to_go=data["where_to_go"],
        boundary=data["boundary"],
    )


def _answer(work: Work, data: Cleaned) -> None:
    handling.answer(
        work,
        text=data["text"],
        disposition=Disposition(data["disposition"]),
        signed_by=data["signed_by"],
        scan=data.get("scan") or (),
        files=data["attachments"],
    )


def _rate_by_phone(work: Work, data: Cleaned) -> None:
    closing.rate_by_phone(
        work,
        verdict=Verdict(data["verdict"]),
        satisfaction=Satisfaction(data["satisfaction"]),
        comment=data["comment"],
        spoken_to=data["spoken_to"],
    )


def _note(work: Work, data: Cleaned) -> None:
    # A note does not count as a change of the case, so a second click has to be known by its text.
    if Note.objects.filter(case=work.case, by=work.by.actor.name, text=data["text"]).exists():
        return
    handling.note(work, text=data["text"])


def _instruct(work: Work, data: Cleaned) -> None:
    instructions.instruct(
        work,
        leader=data.get("leader"),
        text=data["text"],
        requirement=data["requirement"],
        due=data["due"],
        readers=list(data["readers"]),
        files=data["attachments"],
    )


LIABLE = {"yes": True, "no": False}

DEEDS: dict[Verb, Deed] = {
    Verb.SUPPLEMENT: Deed(
        forms.SupplementForm,
        lambda work, data: intake.supplement(work, text=data["text"], files=data["attachments"]),
        _("补充材料已记入"),
    ),
    Verb.ACCEPT: Deed(forms.AcceptForm, _accept, _("已受理"), page=True, in_piles=True),
    Verb.DECLINE: Deed(
        forms.DeclineForm,
        _decline,
        _("已答复不予受理，企业会看到依据和去处"),
        page=True,
        template="desk/decline.html",
    ),
    Verb.ASSIGN: Deed(forms.AssignForm, _assign, _("已交办"), page=True, in_piles=True),
    Verb.RECALL: Deed(
        forms.RecallForm,
        lambda work, data: handling.recall(work, reason=data["reason"]),
        _("交办已撤回，可以重新交办"),
    ),
    Verb.SIGN: Deed(
        forms.SignForm,
        lambda work, data: handling.sign(work, handler_phone=data.get("handler_phone", "")),
        _("已签收"),
        in_piles=True,
    ),
    Verb.CONTACT: Deed(
        forms.ContactForm,
        lambda work, data: handling.contact(work, text=data["text"]),
        _("联系情况已记入"),
    ),
    Verb.PROGRESS: Deed(
        forms.ProgressForm,
        lambda work, data: handling.report_progress(
            work, text=data["text"], files=data["attachments"]
        ),
        _("进展已记入，企业看得到"),
    ),
    Verb.OPINION: Deed(
        forms.OpinionForm,
        lambda work, data: handling.give_opinion(
            work, text=data["text"], files=data["attachments"]
        ),
        _("协办意见已提交"),
        in_piles=True,
    ),
    Verb.ANSWER: Deed(
        forms.AnswerForm, _answer, _("答复已提交，等活动办审核"), page=True, in_piles=True
    ),
    Verb.DRAFT_ANSWER: Deed(
        signing_forms.DraftAnswerForm,
        lambda work, data: signing.draft_answer(
            work,
            text=data["text"],
            disposition=Disposition(data["disposition"]),
            files=data["attachments"],
        ),
        _("已送签，签发后送活动办审核"),
        page=True,
    ),
    Verb.SIGN_ANSWER: Deed(
        signing_forms.SignAnswerForm,
        lambda work, data: signing.sign_answer(work, text=data["text"]),
        _("已签发，答复送活动办审核"),
        page=True,
        in_piles=True,
    ),
    Verb.RETURN_DRAFT: Deed(
        signing_forms.ReturnDraftForm,
        lambda work, data: signing.return_draft(work, reason=data["reason"]),
        _("已退回拟稿人"),
        in_piles=True,
    ),
    Verb.RETURN: Deed(
        forms.ReturnForm,
        lambda work, data: closing.return_answer(work, reason=data["reason"]),
        _("已退回主办单位重办"),
    ),
    Verb.COMPLETE: Deed(
        forms.CompleteForm,
        lambda work, data: closing.complete(
            work, effect_money=data["effect_money"], effect_staff=data["effect_staff"]
        ),
        _("已办结，企业会收到答复并请其评价"),
        in_piles=True,
    ),
    Verb.FORWARD: Deed(
        level_forms.ForwardForm,
        lambda work, data: levels.forward(work, office=data["office"], reason=data["reason"]),
        _("已转办，由对方受理"),
        page=True,
    ),
    Verb.ESCALATE: Deed(
        level_forms.EscalateForm,
        lambda work, data: levels.escalate(work, reason=data["reason"]),
        _("已提请上级活动办研判；上级接收前仍由本级负责"),
    ),
    Verb.TAKE_UP: Deed(
        level_forms.TakeUpForm,
        lambda work, data: levels.take_up(work, decision=data["decision"]),
        _("已接收，进入本级台账，请交办"),
        in_piles=True,
    ),
    Verb.SEND_DOWN: Deed(
        level_forms.SendDownForm,
        lambda work, data: levels.send_down(work, reason=data["reason"]),
        _("已退回属地"),
        in_piles=True,
    ),
    Verb.SUB_ASSIGN: Deed(
        level_forms.SubAssignForm,
        lambda work, data: sheets.sub_assign(
            work,
            units=list(data["units"]),
            until=data["until"],
            requirement=data["requirement"],
        ),
        _("已二次分办；本单位的时限不变"),
        page=True,
    ),
    Verb.PART_ANSWER: Deed(
        level_forms.PartAnswerForm,
        lambda work, data: sheets.part_answer(work, text=data["text"], files=data["attachments"]),
        _("分办答复已提交"),
        in_piles=True,
    ),
    Verb.RETURN_PART: Deed(
        level_forms.ReturnPartForm,
        lambda work, data: sheets.return_part(
            work, sheet=int(data["sheet"]), reason=data["reason"], until=data.get("until")
        ),
        _("已退回，请对方重新答复"),
    ),
    Verb.ENLIST: Deed(
        level_forms.EnlistForm,
        lambda work, data: sheets.enlist(
            work,
            co=list(data["co"]),
            part=list(data["part"]),
            requirement=data["requirement"],
        ),
        _("已增加承办单位"),
        page=True,
    ),
    Verb.RELEASE: Deed(
        level_forms.ReleaseForm,
        lambda work, data: sheets.release(work, sheet=int(data["sheet"]), reason=data["reason"]),
        _("交办单已收回"),
    ),
    Verb.ASK_STRIKE_OFF: Deed(
        level_forms.AskStrikeOffForm,
        lambda work, data: levels.ask_strike_off(work, reason=data["reason"]),
        _("已申请销号，等上级活动办审核"),
        in_piles=True,
    ),
    Verb.REFUSE_STRIKE_OFF: Deed(
        level_forms.RefuseStrikeOffForm,
        lambda work, data: levels.refuse_strike_off(work, reason=data["reason"]),
        _("已退回销号申请"),
    ),
    Verb.SEND_BACK: Deed(
        level_forms.SendBackForm,
        lambda work, data: levels.send_back(work, text=data["text"]),
        _("已记下反馈来源"),
        in_piles=True,
    ),
    Verb.RATE_BY_PHONE: Deed(
        forms.RateByPhoneForm, _rate_by_phone, _("评价已记入"), page=True, in_piles=True
    ),
    Verb.REDO: Deed(
        forms.RedoForm,
        lambda work, data: closing.redo(
            work, reason=data["reason"], liable=LIABLE.get(data["liable"])
        ),
        _("已转回主办单位重办"),
        in_piles=True,
    ),
    Verb.STRIKE_OFF: Deed(
        forms.StrikeOffForm,
        lambda work, data: closing.strike_off(work, reason=data.get("reason", "")),
        _("已销号"),
        in_piles=True,
    ),
    Verb.CARRY: Deed(
        forms.CarryForm,
        lambda work, data: closing.carry(work, until=data["until"], reason=data["reason"]),
        _("已挂账，到期会再提醒"),
        in_piles=True,
    ),
    Verb.REOPEN: Deed(
        forms.ReopenForm,
        lambda work, data: closing.reopen(work, reason=data["reason"]),
        _("已重新办理"),
    ),
    Verb.WITHDRAW: Deed(
        forms.WithdrawForm,
        lambda work, data: intake.withdraw(work, reason=data["reason"]),
        _("诉求已撤回"),
        in_piles=True,
    ),
    Verb.KEEP: Deed(
        forms.KeepForm,
        lambda work, data: intake.keep(work, reason=data["reason"]),
        _("已记为继续办理"),
    ),
    Verb.HAND_OVER: Deed(
        forms.HandOverForm,
        lambda work, data: handover.hand_over(work, to=data["to"], reason=data["reason"]),
        _("已移交，企业会看到新的经办人"),
    ),
    Verb.INSTRUCT: Deed(
        instruction_forms.InstructForm,
        _instruct,
        _("批示已记入，承办方会按要求报告"),
        page=True,
        template="desk/instruct.html",
    ),
    Verb.REPORT_ON: Deed(
        instruction_forms.ReportForm,
        lambda work, data: instructions.report_on(
            work, ordinal=int(data["ordinal"]), text=data["text"], files=data["attachments"]
        ),
        _("报告已送批示领导圈阅"),
        page=True,
        in_piles=True,
        template="desk/on_instruction.html",
    ),
    Verb.MARK_READ: Deed(
        instruction_forms.MarkReadForm,
        lambda work, data: instructions.mark_read(
            work, ordinal=int(data["ordinal"]), remark=data["remark"]
        ),
        _("已圈阅"),
        in_piles=True,
        template="desk/on_instruction.html",
    ),
    Verb.OBJECT: Deed(
        disputes.ObjectForm,
        lambda work, data: objections.object_to(
            work, reason=data["reason"], suggested=data["suggested"]
        ),
        _("异议已提出，裁定前请照常办理"),
    ),
    Verb.UPHOLD: Deed(
        disputes.UpholdForm,
        lambda work, data: objections.uphold(work, reason=data["reason"], sheet=data.get("sheet")),
        _("已维持交办，裁定为最终决定"),
        page=True,
        in_piles=True,
    ),
    Verb.REASSIGN: Deed(
        disputes.ReassignForm,
        lambda work, data: objections.reassign(
            work, unit=data["unit"], reason=data["reason"], sheet=data.get("sheet")
        ),
        _("已改派，裁定为最终决定"),
        page=True,
        in_piles=True,
    ),
    Verb.CONSULT: Deed(
        disputes.ConsultForm,
        lambda work, data: objections.consult(
            work,
            fallback=data["fallback"],
            until=data["until"],
            reason=data["reason"],
            sheet=data.get("sheet"),
        ),
        _("已转会商，会商期间由兜底单位办理"),
        page=True,
    ),
    Verb.ASK_EXTENSION: Deed(
        disputes.AskExtensionForm,
        lambda work, data: extensions.ask_extension(
            work, amount=data["amount"], reason=data["reason"]
        ),
        _("延期已申请，批准前按原时限办理"),
    ),
    Verb.GRANT_EXTENSION: Deed(
        disputes.GrantExtensionForm,
        lambda work, data: extensions.grant_extension(
            work, amount=data["amount"], reason=data["reason"], sheet=data.get("sheet")
        ),
        _("已同意延期，企业会看到新的承诺时间"),
        page=True,
        in_piles=True,
    ),
    Verb.REFUSE_EXTENSION: Deed(
        disputes.RefuseExtensionForm,
        lambda work, data: extensions.refuse_extension(
            work, reason=data["reason"], sheet=data.get("sheet")
        ),
        _("已答复不同意延期"),
        page=True,
    ),
    Verb.ASK_PAUSE: Deed(
        disputes.AskPauseForm,
        lambda work, data: pauses.ask_pause(work, reason=data["reason"], until=data["until"]),
        _("挂起已申请，批准前时限不停"),
    ),
    Verb.PAUSE: Deed(
        disputes.PauseForm,
        lambda work, data: pauses.pause(work, reason=data["reason"], until=data["until"]),
        _("已挂起，到期会再提醒复核"),
        page=True,
        in_piles=True,
    ),
    Verb.REFUSE_PAUSE: Deed(
        disputes.RefusePauseForm,
        lambda work, data: pauses.refuse_pause(work, reason=data["reason"]),
        _("已答复不同意挂起"),
        page=True,
    ),
    Verb.RESUME: Deed(
        disputes.ResumeForm,
        lambda work, data: pauses.resume(work, reason=data["reason"]),
        _("已恢复办理，时限继续计算"),
        in_piles=True,
    ),
    Verb.TRANSFER: Deed(
        transfers.TransferForm,
        lambda work, data: transferring.transfer(
            work, boundary=data["boundary"], organ=data["organ"], reason=data["reason"]
        ),
        _("已移送，移送单已编号"),
        page=True,
        in_piles=True,
    ),
    Verb.RECEIPT: Deed(
        transfers.ReceiptForm,
        lambda work, data: transferring.take_receipt(
            work,
            receipt=data["receipt"],
            received_by=data["received_by"],
            received_on=data["received_on"],
        ),
        _("回执已登记"),
        page=True,
        in_piles=True,
    ),
    Verb.CONCEAL: Deed(
        secrets.ConcealForm,
        lambda work, data: secrecy.conceal(work, reason=data["reason"]),
        _("已标为保密，承办单位和助企干部看不到企业是谁"),
        page=True,
    ),
    Verb.UNCONCEAL: Deed(
        secrets.UnconcealForm,
        lambda work, data: secrecy.unconceal(work, reason=data["reason"]),
        _("已取消保密"),
        page=True,
    ),
    Verb.DISCLOSE: Deed(
        secrets.DiscloseForm,
        lambda work, data: secrecy.disclose(work, units=list(data["units"]), reason=data["reason"]),
        _("已告知所选单位，企业会看到这条记录"),
        page=True,
    ),
    Verb.RECUSE: Deed(
        secrets.RecuseForm,
        lambda work, data: secrecy.recuse(
            work,
            kind=RecusalKind(data["kind"]),
            unit=data["unit"],
            person=data["person"],
            reason=data["reason"],
        ),
        _("已设定回避，被回避的单位和人员看不到这件诉求"),
        page=True,
    ),
    Verb.LIFT_RECUSAL: Deed(
        secrets.LiftRecusalForm,
        lambda work, data: secrecy.lift_recusal(
            work, recusal=int(data["recusal"]), reason=data["reason"]
        ),
        _("已解除回避"),
        page=True,
    ),
    Verb.DECLARE_RECUSAL: Deed(
        secrets.DeclareRecusalForm,
        lambda work, data: secrecy.declare_recusal(work, reason=data["reason"]),
        _("已声明回避，您不再看到这件诉求"),
        page=True,
        leaves=True,
    ),
    Verb.MERGE: Deed(
        joining.MergeForm,
        lambda work, data: merging.merge(work, into=data["into"], reason=data["reason"]),
        _("已合并办理，企业会看到合并到哪一件"),
        page=True,
        beside=lambda _case, data: [data["into"]],
    ),
    Verb.UNMERGE: Deed(
        joining.UnmergeForm,
        lambda work, data: merging.unmerge(work, reason=data["reason"]),
        _("已取消合并"),
        page=True,
        beside=lambda case, _data: [case.merged_into_id] if case.merged_into_id else [],
    ),
    Verb.BUNDLE: Deed(
        joining.BundleForm,
        lambda work, data: topics.bundle(work, topic=data["topic"]),
        _("已归入共性问题，企业会看到问题的名称"),
    ),
    Verb.UNBUNDLE: Deed(
        joining.UnbundleForm,
        lambda work, data: topics.unbundle(work, reason=data["reason"]),
        _("已移出共性问题"),
    ),
    Verb.TERMINATE: Deed(
        joining.TerminateForm,
        lambda work, data: ending.terminate(
            work, organ=data["organ"], ground=data["ground"], where_to_go=data["where_to_go"]
        ),
        _("已终结，企业会看到依据和去处"),
        page=True,
    ),
    Verb.NOTE: Deed(forms.NoteForm, _note, _("备注已记下，只有本单位看得到")),
    Verb.TAG: Deed(
        forms.TagForm,
        lambda work, data: tagging.tag(work, tags=list(data["tags"])),
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


def pile_of(verb: Verb) -> Verb:
    """The pile a verb takes a case off: declining takes it off the same one as accepting."""
    return next((pile for pile, other in INSTEAD.items() if other == verb), verb)


def address(verb: Verb, number: str) -> str:
    """Where a verb is done; accepting and assigning are one page."""
    if verb in {Verb.ACCEPT, Verb.ASSIGN}:
        return reverse("desk:triage", args=[number])
    return reverse("desk:verb", args=[number, verb.value])
