"""Six digits in a letter prove a mailbox; until then the one before stays in force."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from tests.foundation.accounts.accounts_cast import MONDAY, City, Clock, build, events_of
from tests.together import together
from zhuqi.foundation.access import NotNow, NotValid, TooMany
from zhuqi.foundation.accounts import rates
from zhuqi.foundation.accounts.actions import (
    forget_email_codes,
    issue_email_code,
    prove_email,
    waiting_email,
)
from zhuqi.foundation.accounts.actions.emails import MINUTES, TRIES, IssuedMail
from zhuqi.foundation.accounts.models import EmailCode, User
from zhuqi.foundation.accounts.queries import actor_of
from zhuqi.foundation.audit.models import ErasableValue, Event

NEW = "zhou@new.example"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock(1_800_000_010.0)
    monkeypatch.setattr(rates, "time", clock)
    return clock


@pytest.fixture
def town(db: None, clock: Clock) -> City:  # noqa: ARG001 (opens the database, holds the time)
    cache.clear()
    return build()


def issue(user: User, email: str = NEW, ip: str = "1") -> IssuedMail:
    return issue_email_code(user=user, email=email, ip=ip, now=MONDAY)


def prove(user: User, code: str, *, minutes: int = 0) -> str:
    now = MONDAY + timedelta(minutes=minutes)
    return prove_email(user=user, code=code, by=actor_of(user), now=now)


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def kept(user: User) -> str:
    return User.objects.get(pk=user.pk).email


def test_the_address_counts_only_once_proven(town: City) -> None:
    User.objects.filter(pk=town.zhou.pk).update(email="zhou@old.example")
    issued = issue(town.zhou, "  Zhou@NEW.example ")
    assert (kept(town.zhou), waiting_email(town.zhou, MONDAY)) == ("zhou@old.example", NEW)
    assert issued.code not in str(EmailCode.objects.values())

    assert prove(town.zhou, f" {issued.code[:3]} {issued.code[3:]}") == NEW

    assert (kept(town.zhou), waiting_email(town.zhou, MONDAY)) == (NEW, "")


def test_who_changed_what_is_logged_and_both_addresses_can_be_erased(town: City) -> None:
    User.objects.filter(pk=town.zhou.pk).update(email="zhou@old.example")
    prove(town.zhou, issue(town.zhou).code)
    event = Event.objects.get(kind="email_proven")
    assert (event.object_type, event.object_id, event.actor_id) == (
        "user", town.zhou.pk, town.zhou.pk,
    )  # fmt: skip
    assert "example" not in event.data
    values = ErasableValue.objects.filter(event=event).order_by("name")
    assert list(values.values_list("name", "value")) == [
        ("email", NEW), ("email_before", "zhou@old.example"),
    ]  # fmt: skip


def test_the_code_sent_twice_changes_nothing_the_second_time(town: City) -> None:
    issued = issue(town.zhou)
    assert prove(town.zhou, issued.code) == prove(town.zhou, issued.code) == NEW
    assert events_of(town.zhou).count("email_proven") == 1


@pytest.mark.django_db(transaction=True)
def test_the_code_sent_several_times_at_once_changes_it_once() -> None:
    cache.clear()
    town = build()
    issued = issue(town.zhou)
    results, refusals = together(*[lambda: prove(town.zhou, issued.code)] * 3)
    assert (results, refusals) == ([NEW] * 3, [])
    assert events_of(town.zhou).count("email_proven") == 1


def test_a_used_code_does_not_bring_an_address_back(town: City, clock: Clock) -> None:
    first = issue(town.zhou)
    prove(town.zhou, first.code)
    clock.now += 61
    prove(town.zhou, issue(town.zhou, "zhou@third.example").code)
    with pytest.raises((NotNow, NotValid)):
        prove(town.zhou, first.code)
    assert kept(town.zhou) == "zhou@third.example"


def test_another_persons_code_proves_nothing(town: City) -> None:
    issued = issue(town.zhou)
    with pytest.raises(NotNow, match="失效"):
        prove(town.jia, issued.code)
    own = issue(town.jia)
    if own.code != issued.code:
        with pytest.raises(NotValid):
            prove(town.jia, issued.code)
    assert kept(town.jia) != NEW


def test_half_an_hour_later_it_is_too_late(town: City) -> None:
    issued = issue(town.zhou)
    with pytest.raises(NotNow, match="失效"):
        prove(town.zhou, issued.code, minutes=MINUTES)
    assert waiting_email(town.zhou, MONDAY + timedelta(minutes=MINUTES)) == ""
    assert prove(town.zhou, issued.code, minutes=MINUTES - 1) == NEW


def test_five_wrong_tries_end_it_even_for_the_right_code(town: City) -> None:
    issued = issue(town.zhou)
    for left in range(TRIES - 1, 0, -1):
        with pytest.raises(NotValid, match=f"还可以试 {left} 次"):
            prove(town.zhou, other_than(issued.code))
    for code in (other_than(issued.code), issued.code):
        with pytest.raises(NotNow, match="次数太多"):
            prove(town.zhou, code)
    assert kept(town.zhou) == ""


def test_a_new_code_voids_the_one_before(town: City, clock: Clock) -> None:
    first = issue(town.zhou)
    clock.now += 61
    second = issue(town.zhou, "zhou@other.example")
    if first.code != second.code:
        with pytest.raises(NotValid):
            prove(town.zhou, first.code)
    assert prove(town.zhou, second.code) == "zhou@other.example"


def test_one_a_minute_a_person_and_few_a_day_a_mailbox(town: City, clock: Clock) -> None:
    issue(town.zhou)
    with pytest.raises(TooMany):
        issue(town.zhou, "another@new.example")
    several = [town.jia, town.qin, town.an, town.zhao]
    for user in several:
        issue(user)
    with pytest.raises(TooMany):
        issue(User.objects.create(username="more", name="又一人"))
    clock.now += 61
    assert issue(town.zhou, "another@new.example").row.email == "another@new.example"


@pytest.mark.parametrize(
    "text",
    [
        "", "没有", "a@b", "a@b.c\nBcc: all@x.example", "a@b.example, c@d.example", "<a@b.example>",
        "a@b.example\x00", "\u202ea@b.example", f"{'a' * 250}@b.example", "a b@c.example",
    ],
)  # fmt: skip
def test_what_is_no_mailbox_is_refused_at_its_field(town: City, text: str) -> None:
    with pytest.raises(NotValid) as refusal:
        issue(town.zhou, text)
    assert set(refusal.value.errors) == {"email"}
    assert not EmailCode.objects.exists()


def test_the_address_one_has_already_is_not_sent_a_code(town: City) -> None:
    User.objects.filter(pk=town.zhou.pk).update(email="Zhou@New.example")
    town.zhou.refresh_from_db()
    with pytest.raises(NotValid, match="现在用的就是"):
        issue(town.zhou)


def test_mailboxes_that_were_only_sent_a_code_are_kept_for_a_day(town: City) -> None:
    issue(town.zhou)
    assert forget_email_codes(now=MONDAY + timedelta(hours=23)) == 0
    assert forget_email_codes(now=MONDAY + timedelta(hours=25)) == 1
