"""What was said and done about a case between sisters, on its timeline; its firm reads none of
it: that it was passed on, the ledger tells it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from zhuqi.foundation.access import ActorKind, Person
from zhuqi.foundation.directory.models import Unit
from zhuqi.ledgers.cases.contributions import OtherMoment
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.reading.moments import Signature
from zhuqi.mechanisms.sister_offices import queries
from zhuqi.mechanisms.sister_offices.enums import Beginning, SharingVerb
from zhuqi.mechanisms.sister_offices.models import SharingWord

WORD, APART = "sister_sharing", "sister_distinction"
WORDS = (*Beginning.values, *SharingVerb.values)
KINDS = {f"{WORD}.{word}": False for word in WORDS} | {APART: False}


@dataclass(frozen=True, slots=True)
class OfSharing:
    """What a moment is about: what was done, and with which sister."""

    what: str
    sister: Unit


@dataclass(frozen=True, slots=True)
class OfDistinction:
    """What a moment is about: from which case it was told apart."""

    number: str


def moments(case: Case, person: Person, _now: datetime) -> Iterator[OtherMoment]:
    """What one may read of it, as the office that said it."""
    seen = queries.of_case(case, person.scope).order_by().values("pk")
    words = SharingWord.objects.filter(sharing__in=seen).select_related("office", "sharing__sister")
    for word in words.order_by("pk"):
        about = OfSharing(str(word.get_verb_display()), word.sharing.sister)
        yield OtherMoment(
            f"{WORD}.{word.verb}", word.at, _signed(word.office), text=word.text, details=about
        )
    for row in queries.distinctions(person.scope).filter(case=case.pk).order_by("pk"):
        about_it = OfDistinction(row.other.number)
        yield OtherMoment(APART, row.said_at, _signed(row.office), text=row.text, details=about_it)


def _signed(office: Unit) -> Signature:
    return Signature(ActorKind.OFFICIAL, 0, str(office), "")
