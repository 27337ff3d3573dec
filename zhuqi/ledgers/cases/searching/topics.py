"""What of a common topic is searched: those who see it by one of its cases read its title alone."""

from typing import Final

from django.db.models import Q

from zhuqi.foundation.access import Scope
from zhuqi.foundation.search.columns import Columns
from zhuqi.foundation.search.kinds import Kind
from zhuqi.foundation.search.queries import Reading
from zhuqi.ledgers.cases.models import Topic
from zhuqi.ledgers.cases.models.case import OFFICE_READERS

TOPIC: Final = "topic"
TITLE, TEXT = "ta", "tb"

TOPIC_KIND = Kind(
    rows=Topic.objects.all,
    parts={"topic": Columns(Topic, {TITLE: ("title",), TEXT: ("summary", "outcome")}).part},
    codes=frozenset({TITLE, TEXT}),
)


def topic_readings(scope: Scope) -> list[Reading]:
    """What the person may read of the topics they see."""
    own = Q(office__in=scope.units(*OFFICE_READERS))
    return [Reading(TITLE, heading=True), Reading(TEXT, own)]
