"""What a row was at each of its events, and the way back to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from zhuqi.foundation.audit.models import Event
from zhuqi.interfaces.desk.tables.reference_tables.base import RegisterForm
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.event_words import DescribedEvent, describe


@dataclass(frozen=True, slots=True)
class Version:
    """One event of a row in words. `way_back`: the row can be put back to how it was then."""

    number: int
    at: str
    told: DescribedEvent
    private: str
    latest: bool
    way_back: bool


def versions(events: Sequence[Event]) -> list[Version]:
    """The row's events in words, newest first. Erasable values are named, not shown."""
    last = events[-1].seq if events else 0
    return [
        Version(
            number=one.event.seq,
            at=wording.moment(one.event.recorded_at),
            told=one,
            private="、".join(row.name for row in one.event.erasables.all()),
            latest=one.event.seq == last,
            way_back=one.event.seq != last,
        )
        for one in reversed(describe(events))
    ]


def values_at(now: Mapping[str, Any], events: Sequence[Event], number: int) -> dict[str, Any]:
    """The row as it was after event `number`: today's values, with what came later undone.

    Erasable values hold no "before": the last one recorded by then counts, if it is still there.
    """
    values = dict(now)
    for event in reversed([event for event in events if event.seq > number]):
        for name, pair in (event.facts.get("changes") or {}).items():
            if name in values:
                values[name] = pair[0]
        for name in (row.name for row in event.erasables.all()):
            known = _erasable(events, name, number)
            if name in values and known is not None:
                values[name] = known
    return values


def _erasable(events: Sequence[Event], name: str, number: int) -> str | None:
    """The value recorded last by then; None where it was erased since. Never recorded: empty."""
    for event in reversed([event for event in events if event.seq <= number]):
        for row in event.erasables.all():
            if row.name == name:
                return row.value
    return ""


def as_typed(form: RegisterForm, values: Mapping[str, Any]) -> QueryDict:
    """The values as if someone had typed them into the form."""
    typed = QueryDict(mutable=True)
    for name, field in form.fields.items():
        value = values.get(name)
        if isinstance(field, forms.ModelMultipleChoiceField):
            typed.setlist(name, [str(one) for one in value or ()])
        elif isinstance(field, forms.BooleanField):
            if value:
                typed[name] = "on"
        else:
            text = value.isoformat() if isinstance(value, date) else value
            typed[name] = "" if text is None else str(text)
    return typed
