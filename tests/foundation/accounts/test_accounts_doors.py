"""The one door for passwords: guesses are stopped, and nobody is shut out by what others type."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.foundation.accounts.accounts_cast import (
    LONG_AGO,
    PASSWORD,
    City,
    by,
    claim,
    events_of,
    official,
    registrant,
)
from tests.foundation.accounts.doors import LOCKED, WRONG, change, try_in
from tests.together import together
from zhuqi.foundation.access import ADMIN_ROLES, NotValid, Role, TooMany
from zhuqi.foundation.accounts import actions, tries
from zhuqi.foundation.accounts.actions import knock
from zhuqi.foundation.accounts.checking import ROLE_CHECK
from zhuqi.foundation.accounts.devices import COOKIE, Visitor
from zhuqi.foundation.accounts.models import RoleAssignment

OUTSIDE = "203.0.113.9"
JUNK = "AAAA-AAAA-AAAA"
NEW = "a-new-pass-word-7"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """The seconds of `time.time()`, to be moved on."""
    now = [time.time()]
    monkeypatch.setattr(time, "time", lambda: now[0])
    yield now
    cache.clear()


def attack(login: str, times: int = 40) -> None:
    """Junk for one name, from as many addresses."""
    for number in range(times):
        try_in(Client(REMOTE_ADDR=f"203.0.113.{number}"), login, "junk-junk-junk")


@pytest.mark.usefixtures("town")
def test_junk_from_elsewhere_does_not_shut_out_the_leader() -> None:
    attacker = Client(REMOTE_ADDR=OUTSIDE)
    for _try in range(6):
        try_in(attacker, "zhou", "junk-junk-junk")
    assert try_in(attacker, "zhou") == [LOCKED]
    assert try_in(Client(), "zhou") == []


@pytest.mark.usefixtures("town")
def test_ones_own_device_is_let_in_while_the_whole_net_guesses() -> None:
    own = Client()
    assert try_in(own, "zhou") == []
    own.post(reverse("account_logout"))
    attack("zhou")
    [words] = try_in(Client(), "zhou")
    assert words.startswith("密码错误次数过多")
    assert try_in(own, "zhou") == []


@pytest.mark.usefixtures("town")
def test_ones_own_device_is_let_in_from_the_attackers_address() -> None:
    own = Client()
    assert try_in(own, "zhou") == []
    own.post(reverse("account_logout"))
    for _try in range(6):
        try_in(Client(), "zhou", "junk-junk-junk")
    assert try_in(own, "zhou") == []


@pytest.mark.usefixtures("town")
def test_a_known_device_is_known_for_its_people_alone_and_has_five_tries() -> None:
    own = Client()
    assert try_in(own, "zhou") == []
    own.post(reverse("account_logout"))
    for _try in range(5):
        assert try_in(own, "zhou", "wrong") == [WRONG]
    assert try_in(own, "zhou") == [LOCKED]
    for _try in range(5):
        assert try_in(own, "qin", "wrong") == [WRONG]
    assert try_in(own, "qin") == [LOCKED]


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize("forged", ["", "x", "e30:1abcde:AAAA", '{"device": 1}'])
def test_a_forged_device_is_none(forged: str) -> None:
    client = Client()
    for _try in range(5):
        try_in(client, "zhou", "wrong")
    client.cookies[COOKIE] = forged
    assert try_in(client, "zhou") == [LOCKED]


def test_each_further_wrong_one_makes_the_wait_longer(clock: list[float]) -> None:
    visitor, waits = Visitor(ip="10.0.0.1"), []
    for _try in range(5):
        tries.take("name", tries.BY_PERSON)
    for _round in range(6):
        _entry, wait = tries.take("name", tries.BY_PERSON)
        waits.append(wait // 60)
        clock[0] += wait
        assert tries.take("name", tries.BY_PERSON)[0]
    assert waits == [5, 10, 20, 40, 60, 60]
    assert visitor.device == ""


@pytest.mark.django_db(transaction=True)
def test_many_at_once_pass_no_more_than_the_free_tries() -> None:
    passed: list[str] = []

    def guess() -> None:
        entry, _wait = tries.take("at once", tries.BY_PERSON)
        passed.extend([entry] if entry else [])

    together(*[guess] * 20)
    assert len(passed) == len(set(passed)) == 5


# Registration --------------------------------------------------------------------------------


def test_registering_is_no_second_door(town: City) -> None:
    """Shut at the sign-in page it is shut here; wrong guesses are counted once and noted."""
    here = Visitor(ip="127.0.0.1")
    for _try in range(2):
        assert try_in(Client(), town.zhao.username, "wrong-word-77") == [WRONG]
    for number in range(3):
        member = actions.register_firm(
            person=registrant(contact=town.zhao.username, password=f"wrong-word-{number}"),
            firm=claim(),
            visitor=here,
        )
        assert member.user != town.zhao
    assert events_of(town.zhao).count("sign_in_failed") == 5
    right = registrant(contact=town.zhao.username, password=PASSWORD)
    with pytest.raises(TooMany):
        actions.register_firm(person=right, firm=claim(), visitor=here)
    assert try_in(Client(), town.zhao.username) == [LOCKED]
    assert events_of(town.zhao)[-1] == "locked_out"


def test_a_weak_password_is_refused_alike_for_phones_with_and_without_account(town: City) -> None:
    said = []
    for contact in (town.zhao.username, "13812345999"):
        with pytest.raises(NotValid) as caught:
            actions.register_firm(
                person=registrant(contact=contact, password="short"), firm=claim()
            )
        said.append(caught.value.errors)
    assert said[0] == said[1]


# The change of a password, and recovery -------------------------------------------------------


def test_at_a_desk_left_open_nobody_guesses_the_password_without_end(town: City) -> None:
    client = Client()
    try_in(client, "zhou")
    for _try in range(5):
        assert change(client, "wrong", NEW) == ["当前密码不正确"]
    typed = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert client.post(reverse("account_change_password"), typed).status_code == 429
    assert events_of(town.zhou).count("sign_in_failed") == 5


def test_a_valid_recovery_code_is_taken_after_any_junk(town: City) -> None:
    code = actions.ask_recovery(user=town.zhao, checked="当面核对身份证", by=by(town.qin))[1]
    refusals: list[type[Exception]] = []
    for _try in range(40):
        try:
            actions.use_recovery(login=town.zhao.username, code=JUNK, password=NEW, ip="10.0.0.1")
        except (NotValid, TooMany) as refusal:
            refusals.append(type(refusal))
    assert refusals == [NotValid] * 5 + [TooMany] * 35
    assert events_of(town.zhao).count("sign_in_failed") == 5
    actions.use_recovery(login=town.zhao.username, code=code, password=NEW, ip="10.0.0.1")


# Roles that stay apart ------------------------------------------------------------------------


@pytest.mark.parametrize("admin", sorted(ADMIN_ROLES))
@pytest.mark.parametrize("work", [Role.REGISTRAR, Role.SIGNER, Role.LEADER, Role.INSPECTOR])
def test_nobody_administers_and_works_on_cases(town: City, admin: Role, work: Role) -> None:
    for first, second in ((admin, work), (work, admin)):
        user = official("兼职员", f"jian{first}", town.city_office, first)
        with pytest.raises(NotValid, match="管理员不兼办诉求"):
            actions.give_role(user=user, role=second, unit=town.city_office, by=by(town.an))


class Said(list[str]):
    """Where the check speaks."""

    def say(self, line: str) -> None:
        self.append(line)

    def progress(self, label: str) -> Any:
        raise NotImplementedError(label)


def test_who_holds_both_from_before_is_named_by_the_check(town: City) -> None:
    said = Said()
    assert not ROLE_CHECK.run(said)
    RoleAssignment.objects.create(
        user=town.an, role=Role.REVIEWER, unit=town.city_office, since=LONG_AGO
    )
    assert ROLE_CHECK.run(said)
    assert "活动办审核、安全管理员" in said[-1]


def test_a_try_that_was_right_is_given_back(town: City) -> None:
    for _try in range(20):
        knock(user=town.zhou, visitor=Visitor(ip="10.0.0.1")).was_right()
