"""Calls to firms on one screen: whom to ring up, what to say, and what came of it in one press."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from zhuqi.foundation.directory.privacy import mask_phone
from zhuqi.interfaces.desk.cases import verb_pages
from zhuqi.interfaces.desk.cases.moments import note_of
from zhuqi.interfaces.desk.cases.page import CasePage
from zhuqi.interfaces.desk.cases.rows import calls_of
from zhuqi.interfaces.desk.forms.base import DeskForm, text_area
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.forms import ShellForm
from zhuqi.ledgers.cases.enums import Satisfaction, Verb, Verdict
from zhuqi.ledgers.cases.reading.case_view import CaseView
from zhuqi.ledgers.cases.reading.fields import Field

# The button that was pressed says what came of the call: a verb, or a verdict with its level.
PRESSED: Final = "pressed"
SPOKEN_TO, REASON = "spoken_to", "reason"
_BETWEEN = "-"
# What a call about each may end in.
OUTCOMES: Final[Mapping[Verb, tuple[Verb, ...]]] = {
    Verb.RATE_BY_PHONE: (Verb.RATE_BY_PHONE, Verb.CALL_AGAIN, Verb.REFUSE_RATING),
    Verb.WITHDRAW: (Verb.WITHDRAW, Verb.KEEP),
}


@dataclass(frozen=True, slots=True)
class Said:
    """A button: what the firm said of it, and how content it is."""

    value: str
    label: str


def outcome_of(pressed: str) -> Verb | None:
    """The verb a button does; None for one there is not."""
    if pressed.partition(_BETWEEN)[0] in Verdict.values:
        return Verb.RATE_BY_PHONE
    known = {verb.value: verb for verbs in OUTCOMES.values() for verb in verbs}
    return known.get(pressed)


def form_of(file: CaseView, verb: Verb, sent: QueryDict) -> ShellForm:
    """The form of that verb, with what the button itself says."""
    data = sent.copy()
    verdict, _mark, level = sent.get(PRESSED, "").partition(_BETWEEN)
    if verb is Verb.RATE_BY_PHONE:
        data["verdict"], data["satisfaction"] = verdict, level
    elif verb in _SAID:
        data[REASON] = _heard(verb, sent)
    return verb_pages.VERB_PAGES[verb].make(data, file=file)


# What the button says by itself, for verbs that ask one text.
_SAID: Final = {
    Verb.WITHDRAW: _lazy("企业确认撤回"),
    Verb.KEEP: _lazy("企业不撤回了，继续办理"),
    Verb.REFUSE_RATING: _lazy("企业表示不评价"),
}


def _heard(verb: Verb, sent: QueryDict) -> str:
    """When who was rung up, what they said, and what was written besides; the verb asks for it."""
    words = _("%(at)s与%(who)s通话，%(said)s。") % {
        "at": wording.moment(timezone.now()),
        "who": sent.get(SPOKEN_TO, "").strip() or _("企业联系人"),
        "said": _SAID[verb],
    }
    besides = sent.get("comment" if verb is Verb.REFUSE_RATING else REASON, "")
    return f"{words}{besides.strip()}"


class HeardForm(DeskForm):
    """Who was on the phone, and what else was said, where the verb's own form asks one text."""

    spoken_to = forms.CharField(label=_lazy("接听人"), max_length=40)
    reason = text_area(_lazy("补充说明"), rows=2, required=False)


class CallPage(CasePage):
    """One call: the case's page, cut to what is needed on the phone."""

    def __init__(self, file: CaseView, bound: ShellForm | None, sent: QueryDict) -> None:
        super().__init__(file)
        self.bound = bound
        self.sent = sent

    @cached_property
    def about(self) -> Verb | None:
        """What there is to be called about; None where nothing is, or no more."""
        offers = {verb: self.file.offer(verb) for verb in OUTCOMES}
        return next((verb for verb, one in offers.items() if one and one.possible), None)

    @property
    def opened(self) -> bool:
        """True where the person may see the number."""
        return Field.PHONES in self.file.fields and self.case.redaction is None

    @property
    def phone(self) -> str:
        """The number, as far as the person may see it."""
        if self.case.redaction is not None:
            return ""
        phone = self.case.reporter_phone
        return phone if self.opened else mask_phone(phone)

    @property
    def dial(self) -> str:
        """What a telephone takes; "" where there is nothing to dial."""
        return re.sub(r"[^\d+*#,]", "", self.case.reporter_phone) if self.opened else ""

    @property
    def purpose(self) -> str:
        """What the call is about, and how often it was tried in vain."""
        label = _("请企业评价") if self.about is Verb.RATE_BY_PHONE else _("核实企业是否撤回")
        return "；".join(filter(None, (label, calls_of(self.case))))

    @property
    def script(self) -> str:
        """What to say."""
        case = self.case
        words = {"office": case.office, "title": case.title, "who": case.reporter}
        if self.about is Verb.WITHDRAW:
            return (
                _(
                    "您好，我是%(office)s的。您申请撤回“%(title)s”，想跟您核实：是已经解决了，"
                    "还是有别的原因？撤回后我们就不再办了，您确认撤回吗？"
                )
                % words
            )
        return (
            _(
                "您好，我是%(office)s的。您反映的“%(title)s”已经办结，想听您说一句："
                "解决了吗？您满意吗？还有什么没解决？"
            )
            % words
        )

    @property
    def asked_because(self) -> str:
        """Why the firm wants to withdraw, in its words."""
        asked = [one for one in self.file.moments if one.verb == Verb.ASK_WITHDRAWAL]
        return note_of(asked[-1]) if asked and self.about is Verb.WITHDRAW else ""

    @property
    def rating(self) -> list[tuple[str, list[Said]]]:
        """A line a verdict, a button a level."""
        return [
            (
                str(verdict.label),
                [
                    Said(f"{verdict.value}{_BETWEEN}{level.value}", str(level.label))
                    for level in Satisfaction
                ],
            )
            for verdict in Verdict
        ]

    @cached_property
    def reached(self) -> ShellForm:
        """What is asked besides, where somebody answered."""
        initial = {SPOKEN_TO: self.case.reporter}
        if self.about is not Verb.RATE_BY_PHONE:
            return HeardForm(initial={**initial, **self.sent.dict()})
        form = self._own(Verb.RATE_BY_PHONE) or self._fresh(Verb.RATE_BY_PHONE, initial)
        # What to say has a place of its own here.
        form.fields[SPOKEN_TO].help_text = ""
        return form

    @cached_property
    def missed(self) -> ShellForm | None:
        """When to try again; None where there is no such step."""
        if self.about is not Verb.RATE_BY_PHONE:
            return None
        return self._own(Verb.CALL_AGAIN) or self._fresh(Verb.CALL_AGAIN)

    def _fresh(self, verb: Verb, initial: Mapping[str, str] | None = None) -> ShellForm:
        # What was typed comes back whatever button was, or was not, pressed.
        known = {**(initial or {}), **self.sent.dict()}
        return verb_pages.VERB_PAGES[verb].make(file=self.file, initial=known)

    def _own(self, verb: Verb) -> ShellForm | None:
        """What was sent of this verb, with what is wrong in it."""
        of_verb = verb_pages.VERB_PAGES[verb].form
        return self.bound if type(self.bound) is of_verb else None
