"""动态调整: drawn up, approved by another, in force from its day, and reversible; nothing is lost
of what was before."""

from datetime import timedelta

import pytest

from tests.cast import Cast, person
from tests.scenes import adjustments as scene
from tests.scenes.adjustments import act, ahead, approved, drafted, handed, looked_after, today
from zhuqi.foundation.access import NotNow, NotValid, NotYours
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.enums import LiaisonKind
from zhuqi.foundation.directory.models import LiaisonLink, Official
from zhuqi.foundation.notices.models import Message
from zhuqi.foundation.outbox.worker import drain
from zhuqi.mechanisms.adjustments import queries
from zhuqi.mechanisms.adjustments.actions import batches
from zhuqi.mechanisms.adjustments.enums import AdjustmentState, Ground, MoveState, Way
from zhuqi.mechanisms.adjustments.models import Adjustment, Move

S = AdjustmentState


def kinds(row: Adjustment) -> list[str]:
    events = Event.objects.filter(object_type="adjustment", object_id=row.pk)
    return [event.kind for event in events.order_by("seq")]


def test_a_line_by_hand_is_approved_and_holds_from_its_day(cast: Cast) -> None:
    gao = scene.second(cast)
    row = drafted(cast, ahead(3))
    handed(row, cast.he_fan, cast.diamond, gao)
    approved(row, cast)
    assert (row.state, row.approved_at is not None) == (S.APPLIED, True)
    assert looked_after(cast.diamond, ahead(2)) == ["林助"]
    assert looked_after(cast.diamond, ahead(3)) == ["高助"]
    assert kinds(row) == [f"adjustment.{one}" for one in ("draft", "add", "submit", "approve")]
    # The firm's own log says which batch it was.
    told = Event.objects.filter(object_type="enterprise", object_id=cast.diamond.pk)
    assert {one.facts["adjustment"] for one in told.filter(kind__contains="liaison")} == {row.pk}


def test_any_day_is_shown_as_it_was_after_three_adjustments(cast: Cast) -> None:
    gao, bai = scene.second(cast), scene.second(cast, "白助", "bai")
    for since, to, way in (
        (today(), gao, Way.REPLACE),
        (ahead(30), bai, Way.BESIDE),
        (ahead(60), cast.lin, Way.REPLACE),
    ):
        row = drafted(cast, since)
        handed(row, cast.he_fan, cast.diamond, to, way)
        approved(row, cast)
    scope = person(cast.he_fan).scope
    for day, names in (
        (today() - timedelta(days=1), {"林助"}),
        (today(), {"高助"}),
        (ahead(29), {"高助"}),
        (ahead(30), {"高助", "白助"}),
        (ahead(59), {"高助", "白助"}),
        (ahead(60), {"林助"}),
    ):
        links = queries.links(scope, day).filter(enterprise=cast.diamond)
        assert {str(one.official) for one in links} == names, day
    # A link that ended stands there still, with its days.
    assert LiaisonLink.objects.filter(enterprise=cast.diamond).count() == 4


def test_a_leader_and_a_unit_are_lines_of_their_own_kind(cast: Cast) -> None:
    row = drafted(cast)
    kind, leader = LiaisonKind.LEADER, scene.official(cast.mayor)
    act(
        row, cast.he_fan, batches.add,
        enterprise=cast.diamond, kind=kind, way=Way.REPLACE, who=leader,
    )  # fmt: skip
    unit = {"kind": LiaisonKind.UNIT, "way": Way.BESIDE, "who": cast.industry}
    act(row, cast.he_fan, batches.add, enterprise=cast.diamond, **unit)
    approved(row, cast)
    links = LiaisonLink.objects.filter(enterprise=cast.diamond, until=None)
    assert {(one.kind, str(one.official or one.unit)) for one in links} == {
        ("official", "林助"), ("leader", "田市长"), ("unit", "市工信局"),
    }  # fmt: skip


def test_somebody_is_only_taken_off(cast: Cast) -> None:
    row = drafted(cast)
    given = {"kind": LiaisonKind.OFFICIAL, "way": Way.END, "who": None}
    act(row, cast.he_fan, batches.add, enterprise=cast.diamond, **given)
    with pytest.raises(NotValid, match="没有可解除的"):
        act(row, cast.he_fan, batches.add, enterprise=cast.diamond, **given)
    approved(row, cast)
    assert looked_after(cast.diamond, today()) == []


def test_what_does_not_fit_is_not_taken_in(cast: Cast) -> None:
    row, gao = drafted(cast), scene.second(cast)
    wrong: list[tuple[dict[str, object], str]] = [
        ({"enterprise": cast.shoes, "who": scene.official(gao)}, "本活动办"),
        ({"enterprise": cast.diamond, "who": scene.official(cast.lin)}, "已经在联系"),
        ({"enterprise": cast.diamond, "who": None}, "由哪个干部"),
        ({"enterprise": cast.diamond, "who": cast.industry}, "由哪个干部"),
    ]
    for given, said in wrong:
        with pytest.raises(NotValid, match=said):
            act(
                row, cast.he_fan, batches.add,
                kind=LiaisonKind.OFFICIAL, way=Way.REPLACE, **given,
            )  # fmt: skip
    Official.objects.filter(pk=scene.official(gao).pk).update(active=False)
    gao.refresh_from_db()
    with pytest.raises(NotValid, match="不在岗"):
        handed(row, cast.he_fan, cast.diamond, gao)
    assert not row.moves.exists()


def test_a_day_that_is_over_is_refused_at_every_step(cast: Cast) -> None:
    with pytest.raises(NotValid, match="早于今天"):
        drafted(cast, today() - timedelta(days=1))
    row = drafted(cast)
    handed(row, cast.he_fan, cast.diamond, scene.second(cast))
    Adjustment.objects.filter(pk=row.pk).update(since=today() - timedelta(days=1))
    with pytest.raises(NotNow, match="生效日期已过"):
        act(row, cast.he_fan, batches.submit)
    act(row, cast.he_fan, batches.revise, title="改名", basis="轮岗", since=today())
    act(row, cast.he_fan, batches.submit)
    Adjustment.objects.filter(pk=row.pk).update(since=today() - timedelta(days=1))
    with pytest.raises(NotNow, match="生效日期已过"):
        act(row, cast.lu_yuan, batches.approve)


def test_only_the_office_draws_up_and_only_another_who_signs_approves(cast: Cast) -> None:
    for user in (cast.lu_yuan, cast.qin_lan, cast.lin, cast.zhou, cast.mayor):
        with pytest.raises(NotYours):
            drafted(cast, by=user)
    row = drafted(cast)
    handed(row, cast.he_fan, cast.diamond, scene.second(cast))
    with pytest.raises(NotNow):
        act(row, cast.lu_yuan, batches.approve)
    act(row, cast.he_fan, batches.submit)
    for user in (cast.he_fan, cast.mayor, cast.qin_lan):
        with pytest.raises(NotYours):
            act(row, user, batches.approve)
    # 秦岚 does everything in her county, but not both halves of one thing.
    county = batches.draft(
        office=cast.county_office, title="县里", basis="轮岗", since=today(),
        by=person(cast.qin_lan),
    )  # fmt: skip
    handed(county, cast.qin_lan, cast.shoes, cast.lin, Way.BESIDE)
    act(county, cast.qin_lan, batches.submit)
    with pytest.raises(NotNow, match="由别人批准"):
        act(county, cast.qin_lan, batches.approve)


def test_an_empty_batch_is_not_submitted_and_a_line_left_out_takes_no_effect(cast: Cast) -> None:
    row, gao = drafted(cast), scene.second(cast)
    with pytest.raises(NotNow, match="还没有列入"):
        act(row, cast.he_fan, batches.submit)
    [firm] = scene.firms(cast, 1)
    handed(row, cast.he_fan, cast.diamond, gao)
    handed(row, cast.he_fan, firm, gao)
    first, _second = row.moves.order_by("pk")
    scene.leave_out(first, cast.he_fan)
    with pytest.raises(NotNow):
        scene.leave_out(first, cast.he_fan)
    approved(row, cast)
    assert looked_after(cast.diamond, today()) == ["林助"]
    assert looked_after(firm, today()) == ["高助"]
    with pytest.raises(NotNow, match="不能再改"):
        scene.take_up(first, cast.he_fan)


def test_what_changed_meanwhile_stands_in_the_way_until_it_is_left_out(cast: Cast) -> None:
    row, gao = drafted(cast), scene.second(cast)
    [firm] = scene.firms(cast, 1)
    handed(row, cast.he_fan, cast.diamond, gao)
    handed(row, cast.he_fan, firm, gao)
    act(row, cast.he_fan, batches.submit)
    # Somebody links the same official on the firm's own page.
    LiaisonLink.objects.create(enterprise=firm, official=gao.official, since=today())
    [old] = Move.objects.filter(queries.stale())
    assert old.enterprise_id == firm.pk
    with pytest.raises(NotNow, match="有 1 项与现状不符"):
        act(row, cast.lu_yuan, batches.approve)
    assert looked_after(cast.diamond, today()) == ["林助"]
    act(row, cast.lu_yuan, batches.give_back, reason="请核对第二项")
    scene.leave_out(old, cast.he_fan)
    approved(row, cast)
    assert looked_after(cast.diamond, today()) == ["高助"]


def test_a_batch_is_voided_with_its_reason(cast: Cast) -> None:
    row = drafted(cast)
    with pytest.raises(NotValid, match="作废原因"):
        act(row, cast.he_fan, batches.void, reason=" ")
    act(row, cast.he_fan, batches.void, reason="轮岗取消")
    assert (row.state, row.reason) == (S.VOID, "轮岗取消")


def test_what_was_approved_is_taken_back_by_a_batch_of_its_own(cast: Cast) -> None:
    row, gao = drafted(cast), scene.second(cast)
    [firm] = scene.firms(cast, 1)
    handed(row, cast.he_fan, cast.diamond, gao)
    handed(row, cast.he_fan, firm, gao)
    approved(row, cast)
    back = act(row, cast.he_fan, batches.reverse, since=ahead(2))
    with pytest.raises(NotNow, match="已经拟定过撤销"):
        act(row, cast.he_fan, batches.reverse, since=ahead(2))
    assert {one.ground for one in back.moves.all()} == {Ground.BACK}
    approved(back, cast)
    assert looked_after(cast.diamond, ahead(1)) == ["高助"]
    assert looked_after(cast.diamond, ahead(2)) == ["林助"]
    assert looked_after(firm, ahead(2)) == []


def test_what_has_not_begun_is_not_put_back(cast: Cast) -> None:
    row, gao = drafted(cast, ahead(30)), scene.second(cast)
    handed(row, cast.he_fan, cast.diamond, gao)
    approved(row, cast)
    for day in (ahead(2), ahead(30)):
        with pytest.raises(NotValid, match="生效以后才能撤销"):
            act(row, cast.he_fan, batches.reverse, since=day)
    back = act(row, cast.he_fan, batches.reverse, since=ahead(31))
    approved(back, cast)
    days = (29, 30, 31)
    assert [looked_after(cast.diamond, ahead(day)) for day in days] == [
        ["林助"],
        ["高助"],
        ["林助"],
    ]


def test_who_signs_who_drew_up_and_whom_it_moves_are_told(cast: Cast) -> None:
    row, gao = drafted(cast, ahead(1)), scene.second(cast)
    [firm] = scene.firms(cast, 1)
    handed(row, cast.he_fan, cast.diamond, gao)
    handed(row, cast.he_fan, firm, gao)
    act(row, cast.he_fan, batches.submit)
    drain()
    [asked] = Message.objects.filter(user=cast.lu_yuan)
    assert "待批准" in asked.title
    act(row, cast.lu_yuan, batches.approve)
    drain()
    assert Message.objects.get(user=cast.he_fan).title.endswith("已批准")
    [gained], [lost] = (Message.objects.filter(user=one) for one in (gao, cast.lin))
    assert "新联系 2 家，不再联系 0 家" in gained.body
    assert "新联系 0 家，不再联系 1 家" in lost.body


def test_lines_are_seen_by_the_office_and_nobody_else(cast: Cast) -> None:
    row = drafted(cast)
    handed(row, cast.he_fan, cast.diamond, scene.second(cast))
    seen = {cast.he_fan, cast.shen_jing, cast.lu_yuan, cast.mayor, cast.inspector}
    for user in (*seen, cast.qin_lan, cast.lin, cast.zhou, cast.zhao, cast.system_admin):
        scope = person(user).scope
        expected = int(user in seen)
        assert queries.adjustments(scope).count() == expected, user
        assert queries.moves(scope).count() == expected, user
    assert Move.objects.get().state == MoveState.LISTED
