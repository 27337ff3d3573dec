"""What can be told about: the rooms of the API say it of their own objects."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.access import Person
from zhuqi.foundation.contributions import Registry

# After the name of a subject: everything that happens to it.
ALL = "*"


@dataclass(frozen=True, slots=True)
class Telling:
    """An object as somebody may know it now: its address in the API, and what a GET there gives."""

    href: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Subject:
    """A type of object of the log that may be told about.

    `group`: what a token must be for, to read it. `kinds`: its events that can be chosen one by
    one, by the name they have after the dot. `tell` is asked for the object's id and the event's
    sequence number; None where the person may not see the object, or may not know of the event.
    """

    label: StrOrPromise
    group: str
    kinds: Mapping[str, StrOrPromise]
    tell: Callable[[Person, int, int], Telling | None]


# Object type → what is told of it.
SUBJECTS: Registry[Subject] = Registry("subject of webhooks")


def code_of(object_type: str, kind: str) -> str:
    """`case.assign`, whatever rooms write into the log: "assign" or "visit.make"."""
    return kind if kind.startswith(f"{object_type}.") else f"{object_type}.{kind}"


def subject_of(code: str) -> Subject | None:
    """Whose event it is; None for a code nobody has, or of a room that is gone."""
    return SUBJECTS.find(code.partition(".")[0])


def choices() -> Iterator[tuple[str, Sequence[tuple[str, str]]]]:
    """Every code there is, in words, by subject."""
    for object_type, subject in SUBJECTS.items():
        everything = (f"{object_type}.{ALL}", _("所有动态"))
        single = [(f"{object_type}.{kind}", str(label)) for kind, label in subject.kinds.items()]
        yield str(subject.label), [everything, *single]


def known() -> frozenset[str]:
    """Every code there is."""
    return frozenset(code for _label, several in choices() for code, _said in several)


def in_words(codes: Iterable[str]) -> str:
    """诉求：交办、办结；走访：所有动态. A code whose room is gone stands as it is."""
    chosen = list(codes)
    parts = []
    for label, several in choices():
        words = [said for code, said in several if code in chosen]
        if words:
            parts.append(_("%(label)s：%(words)s") % {"label": label, "words": "、".join(words)})
    return "；".join([*parts, *(code for code in chosen if code not in known())])


def kind_in_words(code: str) -> str:
    """诉求 · 交办; the code itself where it can't be chosen by itself."""
    object_type, _dot, kind = code.partition(".")
    subject = SUBJECTS.find(object_type)
    return f"{subject.label} · {subject.kinds.get(kind, kind)}" if subject else code


def wants(chosen: Iterable[str], code: str) -> bool:
    """Whether one of the chosen codes means this event."""
    everything = f"{code.partition('.')[0]}.{ALL}"
    return any(one in {code, everything} for one in chosen)


def groups_of(codes: Iterable[str]) -> frozenset[str]:
    """What a token must be for, to read what these codes tell of."""
    return frozenset(subject.group for code in codes if (subject := subject_of(code)))
