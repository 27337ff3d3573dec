"""The tables, schemes and the calendar that all work by."""

from tests.permissions.registry import Room, kept, page
from tests.permissions.town import Town, once
from zhuqi.foundation.access import SYSTEM
from zhuqi.ledgers.cases.approval_schemes.actions import load_signing_schemes
from zhuqi.ledgers.cases.models import ApprovalScheme, Scheme
from zhuqi.mechanisms.supervision.ladder.models import LadderScheme
from zhuqi.mechanisms.supervision.ladder.schemes import load_ladders


@once
def _scheme(_town: Town) -> int:
    return Scheme.objects.all()[0].pk


@once
def _signing(_town: Town) -> int:
    load_signing_schemes(by=SYSTEM)
    return ApprovalScheme.objects.all()[0].pk


@once
def _ladder(_town: Town) -> int:
    load_ladders(by=SYSTEM)
    return LadderScheme.objects.all()[0].pk


ROOM = Room(
    "tables",
    {
        "desk:admin_system": page(),
        "desk:admin_work": page(),
        "desk:admin_registers": page(),
        "desk:admin_register": page("units"),
        "desk:admin_register_new": page("units"),
        "desk:admin_register_row": kept(lambda town: town.cast.industry.pk, "units"),
        "desk:admin_register_history": kept(lambda town: town.cast.industry.pk, "units"),
        "desk:admin_schemes": page(),
        "desk:admin_scheme_new": page(),
        "desk:admin_scheme": kept(_scheme),
        "desk:admin_scheme_publish": kept(_scheme),
        "desk:admin_signings": page(),
        "desk:admin_signing_new": page(),
        "desk:admin_signing": kept(_signing),
        "desk:admin_signing_publish": kept(_signing),
        "desk:admin_ladders": page(),
        "desk:admin_ladder_new": page(),
        "desk:admin_ladder": kept(_ladder),
        "desk:admin_ladder_publish": kept(_ladder),
        "desk:admin_calendar": page(),
        "desk:admin_hours": page(),
    },
)
