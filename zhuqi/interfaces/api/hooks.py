"""What webhooks tell of nouns that are one row: nothing a room has to say twice."""

from collections.abc import Mapping
from typing import Any

from django_stubs_ext import StrOrPromise

from zhuqi.foundation.access import Person
from zhuqi.foundation.webhooks.subjects import Subject, Telling
from zhuqi.interfaces.api.auth import opens_to
from zhuqi.interfaces.api.verbs import RowVerbs


def rows_told(
    verbs: RowVerbs[Any, Any], group: str, label: StrOrPromise, **new: StrOrPromise
) -> Mapping[str, Subject]:
    """Its verbs, to whom its page opens, as a GET tells it; `new` names how one comes to be."""

    def tell(person: Person, pk: int, _seq: int) -> Telling | None:
        row = verbs.rows(person.scope).filter(pk=pk).first()
        if row is None or not opens_to(person, verbs.allowed):
            return None
        told = verbs.out.model_validate(verbs.told(row, person))
        return Telling(verbs.href(pk), told.model_dump(mode="json"))

    kinds = {**new, **{verb.value: verb.label for verb in verbs.pages}}
    return {verbs.noun.object_type: Subject(label, group, kinds, tell)}
