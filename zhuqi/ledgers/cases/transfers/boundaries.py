"""边界: the table as data. Codes stay for ever: old cases stand behind them."""

import re
import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any, TypedDict, Unpack, cast

from django.db import transaction

from zhuqi.foundation.access import Actor, NotValid
from zhuqi.foundation.directory.actions.store import alter, enter, locked, switch, tidied
from zhuqi.ledgers.cases.models import Allowed, Boundary

OBJECT = "boundary"
DATA = Path(__file__).resolve().parent.parent / "data" / "boundaries.toml"
FIELDS = ("code", "name", "organ", "ground", "statement", *(a.value for a in Allowed), "order")
_CODE = re.compile(r"[a-z][a-z0-9_-]{1,11}", re.ASCII)
_TAKEN = "已有同名或同代码的边界"


class BoundaryChanges(TypedDict, total=False):
    """What of a boundary can be changed; its code can't."""

    name: str
    organ: str
    ground: str
    statement: str
    guide: bool
    transfer: bool
    urge: bool
    count: bool
    instruct: bool
    rate: bool
    keep_copy: bool
    order: int


def load_boundaries(*, by: Actor, now: datetime | None = None) -> int:
    """Put in the boundaries of the data file that are missing; never changes one. How many."""
    known = set(Boundary.objects.values_list("code", flat=True))
    rows = tomllib.loads(DATA.read_text(encoding="utf-8"))["boundary"]
    missing = [(n, row) for n, row in enumerate(rows, start=1) if row["code"] not in known]
    with transaction.atomic():
        for number, row in missing:
            add_boundary(code=row["code"], by=by, now=now, **_shipped(row, number * 10))
    return len(missing)


def _shipped(row: dict[str, Any], order: int) -> BoundaryChanges:
    allowed: Any = {what.value: what.value in row["allows"] for what in Allowed}
    given = BoundaryChanges(
        name=row["name"],
        organ=row["organ"],
        ground=row["ground"],
        statement=row["statement"],
        order=order,
    )
    return cast("BoundaryChanges", {**given, **allowed})


def add_boundary(
    *,
    code: str,
    by: Actor,
    reason: str = "",
    now: datetime | None = None,
    **given: Unpack[BoundaryChanges],
) -> Boundary:
    """A new boundary. NotValid for a name or code in use, or a code of other letters."""
    if not _CODE.fullmatch(code):
        raise NotValid({"code": "代码用 2 至 12 个小写英文字母、数字或短横线，以字母开头"})
    row = Boundary(code=code, **tidied(given))
    return enter(
        row, object_type=OBJECT, fields=FIELDS, taken=_TAKEN, by=by, reason=reason, now=now
    )


@transaction.atomic
def change_boundary(
    *,
    boundary: Boundary,
    by: Actor,
    reason: str = "",
    now: datetime | None = None,
    **changes: Unpack[BoundaryChanges],
) -> Boundary:
    """Change what differs; holds at once for every case behind it."""
    return alter(
        locked(boundary), tidied(changes), object_type=OBJECT, taken=_TAKEN, by=by, reason=reason,
        now=now,
    )  # fmt: skip


@transaction.atomic
def retire_boundary(
    *, boundary: Boundary, by: Actor, reason: str = "", now: datetime | None = None
) -> Boundary:
    """No new case is put behind it; old ones stay."""
    row = locked(boundary)
    return switch(row, on=False, object_type=OBJECT, by=by, reason=reason, now=now)


@transaction.atomic
def restore_boundary(
    *, boundary: Boundary, by: Actor, reason: str = "", now: datetime | None = None
) -> Boundary:
    """Into use again."""
    row = locked(boundary)
    return switch(row, on=True, object_type=OBJECT, by=by, reason=reason, now=now)
