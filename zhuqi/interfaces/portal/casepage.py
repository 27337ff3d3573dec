"""What the firm's page of one case shows, made from the file the ledger has cut to its rights."""

from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from zhuqi.interfaces.portal.copy import (
    OVER,
    RESULTS,
    Contact,
    Question,
    contact_of,
    question_of,
    state_of,
)
from zhuqi.interfaces.portal.rows import StepRow, next_step
from zhuqi.interfaces.portal.story import number_of, shown_answer, story
from zhuqi.interfaces.portal.uploads import papers_of
from zhuqi.interfaces.portal.way import way_of
from zhuqi.interfaces.shell import case_words
from zhuqi.interfaces.shell.parts import Action, Happening, Paper, Step
from zhuqi.ledgers.cases.contributions import other_offers
from zhuqi.ledgers.cases.enums import State, Verb
from zhuqi.ledgers.cases.models import Answer, Case
from zhuqi.ledgers.cases.reading.case_view import CaseView
from zhuqi.ledgers.cases.reading.moments import Answered
from zhuqi.ledgers.cases.reading.officers import office_of
from zhuqi.ledgers.cases.verbs import CAME_IN

# What can be done, in this order; and where the firm would look for it in vain, why not.
LABELS: dict[Verb, tuple[StrOrPromise, str]] = {
    Verb.REOPEN: (_("还没解决，请重新办"), "refresh"),
    Verb.KEEP: (_("不撤回了，继续办"), "refresh"),
    Verb.SUPPLEMENT: (_("补充情况"), "pencil"),
    Verb.WITHDRAW: (_("撤回"), "x"),
    Verb.ASK_WITHDRAWAL: (_("申请撤回"), "x"),
}
EXPLAINED: dict[Verb, frozenset[State]] = {
    Verb.REOPEN: frozenset({State.STRUCK_OFF, State.CARRIED}),
}


class CasePage:
    """One case for its firm. Everything is computed once, when the template asks."""

    def __init__(self, file: CaseView) -> None:
        self.file = file
        self.case: Case = file.case
        self.offers = {offer.verb: offer for offer in file.offers}

    @cached_property
    def state(self) -> tuple[StrOrPromise, str]:
        """The state in plain words, and its pill's weight."""
        return state_of(self.case)

    @cached_property
    def next(self) -> StepRow:
        """What happens next and by when."""
        days = self.file.aggregate.calendar
        return next_step(self.file.next_step, self.case, self.file.now, days)

    @cached_property
    def officer(self) -> Contact:
        """Whom to turn to."""
        return contact_of(self.file.officer)

    @cached_property
    def people(self) -> list[Contact]:
        """Whoever answers for it now, the firm's liaison, the office; nobody twice."""
        liaison = self.file.liaison
        several = [self.officer, *([contact_of(liaison)] if liaison else []), self.office]
        phones = [who.phone for who in several]
        return [
            who
            for place, who in enumerate(several)
            if place == 0 or (who.phone and who.phone not in phones[:place])
        ]

    @cached_property
    def office(self) -> Contact:
        """The office that keeps the ledger."""
        return contact_of(office_of(self.case.office))

    @property
    def keeps_away(self) -> StrOrPromise:
        """What becomes of the unit the firm complains of."""
        if self.case.complained_open:
            return _("活动办正在核对这是哪个单位，核对清楚以前不会转给任何单位办理。")
        return _("这个单位和它的下级不经手这件事。") if self.file.complained_away else ""

    @cached_property
    def way(self) -> list[Step]:
        """The steps of the receipt."""
        return way_of(self.file)

    @cached_property
    def first_papers(self) -> list[Paper]:
        """Files that came with the first words."""
        files = [f for m in self.file.moments if m.verb in CAME_IN for f in m.files]
        return papers_of(files, self.file.person.actor.user_id)

    @cached_property
    def story(self) -> list[Happening]:
        """The timeline."""
        return story(self.file)

    @cached_property
    def answer(self) -> Answer | None:
        """The answer that stands."""
        return shown_answer(self.file)

    @cached_property
    def answer_papers(self) -> list[Paper]:
        """The files of the answer that stands."""
        if self.answer is None:
            return []
        number = number_of(self.file, self.answer)
        files = [
            file
            for moment in self.file.moments
            if isinstance(moment.details, Answered) and moment.details.number == number
            for file in moment.files
        ]
        return papers_of(files, self.file.person.actor.user_id)

    @cached_property
    def result(self) -> StrOrPromise:
        """What the answer claims, in plain words."""
        return RESULTS.get(self.answer.disposition, "") if self.answer else ""

    @cached_property
    def question(self) -> Question:
        """What the firm is asked."""
        return question_of(self.case.disposition)

    def can(self, verb: Verb) -> bool:
        """True if the firm can do this now."""
        offer = self.offers.get(verb)
        return offer is not None and offer.possible

    def why_not(self, verb: Verb) -> str:
        """Why the firm cannot do this now; empty if it can."""
        offer = self.offers.get(verb)
        return offer.reason if offer else str(_("这件诉求不能这样办"))

    @property
    def may_rate(self) -> bool:
        """True if the firm's verdict is due."""
        return self.can(Verb.RATE)

    @property
    def withdrawal_asked(self) -> bool:
        """True while the office has yet to phone about a withdrawal."""
        return self.case.withdrawal_asked_at is not None

    @cached_property
    def actions(self) -> list[Action]:
        """What the firm can do besides rating, and quietly why not where it would expect it."""
        listed = []
        for verb, (label, icon) in LABELS.items():
            offer = self.offers.get(verb)
            if offer is None:
                continue
            expected = self.case.state in EXPLAINED.get(verb, frozenset())
            if not offer.possible and not (expected and not self.case.historical):
                continue
            url = reverse(f"portal:{verb.value}", args=[self.case.number])
            listed.append(Action(str(label), url, icon, reason=offer.reason))
        offers = other_offers(self.case, self.file.person, self.file.now)
        listed += case_words.actions("portal", offers, self.case.number)
        listed += self._parted
        if main := self.case.merged_into:
            url = reverse("portal:case", args=[main.number])
            listed.append(Action(_("看编号 %(number)s 的进展") % {"number": main.number}, url))
        elif self.over:
            listed.append(Action(str(_("反映新的困难")), reverse("portal:new"), "plus"))
        return listed

    @property
    def _parted(self) -> list[Action]:
        """The ways to what was taken out of it, or what it was taken out of."""
        first = self.case.split_from
        ways = [(number, _("另一件：编号 %(number)s")) for number in self.file.aggregate.split_off]
        if first is not None and self.case.merged_into_id != first.pk:
            ways.append((first.number, _("分出来以前的那一件：编号 %(number)s")))
        return [
            Action(words % {"number": number}, reverse("portal:case", args=[number]))
            for number, words in ways
        ]

    @property
    def over(self) -> bool:
        """True if nothing more happens here by itself."""
        return self.case.state in OVER
