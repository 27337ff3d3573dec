"""Going back through a row's events gives exactly what the row was, whatever happened to it."""

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import Cast
from zhuqi.foundation.access import SYSTEM
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.actions import UNITS, load_code_tables
from zhuqi.foundation.directory.actions.items import ITEMS
from zhuqi.foundation.directory.actions.regions import REGIONS
from zhuqi.foundation.directory.models import Item, Region
from zhuqi.interfaces.desk.tables.reference_tables.versions import values_at

FIELDS = ("name", "phone", "parent")
CHANGES = st.dictionaries(st.sampled_from(FIELDS), st.one_of(st.none(), st.text(max_size=3)))


def event(seq: int, changes: dict[str, list[Any]]) -> Any:
    return SimpleNamespace(seq=seq, facts={"changes": changes}, erasables=SimpleNamespace(all=list))


@given(st.lists(CHANGES, max_size=12))
def test_every_version_is_found_again(steps: list[dict[str, Any]]) -> None:
    row: dict[str, Any] = dict.fromkeys(FIELDS)
    snapshots, events = [], []
    for seq, step in enumerate(steps, start=1):
        changed = {name: [row[name], value] for name, value in step.items() if row[name] != value}
        row = row | step
        events.append(event(seq, changed))
        snapshots.append(row)
    for seq, snapshot in enumerate(snapshots, start=1):
        assert values_at(row, events, seq) == snapshot


def test_the_events_of_a_real_row_lead_back_too(cast: Cast) -> None:
    for phone in ("1", "2", "3"):
        UNITS.change(cast.housing, phone=phone, by=SYSTEM)
    UNITS.change(cast.housing, items=[cast.electricity], by=SYSTEM)
    events = list(Event.objects.filter(object_type="unit", object_id=cast.housing.pk))
    now = {"phone": "3", "items": ["TA01"], "untouched": "x"}
    assert values_at(now, events, 1) == {"phone": "1", "items": ["TA02"], "untouched": "x"}
    assert values_at(now, events, 3) == {"phone": "3", "items": ["TA02"], "untouched": "x"}
    assert values_at(now, events, 4) == now


@pytest.mark.django_db
def test_an_upgrade_leaves_what_an_administrator_changed() -> None:
    load_code_tables()
    region, item = Region.objects.get(code="411025"), Item.objects.get(code="0101")
    REGIONS.change(region, name="襄城县（改）", by=SYSTEM)
    ITEMS.change(item, name="电力", order=999, by=SYSTEM)
    ITEMS.retire(Item.objects.get(code="0102"), by=SYSTEM)
    Region.objects.filter(code="411002").update(name="旧名")
    load_code_tables()
    region.refresh_from_db()
    item.refresh_from_db()
    assert (region.name, item.name, item.order) == ("襄城县（改）", "电力", 999)
    assert not Item.objects.get(code="0102").active
    assert Region.objects.get(code="411002").name == "魏都区"
