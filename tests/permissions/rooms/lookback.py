"""Look-backs at closed cases, draws of samples, and the schemes they go by."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.utils import timezone

from tests.permissions.registry import Asked, Found, Room, Row, kept, of, page
from tests.permissions.town import Town, once
from tests.scenes.life import MONDAY
from zhuqi.foundation.access import SYSTEM
from zhuqi.foundation.directory.models import Unit
from zhuqi.mechanisms.lookback.actions import load_look_back_schemes
from zhuqi.mechanisms.lookback.enums import Chosen, LookBackState, LookBackVerb
from zhuqi.mechanisms.lookback.models import LookBack, LookBackDraw, LookBackScheme
from zhuqi.mechanisms.lookback.queries.schemes import LOOK_BACKS

OCTOBER = date(2026, 10, 1)


@once
def _scheme(_town: Town) -> int:
    load_look_back_schemes(by=SYSTEM)
    return LookBackScheme.objects.all()[0].pk


def _draw_of(office: Unit, scheme: int) -> LookBackDraw:
    there = LookBackDraw.objects.filter(office=office).first()
    edition = LOOK_BACKS.editions().filter(scheme=scheme).latest("number")
    return there or LookBackDraw.objects.create(
        office=office, month=OCTOBER, edition=edition, seed=1, pool=1, sample=1, drawn_at=MONDAY
    )


@once
def draws(town: Town) -> Mapping[str, object]:
    """One of each office."""
    scheme, cast = _scheme(town), town.cast
    offices = {"own": cast.city_office, "other_county": cast.county_office,
               "stranger": cast.other_office}  # fmt: skip
    return {whose: _draw_of(office, scheme).pk for whose, office in offices.items()}


@once
def look_backs(town: Town) -> Mapping[str, object]:
    """One at a case of each kind, doubted, so that the unit is to be heard; 何帆 rang up."""
    there = dict(LookBack.objects.filter(state="doubtful").values_list("case_id", "pk"))
    scheme = _scheme(town)
    for case in town.cases.values():
        case.refresh_from_db()
        if case.lead_unit and case.pk not in there:
            there[case.pk] = LookBack.objects.create(
                draw=_draw_of(case.office, scheme), office=case.office, case=case,
                unit=case.lead_unit, round=1, chosen=Chosen.RANDOM,
                state=LookBackState.DOUBTFUL, said="没解决", called_at=MONDAY,
                due_at=timezone.now() + timedelta(days=3),
            ).pk  # fmt: skip
    return {whose: there[case.pk] for whose, case in town.cases.items() if case.pk in there}


@once
def calls(town: Town) -> Mapping[str, object]:
    """Calls to make: 何帆's about his own ledger, 秦岚's about a case of another county."""
    scheme, cast = _scheme(town), town.cast
    callers = {"own": cast.he_fan, "stranger": cast.qin_lan}
    there = dict(LookBack.objects.filter(state="drawn").values_list("case_id", "pk"))
    for whose, caller in callers.items():
        case = town.cases[whose]
        case.refresh_from_db()
        if case.lead_unit and case.pk not in there:
            draw = LookBackDraw.objects.filter(office=case.office, month__lt=OCTOBER).first()
            draw = draw or LookBackDraw.objects.create(
                office=case.office, month=date(2026, 9, 1), seed=1, pool=1, sample=1,
                drawn_at=MONDAY, edition=_draw_of(case.office, scheme).edition,
            )  # fmt: skip
            there[case.pk] = LookBack.objects.create(
                draw=draw, office=case.office, case=case, unit=case.lead_unit, round=1,
                chosen=Chosen.RANDOM, caller=caller,
            ).pk  # fmt: skip
    return {whose: there[town.cases[whose].pk] for whose in callers}


def verb_of(verb: LookBackVerb) -> Row:
    """The page of a verb on one of them."""

    def find(asked: Asked) -> Found:
        there = look_backs(asked.town)
        return [there[asked.whose], verb.value] if asked.whose in there else None

    return Row(find)


ROOM = Room(
    "lookback",
    {
        "desk:lookback": page(),
        "desk:lookback_row": of(look_backs),
        "desk:lookback_row_verb": verb_of(LookBackVerb.STATE),
        "desk:lookback_calls": page(),
        "desk:lookback_call": of(calls),
        "desk:lookback_draws": page(),
        "desk:lookback_draw": of(draws),
        "desk:lookback_draw_new": page(),
        "desk:admin_lookbacks": page(),
        "desk:admin_lookback_new": page(),
        "desk:admin_lookback": kept(_scheme),
        "desk:admin_lookback_publish": kept(_scheme),
    },
)
