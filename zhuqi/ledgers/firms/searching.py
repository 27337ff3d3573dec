"""What of a firm is searched, and who finds what of it."""

from collections.abc import Iterator, Sequence
from typing import Final

from django.db.models import Q, QuerySet

from zhuqi.foundation.access import OFFICE_ROLES, Person
from zhuqi.foundation.directory.initials import initials_of, spelled_out
from zhuqi.foundation.directory.models import Enterprise, EnterpriseContact, EnterpriseNote
from zhuqi.foundation.directory.rules import note_units
from zhuqi.foundation.search.columns import Columns
from zhuqi.foundation.search.kinds import Ids, Kind, Part, Passage, Read, Values, Which
from zhuqi.foundation.search.queries import Reading, matching
from zhuqi.foundation.search.words import latin, phone_end, phone_pieces

KIND: Final = "enterprise"
NAME, TEXT, NOTE, PHONE, READ_AS = "fa", "fb", "fn", "fp", "fi"


_OF_CONTACT = ("pk", "enterprise_id", "name", "title", "phone")


def _contact_reads(which: Which) -> Sequence[Read]:
    return [(EnterpriseContact.objects.filter(pk__in=which), _OF_CONTACT)]


def contact_texts(read: Sequence[Values]) -> Iterator[Passage]:
    """Names of the firm's people, and their phones."""
    [rows] = read
    for row in rows:
        firm, pk = row["enterprise_id"], row["pk"]
        yield Passage(firm, pk, TEXT, (row["name"], row["title"]))
        yield Passage(firm, pk, PHONE, phone_pieces(row["phone"]))


def _name_reads(which: Which) -> Sequence[Read]:
    return [(Enterprise.objects.filter(pk__in=which), ("pk", "name"))]


def read_as(read: Sequence[Values]) -> Iterator[Passage]:
    """How names are read: xcdl and xuchangdianli. Loads a dictionary, so it is the worker's."""
    [rows] = read
    for row in rows:
        pieces = (initials_of(row["name"]), spelled_out(row["name"]))
        yield Passage(row["pk"], row["pk"], READ_AS, pieces)


def _itself(ids: Ids) -> Which:
    return ids


FIRM_KIND = Kind(
    rows=Enterprise.objects.all,
    parts={
        "firm": Columns(Enterprise, {NAME: ("name", "uscc"), TEXT: ("address",)}).part,
        "contact": Part(
            "directory.EnterpriseContact",
            _contact_reads,
            contact_texts,
            Columns(EnterpriseContact, {}, "enterprise_id").of,
        ),
        "note": Columns(EnterpriseNote, {NOTE: ("text",)}, "enterprise_id", owner="unit_id").part,
        "read_as": Part("directory.Enterprise", _name_reads, read_as, _itself, later=True),
    },
    codes=frozenset({NAME, TEXT, NOTE, PHONE, READ_AS}),
)


def readings(person: Person) -> list[Reading]:
    """What the person may read of the firms they see; those known only by a case show no more than
    their name."""
    scope = person.scope
    in_reach = Q(pk__in=Enterprise.objects.visible_to(scope).order_by().values("pk"))
    calls = Q(office__in=scope.units(*OFFICE_ROLES)) | Q(pk__in=sorted(scope.liaised))
    return [
        Reading(NAME, heading=True),
        Reading(READ_AS, spelled=latin, heading=True),
        Reading(TEXT, in_reach),
        Reading(NOTE, in_reach, note_units(scope)),
        Reading(PHONE, in_reach & calls, spelled=phone_end),
    ]


def holding_words(firms: QuerySet[Enterprise], typed: str, person: Person) -> QuerySet[Enterprise]:
    """Of these firms, which the person sees, those that hold every word."""
    return matching(firms, typed, readings(person))
