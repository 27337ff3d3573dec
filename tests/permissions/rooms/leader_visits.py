"""Leaders' visits, read by named people alone."""

from tests.permissions.registry import Room, Row, kept, page
from tests.permissions.town import Town, once
from tests.scenes.life import MONDAY
from zhuqi.mechanisms.leader_visits.enums import LeaderVisitVerb
from zhuqi.mechanisms.leader_visits.models import LeaderVisit


@once
def visit(town: Town) -> object:
    """One of the leader's, for which a reviewer is named besides."""
    leader, reviewer = town.people["leader"], town.people["reviewer"]
    row = LeaderVisit.objects.filter(leader=leader).first()
    if row is None:
        row = LeaderVisit.objects.create(
            office=town.cast.city_office, leader=leader, writer=leader, day=MONDAY.date(),
            purpose="看二期",
        )  # fmt: skip
        row.readers.set([leader, reviewer])
    return row.pk


def _verb(town: Town) -> list[object]:
    return [visit(town), LeaderVisitVerb.CANCEL.value]


ROOM = Room(
    "leader_visits",
    {
        "desk:leader_visits": page(),
        "desk:leader_visit_new": page(),
        "desk:leader_visit": kept(visit),
        "desk:leader_visit_verb": Row(
            lambda asked: _verb(asked.town) if asked.own else None, fixed=True
        ),
    },
)
