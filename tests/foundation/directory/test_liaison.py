"""Who looks after a firm, and which chamber it belongs to: dated, and for its own office to say."""

from datetime import date

import pytest

from tests.foundation.directory.corner import CLERK, Corner
from zhuqi.foundation.access import (
    Actor,
    ActorKind,
    NotNow,
    NotValid,
    NotYours,
    Person,
    Role,
    Scope,
)
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.actions import (
    OFFICIALS,
    UNITS,
    EnterpriseDraft,
    add_enterprise,
    end_liaison,
    hand_over_liaison,
    join_chamber,
    leave_chamber,
    link_liaison,
)
from zhuqi.foundation.directory.enums import Level, UnitKind
from zhuqi.foundation.directory.models import Enterprise, LiaisonLink, Official, Unit
from zhuqi.foundation.directory.queries import chamber_of, chambered_by, liaison_officials

SPRING, SUMMER = date(2025, 3, 1), date(2025, 6, 1)
EVE = date(2025, 5, 31)


def of(office: Unit, role: Role = Role.REGISTRAR) -> Person:
    """秦岚, who registers in this office."""
    actor = Actor(ActorKind.OFFICIAL, 8, "秦岚", str(office))
    return Person(actor, Scope(user_id=8, posts=frozenset({(role, office.pk)})))


def firm(corner: Corner, name: str = "襄城鞋业公司") -> Enterprise:
    return add_enterprise(EnterpriseDraft(name=name, region=corner.xiangcheng), by=CLERK)


def someone(name: str) -> Official:
    return OFFICIALS.add(name=name, by=CLERK)


def kinds(enterprise: Enterprise) -> list[str]:
    rows = Event.objects.filter(object_type="enterprise", object_id=enterprise.pk)
    return list(rows.order_by("seq").values_list("kind", flat=True))[1:]


def test_only_the_office_that_serves_the_firm_says_who_looks_after_it(corner: Corner) -> None:
    shoes, lin = firm(corner), someone("林助")
    strangers = (of(corner.city_office), of(corner.county_office, Role.HANDLER))
    for stranger in strangers:
        with pytest.raises(NotYours):
            link_liaison(enterprise=shoes, official=lin, since=SPRING, by=stranger)
    link = link_liaison(enterprise=shoes, official=lin, since=SPRING, by=of(corner.county_office))
    for stranger in strangers:
        with pytest.raises(NotYours):
            end_liaison(link=link, until=SUMMER, by=stranger)
        with pytest.raises(NotYours):
            hand_over_liaison(links=[link], to=someone("唐助"), since=SUMMER, by=stranger)
    assert kinds(shoes) == ["enterprise.liaison_linked"]


def test_whoever_has_left_office_looks_after_nobody_new(corner: Corner) -> None:
    gone = OFFICIALS.retire(someone("老林"), by=CLERK)
    with pytest.raises(NotValid, match="不在岗"):
        link_liaison(
            enterprise=firm(corner), official=gone, since=SPRING, by=of(corner.county_office)
        )


def test_handed_over_the_firm_changes_hands_on_the_day_without_a_gap(corner: Corner) -> None:
    office, lin, tang = of(corner.county_office), someone("林助"), someone("唐助")
    firms = [firm(corner, f"襄城{number}厂") for number in range(3)]
    links = [link_liaison(enterprise=f, official=lin, since=SPRING, by=office) for f in firms]
    new = hand_over_liaison(links=links, to=tang, since=SUMMER, by=office)
    assert [link.enterprise for link in new] == firms
    for one in firms:
        assert liaison_officials(one, EVE) == [lin]
        assert liaison_officials(one, SUMMER) == [tang]
        assert kinds(one)[1:] == ["enterprise.liaison_ended", "enterprise.liaison_linked"]


def test_who_looks_after_the_firm_already_is_not_linked_twice(corner: Corner) -> None:
    office, lin, tang, shoes = (
        of(corner.county_office),
        someone("林助"),
        someone("唐助"),
        firm(corner),
    )
    link = link_liaison(enterprise=shoes, official=lin, since=SPRING, by=office)
    link_liaison(enterprise=shoes, official=tang, since=SPRING, by=office)
    assert hand_over_liaison(links=[link], to=tang, since=SUMMER, by=office) == []
    assert liaison_officials(shoes, SUMMER) == [tang]


def test_a_hand_over_that_cannot_be_is_refused_whole(corner: Corner) -> None:
    office, lin, tang = of(corner.county_office), someone("林助"), someone("唐助")
    one, two = firm(corner, "甲厂"), firm(corner, "乙厂")
    kept = link_liaison(enterprise=one, official=lin, since=SPRING, by=office)
    ended = link_liaison(enterprise=two, official=lin, since=SPRING, by=office)
    end_liaison(link=ended, until=EVE, by=office)
    with pytest.raises(NotNow, match="乙厂"):
        hand_over_liaison(links=[kept, ended], to=tang, since=SUMMER, by=office)
    with pytest.raises(NotValid, match="同一个人"):
        hand_over_liaison(links=[kept], to=lin, since=SUMMER, by=office)
    with pytest.raises(NotValid, match="请选择"):
        hand_over_liaison(links=[], to=tang, since=SUMMER, by=office)
    assert LiaisonLink.objects.get(pk=kept.pk).until is None


def test_a_link_that_began_the_same_day_keeps_that_one_day(corner: Corner) -> None:
    office, lin, tang, shoes = (
        of(corner.county_office),
        someone("林助"),
        someone("唐助"),
        firm(corner),
    )
    link = link_liaison(enterprise=shoes, official=lin, since=SUMMER, by=office)
    hand_over_liaison(links=[link], to=tang, since=SUMMER, by=office)
    assert LiaisonLink.objects.get(pk=link.pk).until == SUMMER


def chamber(corner: Corner) -> Unit:
    return UNITS.add(
        name="襄城县工商业联合会", kind=UnitKind.CHAMBER, level=Level.COUNTY,
        region=corner.xiangcheng, by=CLERK,
    )  # fmt: skip


def test_a_firm_belongs_to_a_chamber_for_a_time(corner: Corner) -> None:
    office, shoes, guild = of(corner.county_office), firm(corner), chamber(corner)
    member = join_chamber(enterprise=shoes, chamber=guild, since=SPRING, by=office)
    assert chambered_by([guild.pk], SPRING) == {guild.pk: {shoes.pk}}
    assert chambered_by([guild.pk], date(2025, 2, 28)) == {}
    assert chamber_of(shoes, [guild.pk], SUMMER) == guild
    leave_chamber(member=member, until=EVE, by=office)
    assert chambered_by([guild.pk], EVE) == {guild.pk: {shoes.pk}}
    assert chambered_by([guild.pk], SUMMER) == {}
    assert chamber_of(shoes, [guild.pk], SUMMER) is None
    assert kinds(shoes) == ["enterprise.chamber_joined", "enterprise.chamber_left"]


def test_a_membership_that_cannot_be_is_refused(corner: Corner) -> None:
    office, shoes, guild = of(corner.county_office), firm(corner), chamber(corner)
    with pytest.raises(NotYours):
        join_chamber(enterprise=shoes, chamber=guild, since=SPRING, by=of(corner.city_office))
    with pytest.raises(NotValid):
        join_chamber(enterprise=shoes, chamber=corner.industry_bureau, since=SPRING, by=office)
    member = join_chamber(enterprise=shoes, chamber=guild, since=SPRING, by=office)
    with pytest.raises(NotNow):
        join_chamber(enterprise=shoes, chamber=guild, since=SUMMER, by=office)
    with pytest.raises(NotYours):
        leave_chamber(member=member, until=EVE, by=of(corner.city_office))
    with pytest.raises(NotValid):
        leave_chamber(member=member, until=date(2025, 2, 1), by=office)
    leave_chamber(member=member, until=EVE, by=office)
    with pytest.raises(NotNow):
        leave_chamber(member=member, until=EVE, by=office)
