"""A new case: what a firm said elsewhere, registered on its behalf."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from ninja import Router

from zhuqi.foundation.access import NotNow, Person
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.interfaces.api.cases.out import href
from zhuqi.interfaces.api.keyed import Answer
from zhuqi.interfaces.api.verbs import Sent, add_new, receipt
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.cases.forms.intake import SubmissionForm, submission_of
from zhuqi.interfaces.desk.forms.base import offer_rows
from zhuqi.ledgers.cases.actions import intake
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.resubmission import said_before


class RegisterForm(SubmissionForm):
    """What the page of registering asks, and of which firm it is.

    `anyway`: it is meant, though a like case is there.
    """

    enterprise = forms.ModelChoiceField(Enterprise.objects.none(), label=_("企业"))
    anyway = forms.BooleanField(label=_("已有内容相近的诉求时，仍另立一件"), required=False)
    # The request names itself by its Idempotency-Key.
    key = None  # type: ignore[assignment]  # Django's way to leave a field out

    def __init__(self, *args: Any, scope: Any, **kwargs: Any) -> None:
        super().__init__(*args, scope=scope, **kwargs)
        offer_rows(self, "enterprise", Enterprise.objects.visible_to(scope))


def serve(router: Router) -> None:
    """Add the operations."""
    add_new(
        router,
        "/cases/new",
        RegisterForm,
        _registered,
        allowed=access.registers_cases,
        name="case_new",
        label=_("代企业登记一件诉求"),
    )


def _registered(person: Person, sent: Sent) -> Answer:
    form = RegisterForm(sent.data, sent.files, scope=person.scope)
    said = sent.judged(form)
    case = intake.register(
        enterprise=said["enterprise"],
        submission=submission_of(form),
        channel=said["channel"],
        foreign_number=said["foreign_number"],
        files=sent.stored["attachments"],
        by=person,
    )
    if not said["anyway"]:
        _ask_back(person, case)
    return receipt(
        named=case.number,
        state=case.state,
        version=case.version,
        said=_("已登记"),
        href=href(case.number),
        status=201,
    )


def _ask_back(person: Person, case: Case) -> None:
    """NotNow where the firm has raised the like before; asked last, so that whatever is wrong with
    the form is said before."""
    alike = said_before(
        Case.objects.visible_to(person.scope), scope=person.scope, enterprise=case.enterprise,
        title=case.title, body=case.body, now=case.submitted_at, but=case.pk,
    )  # fmt: skip
    if alike:
        numbers = "、".join(one.number for one in alike)
        words = _("与已经提出的诉求内容相近：%(numbers)s；确为另一件事的，请加 anyway 再提交")
        raise NotNow(words % {"numbers": numbers}, state=str(_("待核对")))
