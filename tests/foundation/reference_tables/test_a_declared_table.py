"""A reference table is one declaration: what it holds, and what speaks against retiring a row."""

import pytest

from zhuqi.foundation.access import SYSTEM, NotNow, NotValid
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.models import Official, Tag
from zhuqi.foundation.reference_tables.table import Table

pytestmark = pytest.mark.django_db


def words() -> Table[Tag]:
    """A table as a new room would declare it, with nothing but the words it needs."""
    return Table(
        Tag, object_type="word", fields=("name", "for_cases", "note"), taken="这个词已经有了"
    )


def told(row: Tag) -> list[tuple[str, object]]:
    events = Event.objects.filter(object_type="word", object_id=row.pk).order_by("seq")
    return [(event.kind, event.facts) for event in events]


def test_a_row_lives_from_entry_to_its_return_and_each_turn_is_told_once() -> None:
    table = words()
    row = table.add(name=" 迎峰  度冬 ", for_cases=True, by=SYSTEM, reason="例会")
    table.change(row, note="电力", by=SYSTEM)
    table.change(row, note="电力 ", name="迎峰度冬", by=SYSTEM)
    table.change(row, note="电力", by=SYSTEM)
    table.retire(row, by=SYSTEM)
    with pytest.raises(NotNow, match="已停用"):
        table.retire(row, by=SYSTEM)
    row = table.restore(row, by=SYSTEM)
    assert row.active
    with pytest.raises(NotNow, match="在用"):
        table.restore(row, by=SYSTEM)
    assert told(row) == [
        (
            "word.added",
            {"name": "迎峰 度冬", "for_cases": True, "note": "", "reason": "例会"},
        ),
        ("word.changed", {"changes": {"note": ["", "电力"]}}),
        ("word.changed", {"changes": {"name": ["迎峰 度冬", "迎峰度冬"]}}),
        ("word.retired", {"changes": {"active": [True, False]}}),
        ("word.restored", {"changes": {"active": [False, True]}}),
    ]


def test_rooms_above_keep_a_row_in_use_and_every_reason_is_named() -> None:
    table = words()
    row = table.add(name="周例会", by=SYSTEM)
    table.register_tie(lambda row: f"还有 1 处用着{row}")
    table.register_tie(lambda _row: "")
    table.register_tie(lambda _row: "会议还没有开完")
    with pytest.raises(NotNow) as refusal:
        table.retire(row, by=SYSTEM)
    assert refusal.value.reason == "还有 1 处用着周例会；会议还没有开完"
    row.refresh_from_db()
    assert row.active


def test_many_are_entered_or_none_and_a_name_in_use_says_so() -> None:
    table = words()
    with pytest.raises(NotValid, match="这个词已经有了"):
        table.add_many([{"name": "甲"}, {"name": "甲"}], by=SYSTEM)
    with pytest.raises(NotValid):
        table.add_many([{"name": "甲"}, {"name": "长" * 99}], by=SYSTEM)
    assert not Tag.objects.exists()
    assert not Event.objects.filter(object_type="word").exists()


def test_a_column_nobody_declared_is_refused() -> None:
    table = words()
    row = table.add(name="甲", by=SYSTEM)
    with pytest.raises(TypeError, match="active"):
        table.change(row, active=False, by=SYSTEM)
    with pytest.raises(TypeError, match="order"):
        table.add(name="乙", order=3, by=SYSTEM)


def test_private_values_are_kept_out_of_the_chain() -> None:
    people: Table[Official] = Table(
        Official, object_type="person", fields=("name",), private=("phone",)
    )
    row = people.add(name="林助", phone="13800138000", by=SYSTEM)
    people.change(row, name="林助理", phone="13900139000", by=SYSTEM)
    first, second = Event.objects.filter(object_type="person").order_by("seq")
    assert first.facts == {"name": "林助"}
    assert second.facts == {"changes": {"name": ["林助", "林助理"]}}
    assert [v.value for e in (first, second) for v in e.erasables.all()] == [
        "13800138000",
        "13900139000",
    ]
