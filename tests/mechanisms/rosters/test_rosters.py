"""名单: firms enter and leave by dated rows that are never overwritten; tables are matched, carried
out in one step and taken back; each level reads its own ground, a firm what it is shown."""

import pytest
from django.utils import timezone

from tests.cast import Cast, person
from tests.scenes import named_rosters as scene
from tests.scenes.named_rosters import act, ago, entered, left, uploaded, whitelist
from zhuqi.foundation.access import NotNow, NotValid, NotYours
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.attachments.actions import prepare
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.enums import Level
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.mechanisms.rosters import queries
from zhuqi.mechanisms.rosters.actions import batches, entries, lines, rosters
from zhuqi.mechanisms.rosters.enums import BatchState, EntryState, LineState
from zhuqi.mechanisms.rosters.models import RosterEntry, on_roster

L = LineState


def on(days_ago: int) -> int:
    return RosterEntry.objects.filter(on_roster(ago(days_ago))).count()


def test_a_firm_leaves_and_comes_back_by_another_row_and_any_day_is_known(cast: Cast) -> None:
    roster = whitelist(cast)
    first = entered(roster, cast.diamond, cast.he_fan, ago(100))
    with pytest.raises(NotValid, match="已经在册"):
        entered(roster, cast.diamond, cast.he_fan)
    left(first, cast.he_fan, ago(50))
    with pytest.raises(NotNow):
        left(first, cast.he_fan)
    entered(roster, cast.diamond, cast.he_fan, ago(20))
    assert [on(days) for days in (101, 100, 51, 50, 21, 20, 0)] == [0, 1, 1, 0, 0, 1, 1]
    with pytest.raises(NotNow, match="重新进入"):
        act(first, cast.he_fan, entries.restore, reason="误登记")
    events = Event.objects.filter(object_type="roster_entry", object_id=first.pk).order_by("seq")
    assert [one.kind for one in events] == ["roster_entry.enter", "roster_entry.leave"]
    assert "不再符合条件" in str(events[1].private)
    assert "不再符合条件" not in str(events[1].facts)


def test_only_the_keeping_office_and_only_of_its_level(cast: Cast) -> None:
    for by in (cast.qin_lan, cast.lu_yuan, cast.zhou, cast.zhao):
        with pytest.raises(NotYours):
            whitelist(cast, by=by)
    with pytest.raises(NotValid, match="只维护省级、市级"):
        whitelist(cast, level=Level.COUNTY)
    roster = whitelist(cast, level=Level.PROVINCE)
    with pytest.raises(NotValid, match="同名"):
        whitelist(cast)
    with pytest.raises(NotYours):
        entered(roster, cast.shoes, cast.qin_lan)
    with pytest.raises(NotValid, match="进入日期不能晚于今天"):
        entered(roster, cast.shoes, cast.he_fan, ago(-1))
    act(roster, cast.he_fan, rosters.close)
    with pytest.raises(NotNow):
        entered(roster, cast.shoes, cast.he_fan)


def test_a_table_is_matched_carried_out_and_its_questions_answered_later(cast: Cast) -> None:
    diamond = cast.diamond
    for _n in range(2):
        Enterprise.objects.create(name="同名厂", region=cast.city, office=cast.city_office)
    batch = uploaded(
        whitelist(cast), cast.he_fan, f"{diamond.name},{diamond.uscc or ''}", "同名厂,",
        "没有建档的厂,", f"{cast.shoes.name},", f"{diamond.name},", ",91411000MA0000009X",
    )  # fmt: skip
    found = {one.number: one for one in batch.lines.all()}
    assert [found[n].state for n in range(2, 8)] == [
        L.MATCHED, L.SEVERAL, L.UNKNOWN, L.MATCHED, L.NEEDLESS, L.UNKNOWN,
    ]  # fmt: skip
    assert found[6].note == "和第 2 行重复"
    assert not RosterEntry.objects.exists()
    act(batch, cast.he_fan, batches.carry_out)
    assert RosterEntry.objects.count() == 2
    with pytest.raises(NotNow, match="没有待登记"):
        act(batch, cast.he_fan, batches.carry_out)
    named = Enterprise.objects.filter(name="同名厂").first()
    with pytest.raises(NotValid, match="第 2 行"):
        act(found[3], cast.he_fan, lines.point, enterprise=diamond)
    act(found[3], cast.he_fan, lines.point, enterprise=named)
    act(found[4], cast.he_fan, lines.leave_out)
    act(batch, cast.he_fan, batches.carry_out)
    assert RosterEntry.objects.filter(enterprise=named).get().source.endswith("第 3 行")


def test_a_batch_is_taken_back_but_for_what_has_changed_since(cast: Cast) -> None:
    roster = whitelist(cast)
    batch = uploaded(roster, cast.he_fan, f"{cast.diamond.name},", f"{cast.shoes.name},")
    act(batch, cast.he_fan, batches.carry_out)
    left(RosterEntry.objects.get(enterprise=cast.shoes), cast.he_fan, ago(1))
    with pytest.raises(NotValid, match="请填写原因"):
        act(batch, cast.he_fan, batches.undo_batch, reason=" ")
    act(batch, cast.he_fan, batches.undo_batch, reason="表格拿错了")
    states = dict(RosterEntry.objects.values_list("enterprise__name", "state"))
    assert states == {cast.diamond.name: EntryState.VOID, cast.shoes.name: EntryState.OUT}
    event = Event.objects.get(kind="roster_batch.undo")
    assert (event.facts["undone"], event.facts["kept"]) == (1, 1)
    assert batch.state == BatchState.UNDONE


def test_a_table_of_those_who_leave_and_back(cast: Cast) -> None:
    roster = whitelist(cast)
    entry = entered(roster, cast.diamond, cast.he_fan)
    batch = uploaded(
        roster, cast.he_fan, f"{cast.diamond.name},", f"{cast.shoes.name},", way="leave"
    )
    assert [one.state for one in batch.lines.all()] == [L.MATCHED, L.NEEDLESS]
    act(batch, cast.he_fan, batches.carry_out)
    entry.refresh_from_db()
    assert (entry.state, entry.left_on, entry.leaving_ground) == ("out", ago(10), "省厅通知")
    act(batch, cast.he_fan, batches.undo_batch, reason="通知撤回")
    entry.refresh_from_db()
    assert (entry.state, entry.left_on) == (EntryState.IN, None)


def test_a_file_that_is_no_table_and_one_without_names_say_so(cast: Cast) -> None:
    roster = whitelist(cast)
    with pytest.raises(NotValid, match="没有“企业名称”一列"):
        batches.upload(
            roster=roster, way="enter", day=ago(1), ground="x", by=person(cast.he_fan),
            attachments=prepare([scene.table("a,b", heading="序号,统一社会信用代码")]),
        )  # fmt: skip


def test_whose_validity_is_over_has_left_the_day_after_once(cast: Cast) -> None:
    roster = whitelist(cast, valid_until=ago(-20))
    entry = entered(roster, cast.diamond, cast.he_fan)
    assert entry.expires_on == ago(-20)
    scope = person(cast.he_fan).scope
    assert RosterEntry.objects.filter(queries.leaving_soon(scope, ago(0))).exists()
    act(entry, cast.he_fan, entries.prolong, expires_on=ago(-90), reason="复核通过")
    assert not RosterEntry.objects.filter(queries.leaving_soon(scope, ago(0))).exists()
    assert entries.end_expired(timezone.now()) == 0
    RosterEntry.objects.update(expires_on=ago(3))
    entry.refresh_from_db()
    with pytest.raises(NotNow, match="有效期已过"):
        act(entry, cast.he_fan, entries.prolong, expires_on=ago(-90), reason="复核通过")
    assert [entries.end_expired(timezone.now()) for _ in range(2)] == [1, 0]
    entry.refresh_from_db()
    assert (entry.state, entry.left_on, entry.leaving_ground) == ("out", ago(2), "有效期已满")


def test_each_level_reads_its_own_ground_and_a_firm_what_it_is_shown(cast: Cast) -> None:
    roster, hidden = whitelist(cast), whitelist(cast, name="风险企业", shown=False)
    for firm in (cast.diamond, cast.shoes):
        entered(roster, firm, cast.he_fan)
        entered(hidden, firm, cast.he_fan)
    entered(scene.county_list(cast), cast.shoes, cast.qin_lan)

    def seen(user: User) -> list[tuple[str, str]]:
        rows = queries.entries(person(user).scope)
        return sorted(rows.values_list("enterprise__name", "roster__name"))

    assert len(seen(cast.he_fan)) == 5
    assert {name for name, _roster in seen(cast.qin_lan)} == {cast.shoes.name}
    assert len(seen(cast.qin_lan)) == 3
    assert seen(cast.yu_registrar) == []
    for user in (cast.lin, cast.zhao):
        assert seen(user) == [(cast.diamond.name, "市级白名单企业")]
    assert {one.name for one in queries.rosters(person(cast.qin_lan).scope)} == {
        "市级白名单企业", "风险企业", "县级白名单企业",
    }  # fmt: skip
    counted = queries.tallies(person(cast.he_fan).scope, ago(0))
    assert {(one.level, one.county, one.firms) for one in counted} == {
        ("city", "411000", 1), ("city", "411025", 1), ("county", "411025", 1),
    }  # fmt: skip
