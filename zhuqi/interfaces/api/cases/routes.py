"""Cases: the ledger, one case, its verbs, and a new one registered for a firm."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Path, Router

from zhuqi.foundation.access import Person
from zhuqi.foundation.lifecycle import Offer
from zhuqi.interfaces.api.auth import enter
from zhuqi.interfaces.api.bulk import serve_bulk
from zhuqi.interfaces.api.cases import intake, out
from zhuqi.interfaces.api.converters import NUMBER
from zhuqi.interfaces.api.keyed import Answer
from zhuqi.interfaces.api.lists import ApiList
from zhuqi.interfaces.api.rows import ApiRows
from zhuqi.interfaces.api.verbs import Sent, receipt
from zhuqi.interfaces.api.versions import refuse_unseen
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.cases.rows import LedgerPage
from zhuqi.interfaces.desk.cases.verb_pages import VERB_PAGES
from zhuqi.interfaces.desk.cases.views.ledger import LEDGER
from zhuqi.interfaces.desk.cases.views.transfers import TRANSFERS
from zhuqi.interfaces.shell.forms import ShellForm
from zhuqi.interfaces.shell.telling import fields_of
from zhuqi.interfaces.shell.verb_page import VerbPage
from zhuqi.ledgers.cases.enums import Verb
from zhuqi.ledgers.cases.models import Case, Transfer
from zhuqi.ledgers.cases.reading.case_view import CaseView, case_at_hand, case_file

ROUTER = Router()
Number = Annotated[str, Path(pattern=f"^{NUMBER}$")]
CASES = ApiList[Case, LedgerPage](
    path="/cases",
    name="cases",
    summary=_("台账：您能看到的诉求"),
    listing=LEDGER,
    allowed=access.works_on_cases,
    told=out.CASE_ROW,
)
CASES.serve(ROUTER)
serve_bulk(ROUTER, CASES, "case")

ApiList[Transfer, None](
    path="/transfers",
    name="transfers",
    summary=_("移送单"),
    listing=TRANSFERS,
    allowed=access.hands_over_matters,
    told=fields_of(Transfer, "transferred_at", case="case__number"),
).serve(ROUTER)


@dataclass(frozen=True, kw_only=True)
class CaseRows(ApiRows[CaseView, Verb]):
    """Cases, by number: what may be done, and how the form looks, is the case view's own matter."""

    def find(self, person: Person, key: str) -> CaseView:
        """As the person may see it."""
        file = case_file(person, key)
        if file is None:
            raise Http404
        return file

    def offers(self, row: CaseView, person: Person) -> Sequence[Offer[Verb]]:  # noqa: ARG002
        """As its page has them."""
        return row.offers

    def form(self, page: VerbPage[Verb], row: CaseView, person: Person, *given: Any) -> ShellForm:  # noqa: ARG002
        """As on its page."""
        return page.make(*given, file=row)

    def act(self, request: HttpRequest, key: str, verb: Verb, sent: Sent) -> Answer:
        """Locked and loaded once for offers, form and verb, as on its page."""
        person, page = enter(request, self.allowed), self.pages[verb]
        others = self._others(person, key, verb, sent)
        try:
            with case_at_hand(person, key, also=others) as (change, file):
                self.reason(file, person, verb)
                if not page.adds:
                    refuse_unseen(request, change.case.version)
                form = self.form(page, file, person, sent.data, sent.files)
                page.act(change, sent.given(page, form))
        except Case.DoesNotExist as unseen:
            raise Http404 from unseen
        case = change.case
        return receipt(
            named=key,
            state=case.state,
            version=case.version,
            said=page.done,
            href=self.href(key),
        )

    def _others(self, person: Person, number: str, verb: Verb, sent: Sent) -> Collection[int]:
        """The other cases it is about, locked with it; only the form knows which, and who may
        never do it is told so before anything about the form."""
        page = self.pages[verb]
        if page.alone:
            return ()
        file = self.find(person, number)
        self.reason(file, person, verb)
        form = self.form(page, file, person, sent.data, sent.files)
        return page.beside(file.case, sent.given(page, form))


ROWS = CaseRows(
    path="/cases",
    name="case",
    noun=_("诉求"),
    allowed=access.works_on_cases,
    pages=VERB_PAGES,
    key=Number,
    place="{casenumber:named}",
)
ROWS.serve_one(
    ROUTER, _("一件诉求，和您能对它办的事"), out.CaseOut, lambda file, _by: out.case_out(file)
)
intake.serve(ROUTER)
ROWS.serve_verbs(ROUTER)
