"""Events in words: names beside ids, fields and values as officials call them.

The shell knows no noun: each room says in its `ready()` what its objects, kinds of event and
fields are called (`register`, `register_kinds`, `register_fields`, `register_rows`). For a batch
of events everything is looked up together: one query a table, however many events. What
administrators may not see (which firm a case is of) is never looked up.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.access import ActorKind, Role
from zhuqi.foundation.audit.enums import ERASED_KIND
from zhuqi.foundation.audit.models import Event
from zhuqi.interfaces.shell import wording

Labels = Mapping[str, StrOrPromise]


@dataclass(frozen=True, slots=True)
class Secrecy:
    """Objects of which nobody of the firm may be named.

    `rows`: those objects; `kinds`: events whose very author would tell how the firm came;
    `stand_in`: what is written in the place of the name.
    """

    rows: Callable[[], models.QuerySet[Any]]
    kinds: Collection[str]
    stand_in: str


@dataclass(frozen=True, slots=True)
class ObjectWords:
    """What the log says of one type of object.

    `model`: its table, where a row has a name; `title`: its whole name, where no row has one;
    `secret`: fields neither looked up nor shown; `references`: fields that name rows of another
    table though they are no foreign key; `url`: where an object of the type is read;
    `by_number`: objects by what a person types for them (None: this is no such number).
    """

    name: StrOrPromise
    kinds: Labels = field(default_factory=dict)
    model: type[models.Model] | None = None
    title: Callable[[int], str] | None = None
    secret: Collection[str] = ()
    secrecy: Secrecy | None = None
    url: Callable[[int], str] | None = None
    by_number: Callable[[str], models.QuerySet[Any] | None] | None = None


@dataclass(frozen=True, slots=True)
class RowNames:
    """How rows of a table are fetched for their names. `code`: the column events name them by."""

    joins: tuple[str, ...] = ()
    code: str = ""


_objects: dict[str, ObjectWords] = {}
_kinds: defaultdict[str, dict[str, StrOrPromise]] = defaultdict(dict)
_fields: dict[str, StrOrPromise] = {}
_said: dict[tuple[str, str], Callable[[Any], str]] = {}
_references: dict[str, type[models.Model]] = {}
_rows: dict[type[models.Model], RowNames] = {}
_work: dict[str, StrOrPromise] = {}


def register(object_type: str, words: ObjectWords) -> None:
    """Say what an object of the log is called; by the room whose object it is."""
    _objects[object_type] = words
    register_kinds(object_type, words.kinds)


def register_kinds(object_type: str, kinds: Labels) -> None:
    """Say what kinds of event are called, perhaps on the object of another room."""
    _kinds[object_type] |= kinds


def register_fields(
    labels: Labels, references: Mapping[str, type[models.Model]] | None = None
) -> None:
    """Say what facts are called whose column has no name of its own, and which name rows."""
    _fields.update(labels)
    _references.update(references or {})


def register_values(object_type: str, words: Mapping[str, Callable[[Any], str]]) -> None:
    """Say how facts read that are neither a column's value nor name a row."""
    _said.update({(object_type, name): say for name, say in words.items()})


def register_rows(model: type[models.Model], names: RowNames) -> None:
    """Say how rows are fetched whose name needs more than the row itself."""
    _rows[model] = names


def register_work(labels: Labels) -> None:
    """Say what pieces of background work and schedules are called."""
    _work.update(labels)


def objects() -> dict[str, ObjectWords]:
    """Every type of object that has words."""
    return dict(_objects)


def kinds() -> Iterator[tuple[str, str]]:
    """Every kind of event with its words, for a search by words."""
    for words in _kinds.values():
        for kind, label in words.items():
            yield kind, str(label)


def kind_words(object_type: str, kind: str) -> str:
    """授予角色 for `role_given`; an unknown kind is shown as it is."""
    if kind == ERASED_KIND:
        return _("清除内容")
    return str(_kinds.get(object_type, {}).get(kind, kind))


def work_words(kind: str) -> str:
    """清除过期验证码 for `accounts.forget_phone_codes`; an unknown kind is shown as it is."""
    return str(_work.get(kind, kind))


def url_of(event: Event) -> str:
    """Where the event's object is read; "" for what has no page."""
    words = _objects.get(event.object_type)
    return words.url(event.object_id) if words and words.url else ""


def named_by(text: str) -> Q | None:
    """The objects of the log that a typed number means; None where no room knows it."""
    for object_type, words in _objects.items():
        rows = words.by_number(text) if words.by_number else None
        if rows is not None:
            return Q(object_type=object_type, object_id__in=rows.values("pk"))
    return None


def unnameable() -> Q:
    """Events whose author may not be found by name: it would tell whose object it is."""
    wanted = Q(pk__in=())
    for object_type, words in _objects.items():
        if words.secrecy:
            rows = words.secrecy.rows().order_by().values("pk")
            wanted |= Q(object_type=object_type, actor_kind=ActorKind.FIRM, object_id__in=rows)
    return wanted


# Written for the eye of a program: what they say stands elsewhere in the event.
_UNSHOWN = frozenset({"unit_name", "reason", "notice", "override", "replaces"})

Change = tuple[str, str, str]
Fact = tuple[str, str]


@dataclass(frozen=True, slots=True)
class DescribedEvent:
    """An event in words. `changes` are (field, before, after), `facts` whatever else it says."""

    event: Event
    what: str
    who: str
    object: str
    changes: list[Change]
    facts: list[Fact]
    reason: str


def describe(events: Iterable[Event]) -> list[DescribedEvent]:
    """The events in words, in their order, in one query for every table they name rows of."""
    events = list(events)
    facts = {event.pk: event.facts for event in events}
    names = _Names()
    for event in events:
        names.want(_model(event.object_type), event.object_id)
        for name, value in _values(facts[event.pk]):
            names.want(_model_of(event.object_type, name), value)
    names.look_up()
    secret = _secret(events)
    return [_described(event, facts[event.pk], names, secret) for event in events]


def _secret(events: Iterable[Event]) -> set[tuple[str, int]]:
    """Objects among these of which nobody of the firm may be named; one query a type."""
    found: set[tuple[str, int]] = set()
    for object_type, words in _objects.items():
        ids = {event.object_id for event in events if event.object_type == object_type}
        if words.secrecy and ids:
            rows = words.secrecy.rows().filter(pk__in=ids).order_by()
            found |= {(object_type, pk) for pk in rows.values_list("pk", flat=True)}
    return found


def _who(event: Event, secret: Collection[tuple[str, int]]) -> str:
    """Unit and name; of a secret object nobody of the firm, and not by whom it came in."""
    words = _objects.get(event.object_type)
    hidden = words.secrecy if words else None
    if hidden and (event.object_type, event.object_id) in secret:
        names_firm = event.actor_kind == ActorKind.FIRM or event.kind in hidden.kinds
        return hidden.stand_in if names_firm else _signed(event)
    return _signed(event)


def _signed(event: Event) -> str:
    return " ".join(filter(None, (event.actor_unit, event.who)))


def _described(
    event: Event,
    facts: Mapping[str, Any],
    names: "_Names",
    secret: Collection[tuple[str, int]],
) -> DescribedEvent:
    kind = event.object_type
    changes = [
        (field_words(kind, name), *(value_words(kind, name, value, names) for value in pair))
        for name, pair in _pairs(facts)
    ]
    others = [
        (field_words(kind, name), value_words(kind, name, value, names))
        for name, value in facts.items()
        if name not in _UNSHOWN and name != "changes" and value not in (None, "", [])
        if not (name == "tags" and _is_pair(value))
    ]
    return DescribedEvent(
        event=event,
        what=kind_words(kind, event.kind),
        who=_who(event, secret),
        object=_object(event, names),
        changes=changes,  # type: ignore[arg-type]
        facts=others,
        reason=str(facts.get("reason") or ""),
    )


def _object(event: Event, names: "_Names") -> str:
    words = _objects.get(event.object_type)
    if words and words.title:
        return words.title(event.object_id)
    word = str(words.name) if words else event.object_type
    name = names.name(words.model, event.object_id) if words and words.model else ""
    return f"{word} {name}" if name else f"{word} {event.object_id}"


def field_words(object_type: str, name: str) -> str:
    """The column's own Chinese name, or ours; an unknown one is shown as it is."""
    name = name.removesuffix("_id")
    column = _column(object_type, name)
    label = str(getattr(column, "verbose_name", "")) if column is not None else ""
    if label and not label.isascii():
        return label
    return str(_fields.get(name, name))


def value_words(object_type: str, name: str, value: Any, names: "_Names") -> str:
    """One value as a person reads it."""
    if value is None or value in ("", []):
        return _("（空）")
    if _is_secret(object_type, name):
        return _("（不在此显示）")
    if model := _model_of(object_type, name):
        several = value if isinstance(value, list) else [value]
        return "、".join(names.name(model, one) or str(one) for one in several)
    if say := _said.get((object_type, name)):
        return say(value)
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return _choice(object_type, name, value) or _as_written(value)


def _choice(object_type: str, name: str, value: Any) -> str:
    """The label of one of the column's choices; "" if it is none."""
    if name == "role" and value in set(Role):
        return Role(value).label
    choices = dict(getattr(_column(object_type, name), "flatchoices", ()) or ())
    return str(choices[value]) if isinstance(value, str) and value in choices else ""


def _as_written(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(_one_line(one) for one in value)
    return _moment(value) if isinstance(value, str) else str(value)


def _one_line(value: Any) -> str:
    return (
        " ".join(str(one) for one in value if one != "") if isinstance(value, list) else str(value)
    )


def _moment(text: str) -> str:
    """A date or moment as officials write it; any other text as it is."""
    if not (len(text) >= 10 and text[:4].isdigit() and text[4] == "-"):  # noqa: PLR2004
        return text
    try:
        if len(text) == 10:  # noqa: PLR2004 (2026-11-21)
            return wording.day(date.fromisoformat(text), weekday=False)
        return wording.moment(datetime.fromisoformat(text), weekday=False)
    except ValueError:
        return text


def _pairs(facts: Mapping[str, Any]) -> list[tuple[str, list[Any]]]:
    """What changed, from what to what; tags are many on either side and stand by themselves."""
    changes = facts.get("changes")
    found = {**changes} if isinstance(changes, dict) else {}
    if _is_pair(facts.get("tags")):
        found["tags"] = facts["tags"]
    return [(k, v) for k, v in found.items() if isinstance(v, list) and len(v) == 2]  # noqa: PLR2004


def _is_pair(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, list) for one in value)


def _values(facts: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, pair in _pairs(facts):
        yield from ((name, value) for value in pair)
    yield from ((name, value) for name, value in facts.items() if name != "changes")


def _model(object_type: str) -> type[models.Model] | None:
    words = _objects.get(object_type)
    return words.model if words else None


def _is_secret(object_type: str, name: str) -> bool:
    words = _objects.get(object_type)
    return words is not None and name in words.secret


def _column(object_type: str, name: str) -> Any:
    model = _model(object_type)
    if model is None:
        return None
    try:
        return model._meta.get_field(name.removesuffix("_id"))  # noqa: SLF001 (Django's public name)
    except FieldDoesNotExist:
        return None


def _model_of(object_type: str, name: str) -> type[models.Model] | None:
    """The table a field names rows of. None for plain values, and for what is not to be read."""
    if _is_secret(object_type, name):
        return None
    column = _column(object_type, name)
    if column is not None and column.is_relation and column.related_model is not None:
        related: type[models.Model] = column.related_model
        return related
    return _references.get(name)


class _Names:
    """Names of rows by id (items by code), looked up once for all that were asked for."""

    def __init__(self) -> None:
        self._wanted: defaultdict[type[models.Model], set[Any]] = defaultdict(set)
        self._found: dict[tuple[type[models.Model], Any], str] = {}

    def want(self, model: type[models.Model] | None, value: Any) -> None:
        """Remember a row whose name will be asked for."""
        if model is None or value is None or value == "":
            return
        several = value if isinstance(value, list) else [value]
        self._wanted[model] |= {one for one in several if isinstance(one, int | str)}

    def look_up(self) -> None:
        """One query a table."""
        for model, wanted in self._wanted.items():
            ids = {one for one in wanted if isinstance(one, int)}
            codes = {one for one in wanted if isinstance(one, str)}
            how = _rows.get(model, RowNames())
            rows = model._default_manager.order_by()  # noqa: SLF001 (Django's public name)
            if how.joins:
                rows = rows.select_related(*how.joins)
            for row in rows.filter(pk__in=ids) if ids else ():
                self._found[model, row.pk] = str(row)
            # Some events name rows by code; of other tables such text is what it says.
            if codes and how.code:
                for row in rows.filter(**{f"{how.code}__in": codes}):
                    self._found[model, getattr(row, how.code)] = str(row)

    def name(self, model: type[models.Model], value: Any) -> str:
        """The row's name; "" for one that is not (or no longer) there."""
        return self._found.get((model, value), "")
