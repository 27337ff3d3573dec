"""What can be done on a case's page: the next steps first, all else in groups officials know.

`GROUPS` is the one table; a verb of `deeds.DEEDS` that stands in no group fails a test.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from zhuqi.interfaces.desk.cases import verb_pages
from zhuqi.interfaces.desk.cases.forms.verbs import VerbForm
from zhuqi.ledgers.cases.enums import CaseRole, Verb
from zhuqi.ledgers.cases.reading.case_view import CaseView
from zhuqi.ledgers.cases.rules import Offer

GROUPS: tuple[tuple[StrOrPromise, tuple[Verb, ...]], ...] = (
    (
        gettext_lazy("受理与交办"),
        (
            Verb.ACCEPT,
            Verb.DECLINE,
            Verb.ASSIGN,
            Verb.RECALL,
            Verb.ENLIST,
            Verb.RELEASE,
            Verb.RETURN_PART,
            Verb.SUB_ASSIGN,
        ),
    ),
    (
        gettext_lazy("办理与答复"),
        (
            Verb.SIGN,
            Verb.CONTACT,
            Verb.PROGRESS,
            Verb.OPINION,
            Verb.PART_ANSWER,
            Verb.DRAFT_ANSWER,
            Verb.ANSWER,
            Verb.SUPPLEMENT,
            Verb.HAND_OVER,
        ),
    ),
    (
        gettext_lazy("办结与销号"),
        (
            Verb.COMPLETE,
            Verb.RETURN,
            Verb.RATE_BY_PHONE,
            Verb.REDO,
            Verb.ASK_STRIKE_OFF,
            Verb.STRIKE_OFF,
            Verb.REFUSE_STRIKE_OFF,
            Verb.CARRY,
            Verb.REOPEN,
            Verb.WITHDRAW,
            Verb.KEEP,
            Verb.TERMINATE,
            Verb.SEND_BACK,
        ),
    ),
    (
        gettext_lazy("层级与移送"),
        (
            Verb.ESCALATE,
            Verb.TAKE_UP,
            Verb.SEND_DOWN,
            Verb.FORWARD,
            Verb.TRANSFER,
            Verb.RECEIPT,
        ),
    ),
    (
        gettext_lazy("争议与时限"),
        (
            Verb.OBJECT,
            Verb.UPHOLD,
            Verb.REASSIGN,
            Verb.CONSULT,
            Verb.ASK_EXTENSION,
            Verb.GRANT_EXTENSION,
            Verb.REFUSE_EXTENSION,
            Verb.ASK_PAUSE,
            Verb.PAUSE,
            Verb.REFUSE_PAUSE,
            Verb.RESUME,
        ),
    ),
    (
        gettext_lazy("合并与共性"),
        (Verb.MERGE, Verb.UNMERGE, Verb.BUNDLE, Verb.UNBUNDLE),
    ),
    (
        gettext_lazy("批示与签发"),
        (Verb.INSTRUCT, Verb.REPORT_ON, Verb.MARK_READ, Verb.SIGN_ANSWER, Verb.RETURN_DRAFT),
    ),
    (
        gettext_lazy("保密与回避"),
        (
            Verb.CONCEAL,
            Verb.UNCONCEAL,
            Verb.DISCLOSE,
            Verb.RECUSE,
            Verb.LIFT_RECUSAL,
            Verb.DECLARE_RECUSAL,
        ),
    ),
    (gettext_lazy("备注与标签"), (Verb.NOTE, Verb.TAG)),
)

# Beside the main thing: its other way, then what is done most often meanwhile.
MEANWHILE = (Verb.PROGRESS, Verb.DRAFT_ANSWER, Verb.CONTACT, Verb.RESUME)
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
    form: VerbForm | None


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
    main, beside = _next_steps(possible, leads=CaseRole.LEADER in file.case_roles)
    rest = [verb for verb in _in_order(possible) if verb != main and verb not in beside]
    few = len(rest) <= FEW
    steps = [*filter(None, [main]), *beside, *(rest if few else ())]
    groups = [
        Group(
            label,
            [_panel(file, verb) for verb in verbs if verb in rest and not few],
            [refused[verb] for verb in verbs if verb in refused],
        )
        for label, verbs in GROUPS
    ]
    return Acts(
        [_panel(file, verb, main=verb == main) for verb in steps],
        [group for group in groups if group.panels],
        [group for group in groups if group.refused and not group.panels],
    )


def _next_steps(possible: list[Verb], *, leads: bool) -> tuple[Verb | None, list[Verb]]:
    """The main thing, if there is one, and what belongs beside it."""
    wanted = (*verb_pages.MAIN_ORDER, Verb.INSTRUCT) if leads else verb_pages.MAIN_ORDER
    main = next((verb for verb in wanted if verb in possible), None)
    other_way = [verb_pages.INSTEAD[main]] if main in verb_pages.INSTEAD else []
    wished = dict.fromkeys((*other_way, *wanted, *MEANWHILE))
    beside = [verb for verb in wished if verb in possible and verb != main]
    return main, beside[: NEXT_STEPS - 1]


def _in_order(verbs: Iterable[Verb]) -> list[Verb]:
    """As the table has them."""
    places = {verb: place for place, verb in enumerate(v for _label, vs in GROUPS for v in vs)}
    return sorted(verbs, key=lambda verb: places[verb])


def _panel(file: CaseView, verb: Verb, *, main: bool = False) -> Panel:
    verb_page = verb_pages.VERB_PAGES[verb]
    number = file.case.number
    # Accepting leads to triage, where the unit is chosen too; assigning again is its own page.
    small = reverse("desk:verb", args=[number, verb.value])
    url = verb_pages.address(verb, number) if verb_page.page else small
    form = None if verb_page.page else verb_page.form(file=file, auto_id=f"{verb.value}_%s")
    label = _("受理并交办") if verb == Verb.ACCEPT else str(verb.label)
    if verb == Verb.PAUSE and file.case.paused_until:
        label = _("继续挂起")
    return Panel(verb, label, url, main, form)
