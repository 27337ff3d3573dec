"""Cases: the ledger, one case, its verbs, and a new one registered for a firm."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Path, Router

from zhuqi.foundation.access import Person
from zhuqi.interfaces.api.auth import enter
from zhuqi.interfaces.api.cases import intake, out
from zhuqi.interfaces.api.converters import NUMBER
from zhuqi.interfaces.api.keyed import Answer
from zhuqi.interfaces.api.lists import ApiList
from zhuqi.interfaces.api.operations import add
from zhuqi.interfaces.api.verbs import Ask, Do, Sent, add_verb, never, receipt, tagged
from zhuqi.interfaces.api.versions import refuse_unseen
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.cases.rows import LedgerPage
from zhuqi.interfaces.desk.cases.verb_pages import VERB_PAGES, CaseVerbPage
from zhuqi.interfaces.desk.cases.views.ledger import LEDGER
from zhuqi.interfaces.desk.cases.views.transfers import TRANSFERS
from zhuqi.interfaces.shell.forms import ShellForm
from zhuqi.ledgers.cases.enums import Verb
from zhuqi.ledgers.cases.models import Case, Transfer
from zhuqi.ledgers.cases.reading.case_view import CaseView, case_at_hand, case_file

ROUTER = Router()
Number = Annotated[str, Path(pattern=f"^{NUMBER}$")]
PLACE = "/cases/{casenumber:named}"

ApiList[Case, LedgerPage](
    path="/cases",
    name="cases",
    summary=_("台账：您能看到的诉求"),
    listing=LEDGER,
    allowed=access.works_on_cases,
    fields=out.ROW_FIELDS,
    of=lambda case, page: out.case_row(case, page.formatter.light(case).value),
).serve(ROUTER)

ApiList[Transfer, None](
    path="/transfers",
    name="transfers",
    summary=_("移送单"),
    listing=TRANSFERS,
    allowed=access.hands_over_matters,
    fields={"case": (str, ...), "transferred_at": (datetime, ...)},
    of=lambda row, _page: {"case": row.case.number, "transferred_at": row.transferred_at},
).serve(ROUTER)


def _case(request: HttpRequest, named: Number) -> Any:
    person = enter(request, access.works_on_cases)
    return tagged(out.CaseOut, out.case_out(_seen(person, named)))


def _seen(person: Person, number: str) -> CaseView:
    file = case_file(person, number)
    if file is None:
        raise Http404
    return file


def _doing(verb: Verb, page: CaseVerbPage) -> Do:
    """One verb on one case, locked and loaded once for offers, form and verb, as on its page."""

    def do(request: HttpRequest, number: str, sent: Sent) -> Answer:
        person = enter(request, access.works_on_cases)
        try:
            with case_at_hand(person, number, also=_others(person, number, page, sent)) as (
                change,
                file,
            ):
                if file.offer(verb) is None:
                    raise never(verb, str(_("诉求")))
                if not page.adds:
                    refuse_unseen(request, change.case.version)
                form = page.make(sent.data, sent.files, file=file)
                page.act(change, sent.given(page, form))
        except Case.DoesNotExist as unseen:
            raise Http404 from unseen
        case = change.case
        return receipt(
            named=number,
            state=case.state,
            version=case.version,
            said=page.done,
            href=out.href(number),
        )

    return do


def _asking(verb: Verb, page: CaseVerbPage) -> Ask:
    def ask(request: HttpRequest, number: str) -> tuple[ShellForm, str]:
        file = _seen(enter(request, access.works_on_cases), number)
        offer = file.offer(verb)
        if offer is None:
            raise never(verb, str(_("诉求")))
        return page.make(file=file), offer.reason

    return ask


def _others(person: Person, number: str, page: CaseVerbPage, sent: Sent) -> Collection[int]:
    """The other cases it is about, locked with it; only the form knows which."""
    if page.alone:
        return ()
    file = _seen(person, number)
    form = page.make(sent.data, sent.files, file=file)
    return page.beside(file.case, sent.given(page, form))


def _verbs(pages: Mapping[Verb, CaseVerbPage]) -> None:
    for verb, page in pages.items():
        add_verb(
            ROUTER,
            f"{PLACE}/{verb.value}",
            page,
            _doing(verb, page),
            _asking(verb, page),
            name=f"case_{verb.value}",
            label=str(verb.label),
            key=Number,
        )


add(
    ROUTER,
    "GET",
    PLACE,
    _case,
    name="case",
    summary=_("一件诉求，和您能对它办的事"),
    response=out.CaseOut,
)
intake.serve(ROUTER)
_verbs(VERB_PAGES)
