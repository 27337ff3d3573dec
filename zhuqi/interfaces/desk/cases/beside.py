"""What other rooms lay beside the form of a verb: drawn above its fields, within the form."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from zhuqi.foundation.contributions import Registry
from zhuqi.ledgers.cases.enums import Verb
from zhuqi.ledgers.cases.reading.case_view import CaseView


@dataclass(frozen=True, slots=True)
class Beside:
    """A part of the page. `find` gives what its template knows as `beside`; None: no part."""

    template: str
    verbs: Collection[Verb]
    find: Callable[[CaseView], Any]


@dataclass(frozen=True, slots=True)
class Laid:
    """One part for one case."""

    template: str
    beside: Any


BESIDE: Registry[Beside] = Registry("part beside the form of a verb")


def beside_form(file: CaseView, verb: Verb) -> list[Laid]:
    """What is laid beside this verb's form for this case."""
    parts = [one for one in BESIDE if verb in one.verbs]
    found = [Laid(one.template, one.find(file)) for one in parts]
    return [one for one in found if one.beside is not None]
