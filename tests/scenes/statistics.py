"""Many cases with the events figures are counted by, put there without the verbs: cheap."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.cast import Cast
from tests.scenes import cases as scenes
from tests.scenes import levels
from zhuqi.foundation.audit.inserting import insert, values_of
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.models import Unit
from zhuqi.ledgers.cases.enums import State, Verdict
from zhuqi.ledgers.cases.models import Case
from zhuqi.reporting.statistics import actions
from zhuqi.reporting.statistics.models import Standing, Tally
from zhuqi.reporting.statistics.tallying import CellKey

START = datetime(2026, 11, 2, 2, tzinfo=UTC)

# (verb, what it changes, hours after the first)
Said = tuple[str, Mapping[str, Any], int]


def submitted(office: Unit, sector: str = "industry", **more: Any) -> Said:
    """A firm raises it."""
    values = {
        "state": "submitted", "level": office.level, "office_id": office.pk, "sector": sector,
        "channel": "portal", **more,
    }  # fmt: skip
    return "submit", values, 0


def completed(disposition: str = "resolved", hours: int = 48) -> Said:
    """The office accepts the answer."""
    return "complete", {"state": "completed", "disposition": disposition}, hours


def event(number: int, case: int, seq: int, said: Said, since: datetime = START) -> Event:
    """One event as the log would have it, but for its hash."""
    verb, values, hours = said
    at = since + timedelta(hours=hours)
    data = json.dumps({"changes": {name: [None, value] for name, value in values.items()}})
    return Event(
        object_type="case", object_id=case, seq=seq, kind=verb, actor_kind="system", actor_id=0,
        actor_name="", occurred_at=at, recorded_at=at, data=data, hash=f"{number:064d}",
    )  # fmt: skip


def many(
    cast: Cast, stories: Sequence[tuple[Unit, Sequence[Said]]], since: datetime = START
) -> None:
    """A case for each story, of the diamond company, in the ledger of the office."""
    first = Case.objects.count() + 1
    cases = [
        Case(
            number=f"S-{first + n}", office=office, level=office.level, region=cast.xiangcheng,
            enterprise=cast.diamond, channel="portal", title="诉求", body="情况",
            state=State.SUBMITTED, submitted_at=since,
        )
        for n, (office, _said) in enumerate(stories)
    ]  # fmt: skip
    ids = list(insert(Case, values_of(cases) or ()))
    events = [
        event(first * 10 + n, case, n, one, since)
        for case, (_office, said) in zip(ids, stories, strict=True)
        for n, one in enumerate(said, 1)
    ]
    for _pk in insert(Event, values_of(events) or ()):
        pass


def a_few_cases(cast: Cast) -> None:
    """One struck off as solved, one carried, one of the county's; the figures are up to date."""
    scenes.case_in(cast, State.STRUCK_OFF, verdict=Verdict.SOLVED)
    scenes.carried(cast)
    levels.county_case(cast)
    actions.bring_up_to_date()


def cells() -> list[tuple[tuple[str, ...], str]]:
    """The tallies in use that count any line."""
    generation = Standing.objects.get().generation
    rows = Tally.objects.filter(generation=generation).values_list(*CellKey._fields, "counts")
    return [(tuple(key), counts) for *key, counts in rows if any(json.loads(counts)[0])]
