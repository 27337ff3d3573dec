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

from zhuqi.interfaces.desk.forms import verbs as forms
from zhuqi.ledgers.cases.actions import closing, handling, intake
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
from zhuqi.ledgers.cases.models import Note

Cleaned = Mapping[str, Any]
Act = Callable[[Work, Cleaned], None]

# Said by the firm alone, on its own pages.
PORTAL_ONLY = frozenset({Verb.RATE, Verb.ASK_WITHDRAWAL})


@dataclass(frozen=True, slots=True)
class Deed:
    """How one verb is done from a page. `page`: too big for a panel on the case page."""

    form: type[forms.VerbForm]
    act: Act
    done: StrOrPromise
    page: bool = False
    in_piles: bool = False
    template: str = "desk/verb.html"


def _accept(work: Work, data: Cleaned) -> None:
    intake.accept(
        work,
        kind=Kind(data["kind"]),
        tier=Tier(data["tier"]),
        nature=Nature(data["nature"]),
        urgency=Urgency(data["urgency"]),
        sector=data["sector"],
        item=data["item"],
    )


def _assign(work: Work, data: Cleaned) -> None:
    handling.assign(work, lead=data["lead"], co=list(data["co"]), requirement=data["requirement"])


def _decline(work: Work, data: Cleaned) -> None:
    intake.decline(
        work, organ=data["organ"], ground=data["ground"], where_to_go=data["where_to_go"]
    )


def _answer(work: Work, data: Cleaned) -> None:
    handling.answer(
        work,
        text=data["text"],
        disposition=Disposition(data["disposition"]),
        signed_by=data["signed_by"],
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
    Verb.NOTE: Deed(forms.NoteForm, _note, _("备注已记下，只有本单位看得到")),
}

# The filled button: the first of these that can be done now.
MAIN_ORDER = (
    Verb.WITHDRAW,
    Verb.ACCEPT,
    Verb.ASSIGN,
    Verb.SIGN,
    Verb.OPINION,
    Verb.ANSWER,
    Verb.COMPLETE,
    Verb.STRIKE_OFF,
    Verb.CARRY,
    Verb.REDO,
    Verb.RATE_BY_PHONE,
)


# The other way a pile's case may go, offered beside the main button.
INSTEAD: dict[Verb, Verb] = {
    Verb.ACCEPT: Verb.DECLINE,
    Verb.COMPLETE: Verb.RETURN,
    Verb.WITHDRAW: Verb.KEEP,
}


def pile_of(verb: Verb) -> Verb:
    """The pile a verb takes a case off: declining takes it off the same one as accepting."""
    return next((pile for pile, other in INSTEAD.items() if other == verb), verb)


def address(verb: Verb, number: str) -> str:
    """Where a verb is done; accepting and assigning are one page."""
    if verb in {Verb.ACCEPT, Verb.ASSIGN}:
        return reverse("desk:triage", args=[number])
    return reverse("desk:verb", args=[number, verb.value])
