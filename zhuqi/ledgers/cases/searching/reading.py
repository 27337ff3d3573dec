"""Which texts of which cases somebody may read, on rows: what `reading.fields` says, in SQL."""

from django.db.models import Exists, OuterRef, Q

from zhuqi.foundation.access import OFFICE_ROLES, Role, Scope
from zhuqi.foundation.search.queries import Reading, matching
from zhuqi.foundation.search.words import phone_end
from zhuqi.ledgers.cases.enums import AssignmentRole, AssignmentState
from zhuqi.ledgers.cases.models import Assignment
from zhuqi.ledgers.cases.models.case import OFFICE_READERS, CaseQuerySet, working_units
from zhuqi.ledgers.cases.reading.fields import WRITES_NOTES
from zhuqi.ledgers.cases.searching.codes import (
    HEADING,
    INSIDE,
    NOTE,
    PHONE,
    REDACTED,
    REVIEW,
    TEXT,
    WORDS,
)
from zhuqi.ledgers.cases.secrecy.models import firm_known_to

NOBODY = Q(pk__in=())


def readings(scope: Scope) -> list[Reading]:
    """What the person may read of the cases they see; a test holds it against `visible_fields`."""
    known = firm_known_to(scope)
    inside, review, work = _inside(scope), _review(scope), _work(scope)
    calls = work | Q(chamber__in=scope.units(Role.CHAMBER)) | Q(enterprise__in=scope.enterprises)
    notes = scope.units(*WRITES_NOTES)
    found = [
        Reading(HEADING, known, heading=True),
        Reading(REDACTED[HEADING], heading=True),
        Reading(TEXT, known),
        Reading(REDACTED[TEXT]),
        Reading(PHONE, known & calls, spelled=phone_end),
    ]
    if inside != NOBODY:
        found += [
            Reading(INSIDE, known & inside),
            Reading(REDACTED[INSIDE], inside),
            Reading(REVIEW, known & review),
            Reading(REDACTED[REVIEW], review),
        ]
    if notes:
        found += [Reading(NOTE, known & work, notes), Reading(REDACTED[NOTE], work, notes)]
    if scope.user_id:
        found.append(Reading(WORDS, known & inside, {scope.user_id}))
    return found


def holding_words(cases: CaseQuerySet, typed: str, scope: Scope) -> CaseQuerySet:
    """Of these cases, which the person sees, those that hold every word where they may read it."""
    return matching(cases, typed, readings(scope))


def _office(scope: Scope, *roles: Role) -> Q:
    units = scope.units(*roles)
    return Q(office__in=units) if units else NOBODY


def _above_and_below(scope: Scope) -> Q:
    """Whoever handed the case up or has to decide on it."""
    found = NOBODY
    if units := scope.units(*OFFICE_READERS):
        found |= Q(origin_office__in=units)
    if units := scope.units(Role.REGISTRAR, Role.REVIEWER):
        found |= Q(superior__in=units)
    return found


def _head(scope: Scope) -> Q:
    units = scope.units(Role.UNIT_HEAD, Role.UNIT_DEPUTY)
    return Q(lead_unit__in=units) if units else NOBODY


def _sheets(scope: Scope, condition: Q) -> Q:
    units = working_units(scope)
    if not units:
        return NOBODY
    sheets = Assignment.objects.filter(condition, case=OuterRef("pk"), unit__in=sorted(units))
    return Q(Exists(sheets))


_HELD = ~Q(state=AssignmentState.RECALLED)


def _work(scope: Scope) -> Q:
    """Those who call the firm and keep notes: the office, units at work, its liaison official."""
    liaison = Q(enterprise__in=scope.liaised, confidential=False) if scope.liaised else NOBODY
    office = _office(scope, *OFFICE_ROLES)
    return office | _above_and_below(scope) | _head(scope) | _sheets(scope, _HELD) | liaison


def _inside(scope: Scope) -> Q:
    """Those who read what is argued: offices and units, not who follows the case from outside."""
    argued = _sheets(scope, _HELD | Q(contested=True))
    return _office(scope, *OFFICE_READERS) | _above_and_below(scope) | _head(scope) | argued


def _review(scope: Scope) -> Q:
    """Those who read answers before the office has passed them."""
    lead = _sheets(scope, _HELD & Q(role=AssignmentRole.LEAD))
    return _office(scope, *OFFICE_READERS) | _above_and_below(scope) | _head(scope) | lead
