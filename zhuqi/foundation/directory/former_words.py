"""What firms and their contacts were ever called, as the log tells it."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator

from django.db.models import Q

from zhuqi.foundation.audit.models import ErasableValue, Event
from zhuqi.foundation.directory.enums import EnterpriseEvent

# Columns of a firm and of its contacts, as their events name them.
OWN, OF_CONTACTS = ("name", "uscc", "address"), ("name", "phone", "email")
_OF_FIRM = (EnterpriseEvent.ADDED.value, EnterpriseEvent.CHANGED.value)
_OF_PEOPLE = (
    EnterpriseEvent.ADDED.value,
    EnterpriseEvent.CONTACT_ADDED.value,
    EnterpriseEvent.CONTACT_CHANGED.value,
    EnterpriseEvent.CONTACT_REMOVED.value,
)


def firms_once(ids: Collection[int]) -> dict[int, set[tuple[str, str]]]:
    """By firm, every (column, value) of `OWN` it ever had, today's among them. One query."""
    found: dict[int, set[tuple[str, str]]] = defaultdict(set)
    events = Event.objects.filter(object_type="enterprise", object_id__in=ids, kind__in=_OF_FIRM)
    for firm, data in events.order_by().values_list("object_id", "data"):
        facts = json.loads(data)
        found[firm] |= {(name, text) for name in OWN for text in _texts(facts.get(name))}
    return found


def contacts_once(ids: Collection[int]) -> dict[int, set[tuple[str, str]]]:
    """By firm, every (column, value) of `OF_CONTACTS` anybody ever called there had; nothing of
    what was erased. One query."""
    return people_once("enterprise", ids, _OF_PEOPLE)


def people_once(
    object_type: str, ids: Collection[int], kinds: Collection[str]
) -> dict[int, set[tuple[str, str]]]:
    """By the object of those events, every (column, value) of `OF_CONTACTS` told beside them;
    nothing of what was erased. One query."""
    found: dict[int, set[tuple[str, str]]] = defaultdict(set)
    said = ErasableValue.objects.filter(
        ~Q(value=""), value__isnull=False, event__object_type=object_type,
        event__object_id__in=ids, event__kind__in=kinds,
    )  # fmt: skip
    for pk, name, text in said.order_by().values_list("event__object_id", "name", "value"):
        # contact1_name where a firm was entered, name_before and name_after where one changed.
        for column in OF_CONTACTS:
            if column in name.split("_"):
                found[pk].add((column, text or ""))
    return found


def _texts(fact: object) -> Iterator[str]:
    """A value as it was entered, or before and after."""
    for one in fact if isinstance(fact, list) else (fact,):
        if isinstance(one, str) and one:
            yield one
