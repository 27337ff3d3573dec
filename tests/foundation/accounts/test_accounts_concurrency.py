"""The same thing done at the same moment by several: once is what remains.

On SQLite the jobs run one after another: its test database lies in memory, where connections
lock whole tables; the file of a real one lets one writer in at a time.
"""

import pytest
from django.contrib.auth.hashers import make_password
from django.core.cache import cache

from tests.foundation.accounts.accounts_cast import (
    City,
    build,
    by,
    claim,
    member_events,
    registrant,
)
from tests.together import together
from zhuqi.foundation.access import ADMIN_ROLES, NotNow, Person, Role
from zhuqi.foundation.accounts.actions import (
    confirm_member,
    give_role,
    register_another_firm,
    register_firm,
    sign_in,
)
from zhuqi.foundation.accounts.models import FirmMember, RoleAssignment, SignedInSession, User
from zhuqi.foundation.accounts.queries import actor_of
from zhuqi.foundation.accounts.session_store import is_open
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.models import Enterprise

pytestmark = pytest.mark.django_db(transaction=True)

TIMES = 4
HASHER = "zhuqi.foundation.accounts.actions.registrants.make_password"
NEW_CODE = "91411025MA40000000"


@pytest.fixture
def city() -> City:
    """The same city, committed, so that other connections see it."""
    return build()


@pytest.mark.usefixtures("city")
def test_a_form_sent_several_times_at_once_is_one_registration() -> None:
    results, refusals = together(
        *[lambda: register_firm(person=registrant(), firm=claim())] * TIMES
    )
    assert refusals == []
    member = FirmMember.objects.get(status=FirmMember.Status.PENDING)
    assert results == [member] * TIMES
    assert User.objects.named("13812345678").count() == 1
    assert member_events(member) == ["registered"]


@pytest.mark.usefixtures("city")
def test_a_form_that_another_process_has_just_taken_in_is_one_registration(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Between the look for an account and its making, the same form comes through elsewhere."""
    first: list[FirmMember] = []

    def slow(password: str) -> str:
        monkeypatch.setattr(HASHER, make_password)
        first.append(register_firm(person=registrant(), firm=claim()))
        return make_password(password)

    monkeypatch.setattr(HASHER, slow)
    assert register_firm(person=registrant(), firm=claim()) == first[0]
    assert User.objects.named("13812345678").count() == 1
    assert member_events(first[0]) == ["registered"]


def test_a_second_firm_asked_for_several_times_at_once_is_one(city: City) -> None:
    firm = claim("第二公司", "", preparing=True)
    results, refusals = together(*[lambda: register_another_firm(user=city.jia, firm=firm)] * TIMES)
    assert refusals == []
    assert results == [city.jia.memberships.get()] * TIMES


def test_a_registration_confirmed_several_times_at_once_is_confirmed_once(city: City) -> None:
    member = register_firm(person=registrant(), firm=claim("新公司", NEW_CODE))
    qin = by(city.qin)
    results, refusals = together(*[lambda: confirm_member(member=member, by=qin)] * TIMES)
    assert len(results) == 1
    assert {type(refusal) for refusal in refusals} == {NotNow}
    assert member_events(member) == ["registered", "confirmed"]
    assert Enterprise.objects.filter(uscc=NEW_CODE).count() == 1


def test_two_people_of_a_new_firm_confirmed_at_once_add_it_once(city: City) -> None:
    members = [
        register_firm(person=registrant(contact=f"1381234567{n}"), firm=claim("新公司", NEW_CODE))
        for n in range(TIMES)
    ]
    qin = by(city.qin)

    def confirm(member: FirmMember, who: Person) -> FirmMember:
        return confirm_member(member=member, by=who)

    results, refusals = together(*(lambda m=row: confirm(m, qin) for row in members))
    assert refusals == []
    assert len(results) == TIMES
    assert Enterprise.objects.get(uscc=NEW_CODE).members.count() == TIMES


def test_two_administrators_cannot_make_somebody_two_of_the_three(city: City) -> None:
    an = by(city.an)

    def give(role: Role) -> RoleAssignment:
        return give_role(user=city.zhou, role=role, unit=city.city_office, by=an)

    results, refusals = together(*(lambda r=role: give(r) for role in sorted(ADMIN_ROLES)))
    assert len(results) == 1
    assert len(refusals) == 2
    assert city.zhou.roles.count() == 1
    assert (
        Event.objects.filter(object_type="user", object_id=city.zhou.pk, kind="role_given").count()
        == 1
    )


def test_sign_ins_at_once_leave_no_more_browsers_than_allowed(city: City) -> None:
    from django.contrib.sessions.backends.db import SessionStore

    stores = [SessionStore() for _n in range(8)]
    for store in stores:
        store.create()
    keys = [str(store.session_key) for store in stores]
    together(*(lambda k=key: sign_in(user=city.zhou, session_key=k, ip="") for key in keys))
    assert SignedInSession.objects.filter(user=city.zhou).count() == 3
    assert sum(is_open(key) for key in keys) == 3
    assert actor_of(city.zhou).name == "周工"
    cache.clear()
