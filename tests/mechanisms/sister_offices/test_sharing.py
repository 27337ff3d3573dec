"""联动事项: shared, asked for, spoken of, handed over; one owner at any time, and who sees what."""

import pytest

from tests.cast import Cast, official_user, person
from tests.scenes import cases, sisters
from tests.scenes.life import MONDAY
from tests.scenes.sisters import act
from zhuqi.foundation.access import NotNow, NotValid, NotYours, Role
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.notices.models import Message
from zhuqi.ledgers.cases.actions import handling
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.contributions import other_moments
from zhuqi.ledgers.cases.enums import State, Verb
from zhuqi.ledgers.cases.levels.actions import forward
from zhuqi.ledgers.cases.models import Case, Involvement, RecusalKind
from zhuqi.ledgers.cases.reading.case_view import case_file
from zhuqi.ledgers.cases.secrecy import actions as secrecy
from zhuqi.mechanisms.sister_offices import queries
from zhuqi.mechanisms.sister_offices.actions import alliances, sharings
from zhuqi.mechanisms.sister_offices.enums import SharingState, SharingVerb
from zhuqi.mechanisms.sister_offices.handlers import end_sharing, notify_sides
from zhuqi.mechanisms.sister_offices.models import Sharing

S, V = SharingState, SharingVerb


def reads(user: User, case: Case) -> bool:
    return Case.objects.visible_to(person(user).scope).filter(pk=case.pk).exists()


def lists(user: User, row: Sharing) -> bool:
    return queries.sharings(person(user).scope).filter(pk=row.pk).exists()


def test_what_is_shared_a_sister_reads_and_speaks_of_and_does_nothing_else(cast: Cast) -> None:
    both = sisters.allied(cast)
    case = sisters.accepted_by(cast.he_fan, cast)
    assert not reads(both.bai, case)
    row = sisters.shared(cast, both, case)
    assert (row.state, row.owner, reads(both.bai, case)) == (S.SHARED, cast.city_office, True)
    act(row, both.bai, V.OPINE, "线路归开发区，请带上管委会")
    file = case_file(person(both.bai), case.pk)
    assert file is not None
    assert [offer.verb for offer in file.offers] == []
    assert file.notes == []
    with pytest.raises(NotYours), open_case(case.pk, by=person(both.bai)) as work:
        handling.assign(work, lead=cast.power)
    act(row, cast.he_fan, V.END)
    assert (row.state, reads(both.bai, case), lists(both.bai, row)) == (S.ENDED, False, True)
    told = [one.text for one in other_moments(case, person(cast.he_fan), MONDAY, outside=False)]
    assert told == ["请一起看", "线路归开发区，请带上管委会", "情况属实"]
    assert not other_moments(case, person(cast.zhao), MONDAY, outside=True)


def test_a_sister_asks_for_a_case_whose_number_it_was_told(cast: Cast) -> None:
    both = sisters.allied(cast)
    case = sisters.accepted_by(cast.he_fan, cast)
    row = sisters.asked(both, case)
    assert (row.state, reads(both.bai, case)) == (S.ASKED, False)
    # Whose case it is, only a reader of it is told.
    mine = queries.sharings(person(both.bai).scope).get(pk=row.pk)
    assert vars(mine)["seen"] is False
    with pytest.raises(NotYours):
        act(row, both.bai, V.AGREE)
    with pytest.raises(NotValid, match="已和这个活动办共享"):
        sisters.asked(both, case)
    act(row, cast.shen_jing, V.REFUSE, "已快办完")
    assert (row.state, reads(both.bai, case)) == (S.REFUSED, False)
    again = sisters.asked(both, case)
    act(again, cast.he_fan, V.AGREE)
    assert reads(both.bai, case)


def test_the_owner_offers_and_stays_the_owner_until_the_sister_accepts(cast: Cast) -> None:
    both = sisters.allied(cast)
    case = sisters.accepted_by(cast.he_fan, cast)
    row = sisters.shared(cast, both, case)
    act(row, cast.he_fan, V.OFFER, "归口营商环境")
    with pytest.raises(NotNow, match="正和“市营商环境办”商量移交"):
        sisters.assign(cast.he_fan, case, cast)
    with pytest.raises(NotYours):
        act(row, cast.he_fan, V.ACCEPT)
    act(row, both.bai, V.DECLINE, "不是我办职责")
    case.refresh_from_db()
    assert (row.state, case.office, case.state) == (S.SHARED, cast.city_office, State.ACCEPTED)
    act(row, cast.he_fan, V.OFFER, "会上定的")
    act(row, both.miao, V.ACCEPT, "同意接收")
    case.refresh_from_db()
    assert (row.state, case.office, case.state) == (S.HANDED, both.office, State.SUBMITTED)
    with pytest.raises(NotNow):
        act(row, both.miao, V.ACCEPT)
    roles = Involvement.objects.filter(case=case).values_list("unit_id", "role")
    assert set(roles) == {(both.office.pk, "office"), (cast.city_office.pk, "origin")}
    log = Event.objects.filter(object_type=sharings.OBJECT).order_by("seq")
    assert [one.kind.rpartition(".")[2] for one in log] == [
        "share", "offer", "decline", "offer", "accept",
    ]  # fmt: skip
    moved = Event.objects.filter(object_type="case", kind=Verb.FORWARD).get()
    assert moved.facts["changes"]["office_id"] == [cast.city_office.pk, both.office.pk]
    assert "同意接收" in moved.facts["reason"]


def test_the_sister_proposes_and_the_owner_yields_or_keeps(cast: Cast) -> None:
    both = sisters.allied(cast)
    case = sisters.accepted_by(cast.he_fan, cast)
    row = sisters.shared(cast, both, case)
    act(row, both.bai, V.WANT, "我办正办同线路的事")
    with pytest.raises(NotYours):
        act(row, both.bai, V.YIELD)
    act(row, cast.he_fan, V.KEEP, "快办完了")
    assert Case.objects.get(pk=case.pk).office == cast.city_office
    act(row, both.bai, V.WANT, "再商量一次")
    act(row, cast.he_fan, V.YIELD, "同意")
    assert Case.objects.get(pk=case.pk).office == both.office


def test_what_is_assigned_changes_hands_no_more(cast: Cast) -> None:
    both = sisters.allied(cast)
    case = sisters.accepted_by(cast.he_fan, cast)
    row = sisters.shared(cast, both, case)
    sisters.assign(cast.he_fan, case, cast)
    for user, verb in ((cast.he_fan, V.OFFER), (both.bai, V.WANT)):
        with pytest.raises(NotNow, match="已经交办"):
            act(row, user, verb)
    act(row, cast.he_fan, V.END)
    with pytest.raises(NotValid, match="已经交办"):
        sisters.shared(cast, both, case, hand=True)


def test_an_offer_is_void_when_the_case_went_elsewhere_meanwhile(cast: Cast) -> None:
    both = sisters.allied(cast)
    case = sisters.accepted_by(cast.he_fan, cast)
    row = sisters.shared(cast, both, case, hand=True)
    assert row.state == S.OFFERED
    with open_case(case.pk, by=person(cast.he_fan), now=MONDAY) as work:
        forward(work, office=cast.county_office, reason="属地的事")
    with pytest.raises(NotNow, match="不在同一联动"):
        act(row, both.bai, V.ACCEPT)
    act(row, cast.qin_lan, V.END)
    assert not reads(both.bai, case)


def test_two_sisters_are_not_offered_the_same_case(cast: Cast) -> None:
    both = sisters.allied(cast)
    third = sisters.second_office(cast, "市四个一百专班", "1901")
    ding = official_user("丁一", "dingyi", third, Role.REGISTRAR, Role.REVIEWER)
    for by, doing in (
        (cast.shen_jing, lambda change: alliances.invite(change, offices=[third])),
        (ding, alliances.join),
    ):
        with alliances.ALLIANCES.open(both.alliance.pk, by=person(by), now=MONDAY) as change:
            doing(change)
    case = sisters.accepted_by(cast.he_fan, cast)
    one = sisters.shared(cast, both, case)
    two = sharings.begin(
        office=cast.city_office, number=case.number, sister=third, text="也请看",
        by=person(cast.he_fan), now=MONDAY,
    )  # fmt: skip
    act(one, cast.he_fan, V.OFFER)
    with pytest.raises(NotNow, match="另一活动办"):
        act(two, cast.he_fan, V.OFFER)
    with pytest.raises(NotNow, match="另一活动办"):
        act(two, ding, V.WANT)
    act(one, both.bai, V.ACCEPT)
    # The third goes on with the new owner.
    two.refresh_from_db()
    act(two, both.bai, V.OFFER)
    act(two, ding, V.ACCEPT)
    assert Case.objects.get(pk=case.pk).office == third


def test_only_what_may_be_spoken_of_is_shared_and_all_refusals_read_the_same(cast: Cast) -> None:
    both = sisters.allied(cast)
    secret = cases.submitted(cast)
    with open_case(secret.pk, by=person(cast.he_fan)) as work:
        secrecy.conceal(work, reason="投诉")
    for number in (secret.number, "19990000000001", "", "'; drop", "１０００"):
        for office, user in ((cast.city_office, cast.he_fan), (both.office, both.bai)):
            with pytest.raises(NotValid, match="没有这个编号"):
                sharings.begin(
                    office=office, number=number, sister=both.office, text="看看",
                    by=person(user), now=MONDAY,
                )  # fmt: skip
    case = sisters.accepted_by(cast.he_fan, cast)
    for sister in (None, cast.county_office, cast.city_office):
        with pytest.raises(NotValid, match="请选择联动的活动办"):
            sharings.begin(
                office=cast.city_office, number=case.number, sister=sister, text="看看",
                by=person(cast.he_fan), now=MONDAY,
            )  # fmt: skip
    with pytest.raises(NotYours):
        sharings.begin(
            office=both.office, number=case.number, sister=None, text="看看",
            by=person(cast.qin_lan), now=MONDAY,
        )  # fmt: skip
    with pytest.raises(NotValid, match="请填写说明"):
        sharings.begin(
            office=cast.city_office, number=case.number, sister=both.office, text=" \x00 ",
            by=person(cast.he_fan), now=MONDAY,
        )  # fmt: skip


def test_one_marked_confidential_afterwards_is_shared_no_more(cast: Cast) -> None:
    both = sisters.allied(cast)
    case = sisters.accepted_by(cast.he_fan, cast)
    row = sisters.shared(cast, both, case)
    with open_case(case.pk, by=person(cast.he_fan), now=MONDAY) as work:
        secrecy.conceal(work, reason="企业要求保密")
    assert not lists(both.bai, row)
    end_sharing({"case": case.pk})
    row.refresh_from_db()
    assert (row.state, reads(both.bai, case)) == (S.ENDED, False)
    end_sharing({"case": case.pk})
    assert row.words.count() == 2


def test_a_unit_complained_of_is_not_let_in_by_sharing(cast: Cast) -> None:
    both = sisters.allied(cast)
    case = sisters.accepted_by(cast.he_fan, cast)
    with open_case(case.pk, by=person(cast.shen_jing), now=MONDAY) as work:
        secrecy.recuse(work, unit=both.office, kind=RecusalKind.RELATION, reason="有利害关系")
    with pytest.raises(NotValid, match="应当回避"):
        sisters.shared(cast, both, case)


def test_the_other_side_is_told_by_number_and_office_alone(cast: Cast) -> None:
    both = sisters.allied(cast)
    case = sisters.accepted_by(cast.he_fan, cast)
    row = sisters.shared(cast, both, case)
    act(row, cast.he_fan, V.OFFER, "电话里赵总说过")
    event = Event.objects.filter(kind=f"{sharings.OBJECT}.{V.OFFER}").get()
    notify_sides({"event": event.pk})
    told = Message.objects.order_by("pk")
    assert {one.user_id for one in told} == {both.bai.pk, both.miao.pk}
    words = told[0].title + told[0].body
    assert case.number in words
    assert "赵总" not in words
    assert cast.diamond.name not in words
    act(row, both.bai, V.ACCEPT)
    # What is no longer so is not told late.
    notify_sides({"event": event.pk})
    assert told.count() == 2


def test_what_waits_is_the_other_sides(cast: Cast) -> None:
    both = sisters.allied(cast)
    case = sisters.accepted_by(cast.he_fan, cast)
    row = sisters.shared(cast, both, case, hand=True)

    def waits(user: User) -> bool:
        scope = person(user).scope
        return Sharing.objects.visible_to(scope).filter(queries.to_answer(scope)).exists()

    assert (waits(both.bai), waits(cast.he_fan), waits(cast.lu_yuan)) == (True, False, False)
    act(row, cast.he_fan, V.TAKE_BACK)
    assert not waits(both.bai)
    act(row, both.bai, V.WANT)
    assert (waits(both.bai), waits(cast.he_fan)) == (False, True)
    assert row.waits_since == MONDAY
    assert [waits(one) for one in (cast.qin_lan, cast.zhou, cast.lin)] == [False] * 3


def test_strangers_see_nothing_of_it(cast: Cast) -> None:
    both = sisters.allied(cast)
    row = sisters.shared(cast, both, sisters.accepted_by(cast.he_fan, cast))
    inside = (cast.he_fan, cast.shen_jing, cast.lu_yuan, both.bai, both.miao)
    assert [lists(user, row) for user in inside] == [True] * 5
    outside = (cast.qin_lan, cast.yu_registrar, cast.zhou, cast.sun, cast.lin, cast.zhao)
    assert [lists(user, row) for user in outside] == [False] * 6
