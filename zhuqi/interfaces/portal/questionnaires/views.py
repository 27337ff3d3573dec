"""A firm's questionnaires: what waits, and one filled in, saved, handed in, changed."""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhuqi.foundation.accounts.queries import in_the_name_of, request_person
from zhuqi.foundation.accounts.rates import HOUR, take_or_refuse
from zhuqi.interfaces.portal.access import acting_firm, acting_page, firm_page
from zhuqi.interfaces.portal.questionnaires.forms import AnswerForm
from zhuqi.interfaces.shell.sent import version_seen
from zhuqi.interfaces.shell.submit import Cleaned, Page, second_click, sent, submit
from zhuqi.mechanisms.questionnaires import queries
from zhuqi.mechanisms.questionnaires.actions import replies as actions
from zhuqi.mechanisms.questionnaires.enums import MISSING, QuestionnaireState, ReplyState
from zhuqi.mechanisms.questionnaires.models import QuestionnaireReply, ReplyAnswer

# So many stand on the page, the newest; that there are more is said.
SHOWN = 50
SAVE = "save"


@dataclass(frozen=True, slots=True)
class Said:
    """A question with the firm's answer, and the case it became."""

    question: str
    answer: str
    case: str


@require_safe
@acting_page
def questionnaires(request: HttpRequest) -> HttpResponse:
    """What the firm was sent, what waits first."""
    rows = list(queries.own_replies([acting_firm(request).pk])[: SHOWN + 1])
    listed = rows[:SHOWN]
    waiting = [one for one in listed if _waits(one)]
    context = {
        "waiting": waiting, "others": [one for one in listed if one not in waiting],
        "more": len(rows) > SHOWN,
    }  # fmt: skip
    return render(request, "portal/questionnaires/questionnaires.html", context)


def _waits(row: QuestionnaireReply) -> bool:
    return row.state in MISSING and row.questionnaire.state == QuestionnaireState.SENT


def _reply(request: HttpRequest, pk: int) -> QuestionnaireReply:
    """One of one's own firms'; else a 404 that says nothing."""
    firms = request_person(request).scope.enterprises
    row = queries.own_replies(firms).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


@require_http_methods(["GET", "HEAD", "POST"])
@firm_page
def questionnaire(request: HttpRequest, pk: int) -> HttpResponse:
    """The questions while they can be answered; what was said when they can't."""
    row = _reply(request, pk)
    person = in_the_name_of(request_person(request), row.enterprise.name)
    saving = request.POST.get("step") == SAVE
    home = reverse("portal:questionnaire", args=[pk])
    form = AnswerForm(*sent(request), row=row, whole=not saving)
    again = second_click(request, person, f"reply:{pk}", lambda _before: home)

    def keep(typed: Cleaned) -> None:
        take_or_refuse(f"reply {person.actor.user_id}", settings.SUBMITS_PER_HOUR, HOUR)
        with actions.REPLIES.open(pk, by=person, seen=version_seen(request)) as change:
            again.claim()
            act = actions.save_draft if saving else actions.hand_in
            act(change, answers=typed["answers"])

    show = Page(
        request, "portal/questionnaires/questionnaire.html",
        lambda: {"form": form, **_context(_reply(request, pk))},
    )  # fmt: skip
    said = _("已保存，截止前可以接着填") if saving else _("已提交，谢谢")
    to = reverse("portal:questionnaires") if saving else home
    return submit(request, form, keep, show=show, said=said, to=to, again=again)


def _context(row: QuestionnaireReply) -> dict[str, object]:
    answers = queries.answers_of([row]).get(row.pk, [])
    back = row.state == ReplyState.RETURNED
    return {
        "reply": row,
        "survey": row.questionnaire,
        "open": row.questionnaire.state == QuestionnaireState.SENT,
        "back": back,
        "said": [_said(one) for one in answers] if back else [],
    }


def _said(answer: ReplyAnswer) -> Said:
    number = answer.case.number if answer.case else ""
    return Said(str(answer.question), queries.said(answer) or _("没有填"), number)
