"""交办之前: a sister's case of the same matter is found first; it goes on only by a said choice."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast, person
from tests.scenes import sisters, steps
from tests.scenes.life import MONDAY
from tests.scenes.sisters import act
from tests.together import together
from zhuqi.foundation.access import NotNow, NotValid, NotYours
from zhuqi.foundation.audit.models import Event
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.enums import State, Verb
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.reading.case_view import case_file
from zhuqi.ledgers.cases.reading.several import decided
from zhuqi.ledgers.cases.secrecy import actions as secrecy
from zhuqi.ledgers.cases.topics import merging
from zhuqi.mechanisms.sister_offices import queries
from zhuqi.mechanisms.sister_offices.actions import alliances, distinctions, sharings
from zhuqi.mechanisms.sister_offices.enums import DistinctionState, SharingVerb
from zhuqi.mechanisms.sister_offices.matching import twins_of
from zhuqi.mechanisms.sister_offices.models import Distinction, Sharing

TODAY = MONDAY.date()
OTHER = {"title": "职工子女入学名额不够", "body": "今年新招的工人有三十个孩子要上小学，没有学位。"}


def test_what_a_sister_has_assigned_is_not_assigned_again(cast: Cast) -> None:
    both = sisters.allied(cast)
    theirs, ours = sisters.accepted_by(both.bai, cast), sisters.accepted_by(cast.he_fan, cast)
    sisters.assign(both.bai, theirs, cast)
    with pytest.raises(NotNow, match=f"“市营商环境办”已交办.*{theirs.number}"):
        sisters.assign(cast.he_fan, ours, cast)
    ours.refresh_from_db()
    assert (ours.state, ours.assignments.count()) == (State.ACCEPTED, 0)
    # Page and programs are told the same before it is tried.
    file = case_file(person(cast.he_fan), ours.pk)
    assert file is not None
    offer = file.offer(Verb.ASSIGN)
    assert offer is not None
    assert theirs.number in offer.reason


def test_of_two_that_wait_the_first_to_assign_goes_on(cast: Cast) -> None:
    both = sisters.allied(cast)
    theirs, ours = sisters.accepted_by(both.bai, cast), sisters.accepted_by(cast.he_fan, cast)
    sisters.assign(cast.he_fan, ours, cast)
    with pytest.raises(NotNow, match="“市活动办”已交办"):
        sisters.assign(both.bai, theirs, cast)


@pytest.mark.django_db(transaction=True)
def test_two_offices_that_assign_at_the_same_second(cast: Cast) -> None:
    both = sisters.allied(cast)
    pair = [
        (user, sisters.accepted_by(user, cast)) for user in (both.bai, cast.he_fan)
    ]  # fmt: skip
    hands = [steps.Hands(user, cast.power, cast.sun) for user, _case in pair]
    jobs = [
        (lambda case=case, hand=hand: steps.assign(case, hand, now=MONDAY))
        for (_user, case), hand in zip(pair, hands, strict=True)
    ]
    _done, refused = together(*jobs)
    assert len(refused) == 1
    assert "已交办这家企业的同一事项" in refused[0].reason
    states = Case.objects.order_by("state").values_list("state", flat=True)
    assert list(states) == [State.ACCEPTED, State.ASSIGNED]


def test_another_matter_firm_or_office_stands_in_nobodys_way(cast: Cast) -> None:
    both = sisters.allied(cast)
    sisters.assign(both.bai, sisters.accepted_by(both.bai, cast, **OTHER), cast)
    neighbour = sisters.told_to(both.bai, cast.stranger_firm)
    steps.accept(neighbour, both.bai, cast.electricity, MONDAY)
    sisters.assign(both.bai, neighbour, cast)
    ours = sisters.accepted_by(cast.he_fan, cast)
    sisters.assign(cast.he_fan, ours, cast)
    assert ours.state == State.ASSIGNED


def test_who_has_not_joined_or_has_left_is_nobodys_sister(cast: Cast) -> None:
    both = sisters.allied(cast, joined=False)
    assert queries.sisters_of([cast.city_office.pk], TODAY) == {}
    theirs, ours = sisters.accepted_by(both.bai, cast), sisters.accepted_by(cast.he_fan, cast)
    sisters.assign(both.bai, theirs, cast)
    assert twins_of([ours], TODAY) == {}
    sisters.assign(cast.he_fan, ours, cast)


def test_told_apart_with_the_reason_it_is_assigned(cast: Cast) -> None:
    both = sisters.allied(cast)
    theirs, ours = sisters.accepted_by(both.bai, cast), sisters.accepted_by(cast.he_fan, cast)
    sisters.assign(both.bai, theirs, cast)
    row = distinctions.say(
        number=ours.number, other=theirs.number, text="那边是北厂 10 千伏，这边是南厂",
        by=person(cast.he_fan), now=MONDAY,
    )  # fmt: skip
    sisters.assign(cast.he_fan, ours, cast)
    said = Event.objects.filter(object_type=distinctions.OBJECT).get()
    assert said.facts["case"] == ours.pk
    assert "南厂" not in str(said.facts)
    # Both offices read it, nobody else.
    readers = (cast.he_fan, cast.lu_yuan, both.bai, cast.qin_lan, cast.zhou, cast.zhao)
    seen = [queries.distinctions(person(one).scope).exists() for one in readers]
    assert seen == [True, True, True, False, False, False]
    with distinctions.DISTINCTIONS.open(row.pk, by=person(cast.shen_jing)) as change:
        distinctions.revoke(change, reason="核实是同一条线")
    row.refresh_from_db()
    assert row.state == DistinctionState.REVOKED
    with (
        pytest.raises(NotYours),
        distinctions.DISTINCTIONS.open(row.pk, by=person(both.bai)) as change,
    ):
        distinctions.revoke(change, reason="不对")


def test_nobody_learns_what_a_sister_has_by_telling_apart(cast: Cast) -> None:
    both = sisters.allied(cast)
    theirs = sisters.accepted_by(both.bai, cast, **OTHER)
    ours = sisters.accepted_by(cast.he_fan, cast)
    for other in (theirs.number, "1900-26-9999-9", "", ours.number):
        with pytest.raises(NotValid, match="没有找到"):
            distinctions.say(
                number=ours.number, other=other, text="不是一回事", by=person(cast.he_fan)
            )
    for user in (both.bai, cast.zhou, cast.shen_jing, cast.zhao):
        with pytest.raises((NotYours, NotValid)):
            distinctions.say(
                number=ours.number, other=theirs.number, text="不是一回事", by=person(user)
            )
    assert not Distinction.objects.exists()


def test_handed_to_the_owner_it_is_merged_there(cast: Cast) -> None:
    both = sisters.allied(cast)
    theirs, ours = sisters.accepted_by(both.bai, cast), sisters.accepted_by(cast.he_fan, cast)
    sisters.assign(both.bai, theirs, cast)
    row = sisters.shared(cast, both, ours, hand=True)
    act(row, both.bai, SharingVerb.ACCEPT)
    steps.accept(ours, both.bai, cast.electricity, MONDAY)
    with pytest.raises(NotNow, match="已移交"):
        act(row, both.bai, SharingVerb.DECLINE)
    with open_case(ours.pk, by=person(both.bai), now=MONDAY, also=[theirs.pk]) as work:
        merging.merge(work, into=theirs.pk, reason="同一件事")
    ours.refresh_from_db()
    assert (ours.state, ours.office) == (State.MERGED, both.office)


def test_a_confidential_case_is_compared_with_nothing(cast: Cast) -> None:
    both = sisters.allied(cast)
    theirs, ours = sisters.accepted_by(both.bai, cast), sisters.accepted_by(cast.he_fan, cast)
    sisters.assign(both.bai, theirs, cast)
    assert twins_of([ours], TODAY)
    offices = [both.office.pk, cast.city_office.pk]
    assert set(queries.counts_of(cast.diamond, offices)) == set(offices)
    for case, user in ((ours, cast.he_fan), (theirs, both.bai)):
        with open_case(case.pk, by=person(user), now=MONDAY) as work:
            secrecy.conceal(work, reason="企业要求保密")
        assert twins_of([Case.objects.get(pk=ours.pk)], TODAY) == {}
        assert case.office_id not in queries.counts_of(cast.diamond, offices)


def test_the_preview_of_many_says_it_of_each_in_as_many_queries(cast: Cast) -> None:
    both = sisters.allied(cast)
    theirs = sisters.accepted_by(both.bai, cast)
    sisters.assign(both.bai, theirs, cast)
    ours = [sisters.accepted_by(cast.he_fan, cast) for _n in range(3)]
    ours.append(sisters.accepted_by(cast.he_fan, cast, **OTHER))
    reasons = {
        one.pk: one.reason
        for one in decided(person(cast.he_fan), [one.pk for one in ours], Verb.ASSIGN)
    }
    assert [theirs.number in reasons[one.pk] for one in ours] == [True, True, True, False]
    assert reasons[ours[-1].pk] == ""

    def asked(pks: list[int]) -> int:
        with CaptureQueriesContext(connection) as asking:
            list(decided(person(cast.he_fan), pks, Verb.ASSIGN))
        return len(asking)

    assert asked([ours[0].pk]) == asked([one.pk for one in ours])


def test_an_alliance_ends_with_its_last_day_and_takes_what_was_shared_along(cast: Cast) -> None:
    both = sisters.allied(cast)
    case = sisters.accepted_by(cast.he_fan, cast)
    row = sisters.shared(cast, both, case, hand=True)
    with alliances.ALLIANCES.open(both.alliance.pk, by=person(cast.lu_yuan), now=MONDAY) as change:
        alliances.revise(change, source="许政办〔2022〕9号", until=TODAY + timedelta(days=2))
    for days, ended in ((2, 0), (3, 1), (3, 0)):
        assert alliances.end_by_date(MONDAY + timedelta(days=days)) == ended
    row.refresh_from_db()
    assert (row.state, row.ended_at) == ("ended", MONDAY + timedelta(days=3))
    assert not Case.objects.visible_to(person(both.bai).scope).filter(pk=case.pk).exists()
    # What was in the balance is the owner's to assign again.
    sisters.assign(cast.he_fan, case, cast)
    assert Sharing.objects.get().words.count() == 2
    assert sharings.OBJECT in set(Event.objects.values_list("object_type", flat=True))
