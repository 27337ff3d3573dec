"""A firm's people: invited by a code, at once; one of them leads, and someone always does."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from tests.foundation.accounts.accounts_cast import (
    LONG_AGO,
    MONDAY,
    PASSWORD,
    City,
    Clock,
    build,
    by,
    claim,
    firm_person,
    member_events,
    official,
    registrant,
)
from zhuqi.foundation.access import NotNow, NotValid, NotYours, Role, TooMany
from zhuqi.foundation.accounts import codes, rates
from zhuqi.foundation.accounts.actions import (
    confirm_member,
    end_member,
    find_invitation,
    join_by_invitation,
    make_admin,
    make_invitation,
    redeem_invitation,
    register_firm,
    revoke_invitation,
)
from zhuqi.foundation.accounts.actions.invitations import WRONG_CODES_PER_HOUR, Made
from zhuqi.foundation.accounts.models import FirmMember, Invitation, User
from zhuqi.foundation.accounts.queries import scope_of
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.models import Enterprise, LiaisonLink

Status, How = FirmMember.Status, FirmMember.How
SOON = MONDAY + timedelta(hours=1)


@pytest.fixture
def town(db: None) -> City:  # noqa: ARG001 (opens the database)
    cache.clear()
    return build()


def invite(town: City, *, uses: int = 1, days: int = 14) -> Made:
    """秦岚 of 襄城's office invites for the shoe factory."""
    return make_invitation(enterprise=town.shoes, by=by(town.qin), uses=uses, days=days, now=MONDAY)


def redeem(made: Made, contact: str = "13812345678", name: str = "钱会计") -> FirmMember:
    return redeem_invitation(invitation=made.invitation, person=registrant(name, contact), now=SOON)


def log(invitation: Invitation) -> list[str]:
    rows = Event.objects.filter(object_type="invitation", object_id=invitation.pk)
    return list(rows.order_by("seq").values_list("kind", flat=True))


# Making and taking back --------------------------------------------------------------------------


def test_the_code_can_be_read_out_and_is_kept_nowhere(town: City) -> None:
    made = invite(town)
    assert len(made.code) == codes.LENGTH
    assert not set(made.code) & set("01OILZSBU")
    stored = str(Invitation.objects.values().get())
    assert made.code not in stored
    assert made.invitation.tail == made.code[-2:]
    assert made.code not in str(list(Event.objects.values()))


@pytest.mark.parametrize("typed", ["{0}", "{1}", " {2} ", "{3}"])
def test_however_it_is_typed_it_is_the_same_code(town: City, typed: str) -> None:
    made = invite(town)
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in made.code)
    text = typed.format(made.code, codes.in_groups(made.code), made.code.lower(), wide)
    assert find_invitation(code=text, ip="1") == made.invitation


def test_office_liaison_and_admin_invite_and_nobody_else(town: City) -> None:
    lin = official("林助", "lin", town.industry, Role.LIAISON)
    assert lin.official is not None
    LiaisonLink.objects.create(enterprise=town.shoes, official=lin.official, since=LONG_AGO.date())
    colleague = redeem(invite(town)).user
    for host in (town.qin, lin, town.zhao):
        assert make_invitation(enterprise=town.shoes, by=by(host)).invitation.made_by == host
    for stranger in (town.yu, town.an, town.zhou, town.jia, colleague):
        with pytest.raises(NotYours):
            make_invitation(enterprise=town.shoes, by=by(stranger))
        with pytest.raises(NotYours):
            revoke_invitation(invitation=invite(town).invitation, by=by(stranger))


@pytest.mark.parametrize(
    ("uses", "days", "note", "field"),
    [(0, 14, "", "uses"), (51, 14, "", "uses"), (1, 0, "", "days"), (1, 91, "", "days"),
     (1, 1, "长" * 41, "note")],
)  # fmt: skip
def test_a_code_for_everybody_for_ever_is_refused(
    town: City, uses: int, days: int, note: str, field: str
) -> None:
    with pytest.raises(NotValid) as refusal:
        make_invitation(enterprise=town.shoes, by=by(town.qin), uses=uses, days=days, note=note)
    assert set(refusal.value.errors) == {field}
    assert not Invitation.objects.exists()


# Redeeming ----------------------------------------------------------------------------------------


def test_redeemed_the_person_speaks_for_the_firm_at_once(town: City) -> None:
    made = invite(town)
    member = redeem(made)
    assert (member.status, member.how, member.enterprise) == (
        Status.CONFIRMED, How.INVITED, town.shoes
    )  # fmt: skip
    assert member.decided_by == town.qin
    assert scope_of(member.user).enterprises == {town.shoes.pk}
    assert member.user.check_password(PASSWORD)
    assert member_events(member) == ["confirmed"]
    assert log(made.invitation) == ["made", "redeemed"]


def test_a_code_for_one_is_used_by_one(town: City) -> None:
    made = invite(town)
    redeem(made)
    with pytest.raises(NotNow, match="用完"):
        redeem(made, "13812345679", "乙")
    assert not User.objects.filter(username="13812345679").exists()


def test_sent_twice_it_is_one_and_uses_the_code_once(town: City) -> None:
    made = invite(town, uses=2)
    assert redeem(made) == redeem(made)
    made.invitation.refresh_from_db()
    assert made.invitation.used == 1
    assert redeem(made, "13812345679", "乙").status == Status.CONFIRMED


def test_whoever_has_joined_stays_when_the_code_is_taken_back(town: City) -> None:
    made = invite(town, uses=5)
    member = redeem(made)
    revoke_invitation(invitation=made.invitation, by=by(town.qin), now=SOON)
    assert redeem(made) == member
    with pytest.raises(NotNow, match="作废"):
        redeem(made, "13812345679", "乙")
    with pytest.raises(NotNow):
        revoke_invitation(invitation=made.invitation, by=by(town.qin), now=SOON)
    assert log(made.invitation) == ["made", "redeemed", "revoked"]


def test_after_its_day_it_says_when_it_ran_out(town: City) -> None:
    made = invite(town, days=1)
    late = MONDAY + timedelta(days=1)
    with pytest.raises(NotNow, match="3月3日已经过期"):
        redeem_invitation(invitation=made.invitation, person=registrant(), now=late)


def test_a_known_person_joins_with_their_password_and_another_one_as_another(town: City) -> None:
    known = firm_person("钱会计", "13812345678")
    made = invite(town, uses=2)
    stranger = redeem_invitation(
        invitation=made.invitation, person=registrant(password="guess-guess-9"), now=SOON
    )
    assert (stranger.status, stranger.user == known) == (FirmMember.Status.CONFIRMED, False)
    assert stranger.user.sign_in_name == "13812345678"
    assert scope_of(known).enterprises == frozenset()
    assert redeem(made).user == known


def test_an_official_does_not_become_a_firms_person(town: City) -> None:
    made = invite(town)
    with pytest.raises(NotValid, match="机关"):
        join_by_invitation(invitation=made.invitation, user=town.zhou, now=SOON)
    made.invitation.refresh_from_db()
    assert made.invitation.used == 0


def test_a_claim_that_waits_for_the_same_firm_is_the_one_confirmed(town: City) -> None:
    waiting = register_firm(person=registrant(), firm=claim(), now=MONDAY)
    member = redeem(invite(town))
    assert member == waiting
    assert member_events(member) == ["registered", "confirmed"]


def test_wrong_codes_are_counted_by_address_and_right_ones_are_not(
    town: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rates, "time", Clock(1_800_000_010.0))
    made = invite(town)
    for _try in range(WRONG_CODES_PER_HOUR):
        assert find_invitation(code=made.code, ip="1") == made.invitation
        with pytest.raises(NotValid):
            find_invitation(code="AAAA-AAAA", ip="1")
    with pytest.raises(TooMany) as refusal:
        find_invitation(code=made.code, ip="1")
    assert 0 < refusal.value.wait <= 3600
    assert find_invitation(code=made.code, ip="2") == made.invitation


@pytest.mark.parametrize("text", ["", " ", "\u202e", "A" * 10_000, "'; DROP TABLE", "K7MF-3Q9"])
def test_what_is_no_code_is_no_code(town: City, text: str) -> None:
    invite(town)
    with pytest.raises(NotValid):
        find_invitation(code=text, ip="1")


def test_invitations_are_seen_by_those_who_may_make_them(town: City) -> None:
    made = invite(town)
    for user, sees in (
        (town.qin, True), (town.zhao, True), (town.yu, False), (town.zhou, False),
        (town.jia, False),
    ):  # fmt: skip
        assert Invitation.objects.visible_to(scope_of(user)).exists() is sees
    assert made.invitation.pk


# The firm's people --------------------------------------------------------------------------------


def leads(firm: Enterprise) -> list[User]:
    rows = FirmMember.objects.filter(enterprise=firm, status=Status.CONFIRMED, is_admin=True)
    return [member.user for member in rows]


def test_the_first_of_a_firms_people_leads_the_others(town: City) -> None:
    first = register_firm(person=registrant(), firm=claim("新的公司", "91411000MA0000009X"))
    first = confirm_member(member=first, by=by(town.qin))
    assert first.enterprise is not None
    made = make_invitation(enterprise=first.enterprise, by=by(first.user))
    second = redeem_invitation(invitation=made.invitation, person=registrant("乙", "13812345679"))
    assert (first.is_admin, second.is_admin) == (True, False)
    assert leads(first.enterprise) == [first.user]


def test_the_admin_passes_it_on_and_then_is_one_of_the_others(town: City) -> None:
    second = redeem(invite(town))
    with pytest.raises(NotYours):
        make_admin(member=second, by=by(second.user))
    make_admin(member=second, by=by(town.zhao))
    assert leads(town.shoes) == [second.user]
    with pytest.raises(NotYours):
        make_invitation(enterprise=town.shoes, by=by(town.zhao))
    with pytest.raises(NotNow):
        make_admin(member=second, by=by(town.qin))
    assert member_events(second) == ["confirmed", "made_admin"]


def test_the_office_names_another_admin_and_strangers_do_not(town: City) -> None:
    second = redeem(invite(town))
    for stranger in (town.yu, town.zhou, town.jia, town.an):
        with pytest.raises(NotYours):
            make_admin(member=second, by=by(stranger))
    make_admin(member=second, by=by(town.qin))
    assert leads(town.shoes) == [second.user]


def test_the_admin_ends_a_colleague_and_no_colleague_ends_another(town: City) -> None:
    second = redeem(invite(town, uses=2))
    third = redeem(invite(town), "13812345679", "丙")
    with pytest.raises(NotYours):
        end_member(member=third, by=by(second.user), reason="x")
    end_member(member=third, by=by(town.zhao), reason="离职")
    assert scope_of(third.user).enterprises == frozenset()
    assert scope_of(second.user).enterprises == {town.shoes.pk}


def test_when_the_admin_leaves_the_longest_standing_takes_over(town: City) -> None:
    second = redeem(invite(town, uses=2))
    redeem(invite(town), "13812345679", "丙")
    end_member(
        member=FirmMember.objects.get(user=town.zhao), by=by(town.zhao), reason="退休", now=SOON
    )
    assert leads(town.shoes) == [second.user]
    assert member_events(second) == ["confirmed", "made_admin"]


def test_when_the_last_leaves_nobody_leads_and_the_next_does(town: City) -> None:
    end_member(member=FirmMember.objects.get(user=town.zhao), by=by(town.zhao), reason="退休")
    assert leads(town.shoes) == []
    assert redeem(invite(town)).is_admin


@pytest.mark.usefixtures("town")
def test_the_promise_to_decide_is_in_working_days_and_stays_as_given() -> None:
    member = register_firm(person=registrant(), firm=claim(), now=MONDAY)
    assert member.due_at is not None
    # Two working days after Monday, 2 March 2026, close of office.
    assert member.due_at.date().isoformat() == "2026-03-04"
    friday = register_firm(
        person=registrant(contact="13812345679"), firm=claim(), now=MONDAY + timedelta(days=4)
    )
    assert friday.due_at is not None
    assert friday.due_at.date().isoformat() == "2026-03-10"
