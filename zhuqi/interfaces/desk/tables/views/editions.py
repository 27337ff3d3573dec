"""What pages of schemes kept in editions share: who may publish, and how editions read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhuqi.foundation.access import NotValid, NotYours, Scope
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.enums import UnitKind
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.directory.queries import governs_all, units_under
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.forms.base import DeskForm
from zhuqi.interfaces.desk.tables.reference_tables.base import KEEPERS, MAIN_ONLY
from zhuqi.interfaces.shell import wording
from zhuqi.ledgers.cases.deadline_schemes.queries import Difference

ENTER = access.official(access.keeps_registers)


class Version(Protocol):
    """A row of an edition, newest first in every list here."""

    pk: Any
    number: Any
    since: Any


V = TypeVar("V", bound=Version)
Compare = Callable[[V | None, V], list[Difference]]


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition on the page: who published it when and why, what it changed, who still runs."""

    number: int
    at: str
    who: str
    reason: str
    changes: list[Difference]
    first: bool
    newest: bool
    running: int


def why_not_publish(scope: Scope) -> str:
    """Why this person may not publish; "" if they may."""
    if not scope.holds(*KEEPERS):
        return _("审计管理员只查阅，由系统管理员维护")
    return "" if governs_all(scope.units(*KEEPERS)) else str(MAIN_ONLY)


def refuse_reader(scope: Scope) -> None:
    """NotYours with the reason."""
    if why := why_not_publish(scope):
        raise NotYours(why)


def offices_kept(scope: Scope) -> QuerySet[Unit]:
    """The offices of the administrator's region."""
    return units_under(scope.units(*KEEPERS)).filter(kind=UnitKind.OFFICE, active=True)


def editions_of(
    publishing: tuple[str, int],
    every: Sequence[V],
    compare: Compare[V],
    running: Mapping[int, int] | None = None,
) -> list[Edition]:
    """Each edition beside the event that published it. `publishing`: type and id in the log;
    `running`: cases not yet over, by edition."""
    object_type, object_id = publishing
    events = Event.objects.filter(object_type=object_type, object_id=object_id, kind="publish")
    told = {event.facts["version"]: event for event in events}
    before = {version.number: version for version in every}
    found = []
    for version in every:
        event = told.get(version.number)
        found.append(
            Edition(
                number=version.number,
                at=wording.moment(version.since),
                who=" ".join(filter(None, (event.actor_unit, event.who))) if event else "",
                reason=str(event.facts.get("reason", "")) if event else "",
                changes=compare(before.get(version.number - 1), version),
                first=version.number == 1,
                newest=version is every[0],
                running=(running or {}).get(version.pk, 0),
            )
        )
    return found


def compared(
    request: HttpRequest, every: Sequence[V], compare: Compare[V]
) -> tuple[int, int, list[Difference]] | None:
    """The two editions named in the address, if they are there."""
    by_number = {str(version.number): version for version in every}
    before = by_number.get(request.GET.get("before", ""))
    after = by_number.get(request.GET.get("after", ""))
    if before is None or after is None:
        return None
    return before.number, after.number, compare(before, after)


def begun_from(request: HttpRequest, every: Sequence[V]) -> tuple[V, str]:
    """The edition a new one is edited from (the newest, or the one named in the address to go
    back to) and what its reason says then; 404 for a number that is not there."""
    number = request.GET.get("version", "")
    base = next((v for v in every if str(v.number) == number), None) if number else every[0]
    if base is None:
        raise Http404
    return base, "" if base is every[0] else _("恢复到第 %(number)s 版") % {"number": base.number}


def begin(
    request: HttpRequest,
    form: DeskForm,
    add: Callable[[dict[str, Any]], Model],
    *,
    template: str,
    done: str,
    onward: str,
) -> HttpResponse:
    """Begin a scheme as a copy of another; then edit it at `onward`."""
    refuse_reader(access.of(request).scope)
    status = 200
    if request.method == "POST":
        status = NotValid.status
        if form.is_valid():
            try:
                made = add(form.cleaned_data)
            except NotValid as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, done)
                return redirect(onward, made.pk)
    return render(request, template, {"form": form}, status=status)
