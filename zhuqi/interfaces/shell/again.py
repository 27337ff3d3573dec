"""Asking back before the same matter comes in a second time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.access import NotNow
from zhuqi.foundation.typed import key
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.secrecy import IN_SECRECY, OPENLY
from zhuqi.ledgers.cases.enums import State
from zhuqi.ledgers.cases.lifecycle.groups import FOLLOWED
from zhuqi.ledgers.cases.models import Case

ANYWAY, INTO, MERGE, CONFIDENTIAL = "anyway", "into", "merge", "confidential"
_LONGEST = 24


def _state_of(case: Case) -> StrOrPromise:
    return case.get_state_display()


@dataclass(frozen=True, slots=True)
class AlikeRow:
    """A like case as the page shows it, and what may be done with it instead."""

    number: str
    title: str
    about: str
    url: str
    may_add: bool
    may_merge: bool


@dataclass(slots=True)
class AskedBack:
    """The cases shown as alike, and what the person says to them.

    Whoever sends the form again after they were shown means it; for any other like case that is
    found since, they are asked again. `page` names the page of a case, `state_of` its state in the
    words of the way in, `may_merge` whether the person may have both handled as one.
    """

    request: HttpRequest
    page: str
    state_of: Callable[[Case], StrOrPromise] = _state_of
    may_merge: Callable[[Case], bool] = lambda _case: False
    shown: list[Case] = field(default_factory=list)

    @property
    def into(self) -> str:
        """The number of the case to which it is added instead."""
        return self.request.POST.get(INTO, "")[:_LONGEST]

    @property
    def merge(self) -> str:
        """The number of the case as which it is handled once it is in."""
        return self.request.POST.get(MERGE, "")[:_LONGEST]

    @property
    def said(self) -> QueryDict:
        """What was sent. Whether it is confidential need not be chosen for what becomes part of a
        case that is there; who chose it is not overheard, but refused where that is open."""
        data = self.request.POST.copy()
        if (self.into or self.merge) and data.get(CONFIDENTIAL) != IN_SECRECY:
            data[CONFIDENTIAL] = OPENLY
        return data

    def _joins(self, case: Case) -> bool:
        """Whether what was written may become part of it: not where it was to be confidential and
        the case is open, and not a complaint of a unit that the case does not name."""
        secret = self.request.POST.get(CONFIDENTIAL) == IN_SECRECY
        unit = key(self.request.POST.get("complained_of", ""))
        return (case.confidential or not secret) and unit in {"", key(case.complained_of)}

    @property
    def alone(self) -> bool:
        """True if one of those shown can't take it in because of that."""
        return any(case.state in FOLLOWED and not self._joins(case) for case in self.shown)

    @property
    def joins(self) -> bool:
        """True if one of those shown can."""
        return any(row.may_add or row.may_merge for row in self.rows)

    @property
    def anyway(self) -> str:
        """What the form sends back: those that have been shown."""
        return ",".join(case.number for case in self.shown)

    @property
    def rows(self) -> list[AlikeRow]:
        """Those shown, the likest first."""
        return [self._row(case) for case in self.shown]

    def ask(self, found: Sequence[Case]) -> None:
        """NotNow where one is alike that the person has not been shown."""
        known = set(self.request.POST.get(ANYWAY, "").split(","))
        self.shown = list(found)
        if any(case.number not in known for case in found):
            raise NotNow(_("与已经提出的诉求内容相近，请先看是不是同一件事"))

    def _row(self, case: Case) -> AlikeRow:
        about = [str(self.state_of(case)), wording.day(case.submitted_at, weekday=False)]
        if case.state == State.DECLINED:
            about.append(case.refusal_ground)
        return AlikeRow(
            case.number,
            case.title,
            " · ".join(about),
            reverse(self.page, args=[case.number]),
            may_add=case.state in FOLLOWED and self._joins(case),
            may_merge=self.may_merge(case) and self._joins(case),
        )
