"""Papers of supervision sheets."""

from collections.abc import Mapping

from tests.permissions.registry import Asked, Found, Room, Row, of, page
from tests.permissions.rooms.supervision import sheets
from tests.permissions.town import Town, once
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.papers.actions import new_code
from zhuqi.foundation.papers.enums import PaperVerb
from zhuqi.foundation.papers.models import Paper
from zhuqi.mechanisms.supervision.papers import contents


@once
def papers(town: Town) -> Mapping[str, object]:
    """One of each sheet, made when the first is asked for."""
    made: dict[str, object] = {}
    for serial, (whose, found) in enumerate(sheets(town).items(), start=1):
        pk = int(str(found))
        said = contents(pk, "supervision.issue")
        assert said is not None
        made[whose] = Paper.objects.create(
            kind=said.kind, office=said.office, unit=said.unit, to=said.to, number=said.number,
            title="催办单", object_type="supervision", object_id=pk, event_id=serial, content={},
            code=new_code(), issued_at=Event.objects.latest("pk").occurred_at, issued_by="何帆",
        ).pk  # fmt: skip
    return made


def with_end(end: str) -> Row:
    """An address below one of them."""

    def find(asked: Asked) -> Found:
        there = papers(asked.town)
        return [there[asked.whose], end] if asked.whose in there else None

    return Row(find)


ROOM = Room(
    "papers",
    {
        "desk:papers": page(),
        "desk:paper_verify": page(),
        "desk:paper": of(papers),
        "desk:paper_file": with_end("pdf"),
        "desk:paper_verb": with_end(PaperVerb.FILE.value),
    },
)
