"""What can be done on a case's page: the next steps first, all else in groups officials know."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.urls import reverse
from django_stubs_ext import StrOrPromise

from zhuqi.interfaces.desk.cases import verb_pages
from zhuqi.interfaces.desk.cases.next_step import due_first
from zhuqi.interfaces.shell.forms import ShellForm
from zhuqi.interfaces.shell.verb_page import by_order, grouped
from zhuqi.ledgers.cases.enums import CaseRole, Verb
from zhuqi.ledgers.cases.reading.case_view import CaseView
from zhuqi.ledgers.cases.rules import Offer

NEXT_STEPS = 3
# So few that opening a group would be one press more for nothing.
FEW = 3


@dataclass(frozen=True, slots=True)
class Panel:
    """A verb that can be done now: a small form in place, or a link to its page."""

    verb: Verb
    label: str
    url: str
    main: bool
    form: ShellForm | None


@dataclass(frozen=True, slots=True)
class Group:
    """Verbs of one kind: what can be done now, and what not, with the reason."""

    label: StrOrPromise
    panels: list[Panel]
    refused: list[Offer]

    @property
    def holds(self) -> str:
        """What is in it, so that nobody opens it to find out."""
        return "、".join(panel.label for panel in self.panels)


@dataclass(frozen=True, slots=True)
class Acts:
    """`steps` stand open, `groups` closed below them, `not_now` has only reasons."""

    steps: list[Panel]
    groups: list[Group]
    not_now: list[Group]

    @property
    def main(self) -> Panel | None:
        """The filled button, if there is anything that must be done next."""
        return next((panel for panel in self.steps if panel.main), None)

    @property
    def refusals(self) -> int:
        """How many verbs `not_now` gives the reason for."""
        return sum(len(group.refused) for group in self.not_now)


def acts_of(file: CaseView) -> Acts:
    """Everything this person may ever do with the case, each verb in one place."""
    offers = [offer for offer in file.offers if offer.verb in verb_pages.VERB_PAGES]
    possible = [offer.verb for offer in offers if offer.possible]
    refused = {offer.verb: offer for offer in offers if not offer.possible}
    main, beside = _next_steps(possible, file.case_roles, due_first(file))
    rest = [verb for verb in _in_order(possible) if verb != main and verb not in beside]
    few = len(rest) <= FEW
    steps = [*filter(None, [main]), *beside, *(rest if few else ())]
    groups = [
        Group(
            label,
            [_panel(file, verb) for verb in verbs if verb in rest and not few],
            [refused[verb] for verb in verbs if verb in refused],
        )
        for label, verbs in grouped(verb_pages.VERB_PAGES).items()
    ]
    return Acts(
        [_panel(file, verb, main=verb == main) for verb in steps],
        [group for group in groups if group.panels],
        [group for group in groups if group.refused and not group.panels],
    )


def _next_steps(
    possible: list[Verb], case_roles: Collection[CaseRole], due: Verb | None
) -> tuple[Verb | None, list[Verb]]:
    """The main thing, if there is one, and what belongs beside it; what is due comes first."""
    pages = verb_pages.VERB_PAGES
    wanted = [verb for verb in by_order(pages) if pages[verb].first_for in {None, *case_roles}]
    wanted = [*filter(None, [due]), *wanted]
    main = next((verb for verb in wanted if verb in possible), None)
    other_way = pages[main].alternative if main else None
    meanwhile = sorted((v for v, page in pages.items() if page.meanwhile), key=_meanwhile)
    wished = dict.fromkeys((other_way, *wanted, *meanwhile))
    beside = [verb for verb in wished if verb in possible and verb != main]
    return main, beside[: NEXT_STEPS - 1]


def _meanwhile(verb: Verb) -> int:
    return verb_pages.VERB_PAGES[verb].meanwhile


def _in_order(verbs: Iterable[Verb]) -> list[Verb]:
    """As the table has them."""
    places = list(verb_pages.VERB_PAGES)
    return sorted(verbs, key=places.index)


def _panel(file: CaseView, verb: Verb, *, main: bool = False) -> Panel:
    page, number = verb_pages.VERB_PAGES[verb], file.case.number
    # Accepting leads to triage, where the unit is chosen too; assigning again is its own page.
    small = reverse("desk:verb", args=[number, verb.value])
    url = verb_pages.address(verb, number) if page.own_page else small
    form = None if page.own_page else page.make(file=file, auto_id=f"{verb.value}_%s")
    label = page.label(file) if callable(page.label) else page.label or verb.label
    return Panel(verb, str(label), url, main, form)
