"""Back into an account without e-mail: who may give the code, and what the code opens."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone

from tests.foundation.accounts.accounts_cast import City, by, events_of, official
from zhuqi.foundation.access import (
    SYSTEM_PERSON,
    NotNow,
    NotValid,
    NotYours,
    Person,
    Role,
    TooMany,
)
from zhuqi.foundation.accounts import actions
from zhuqi.foundation.accounts.models import Recovery, SignedInSession, User
from zhuqi.foundation.accounts.queries import person_of
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.outbox.models import OutboxItem

CHECKED = "当面核对身份证"
NEW = "a-new-pass-word-7"
HOUR = timedelta(hours=1)


@pytest.fixture
def system(town: City) -> User:
    return official("系统员", "xitong", town.city_office, Role.SYSTEM_ADMIN)


@pytest.fixture
def auditor(town: City) -> User:
    return official("审计员", "shenji", town.city_office, Role.AUDIT_ADMIN)


def ask(user: User, asker: User | Person) -> str:
    person = asker if isinstance(asker, Person) else by(asker)
    return actions.ask_recovery(user=user, checked=CHECKED, by=person)[1]


def use(user: User, code: str, password: str = NEW) -> User:
    return actions.use_recovery(login=user.username, code=code, password=password)


def test_the_office_of_the_firm_gives_a_code_and_its_owner_comes_back(town: City) -> None:
    Authenticator.objects.create(user=town.zhao, type="totp", data={"secret": "x"})
    SignedInSession.objects.create(user=town.zhao, session_key="abc", started_at=timezone.now())
    code = ask(town.zhao, town.qin)
    assert len(code) == 14
    use(town.zhao, code.lower().replace("-", " "))
    town.zhao.refresh_from_db()
    assert town.zhao.check_password(NEW)
    assert not town.zhao.must_change_password
    assert not Authenticator.objects.filter(user=town.zhao).exists()
    assert not SignedInSession.objects.filter(user=town.zhao).exists()
    assert events_of(town.zhao)[-2:] == ["recovery_issued", "recovered"]
    issued = Event.objects.get(object_type="user", object_id=town.zhao.pk, kind="recovery_issued")
    assert issued.private == {"checked": CHECKED}
    told = OutboxItem.objects.filter(kind="notices.tell").order_by("pk")
    assert [row.payload["text_code"] for row in told] == [
        "account.recovery_issued", "account.recovered",
    ]  # fmt: skip
    assert {row.payload["user"] for row in told} == {town.zhao.pk}


def test_only_a_digest_of_the_code_is_kept(town: City) -> None:
    code = ask(town.zhao, town.qin)
    row = Recovery.objects.get()
    assert code not in row.digest
    assert code.replace("-", "") not in str(vars(row))
    assert not Event.objects.filter(data__contains=code.replace("-", "")).exists()


def test_a_code_opens_once_and_for_an_hour(town: City) -> None:
    code = ask(town.zhao, town.qin)
    with pytest.raises(NotValid):
        actions.use_recovery(
            login=town.zhao.username, code=code, password=NEW, now=timezone.now() + HOUR
        )
    use(town.zhao, code)
    with pytest.raises(NotValid):
        use(town.zhao, code)


def test_a_newer_code_makes_the_older_void(town: City) -> None:
    first, second = ask(town.zhao, town.qin), ask(town.zhao, town.qin)
    with pytest.raises(NotValid):
        use(town.zhao, first)
    use(town.zhao, second)


def test_unknown_names_wrong_and_foreign_codes_sound_the_same(town: City) -> None:
    code = ask(town.zhao, town.qin)
    said = set()
    for login, typed in (
        (town.zhao.username, "AAAA-AAAA-AAAA"),
        (town.zhao.username, ""),
        (town.jia.username, code),
        ("nobody", code),
    ):
        with pytest.raises(NotValid) as caught:
            actions.use_recovery(login=login, code=typed, password=NEW)
        said.add(caught.value.errors["code"])
    assert len(said) == 1


def test_guessing_is_limited_by_name(town: City) -> None:
    code = ask(town.zhao, town.qin)
    for _try in range(5):
        with pytest.raises(NotValid):
            use(town.zhao, "AAAA-AAAA-AAAA")
    with pytest.raises(TooMany):
        use(town.zhao, "AAAA-AAAA-AAAA")
    use(town.zhao, code)


def test_a_weak_password_does_not_use_the_code_up(town: City) -> None:
    code = ask(town.zhao, town.qin)
    with pytest.raises(NotValid) as caught:
        use(town.zhao, code, "short")
    assert list(caught.value.errors) == ["password"]
    use(town.zhao, code)


def test_how_the_person_was_known_must_be_said(town: City) -> None:
    for checked in ("", "  ", "长" * 201):
        with pytest.raises(NotValid) as caught:
            actions.ask_recovery(user=town.zhao, checked=checked, by=by(town.qin))
        assert list(caught.value.errors) == ["checked"]


# Who for whom ------------------------------------------------------------------------------------


def test_another_office_a_stranger_and_oneself_may_not(town: City) -> None:
    for stranger in (town.yu, town.jia, town.zhou, town.an, town.xin, town.zhao):
        with pytest.raises(NotYours):
            ask(town.zhao, stranger)
    with pytest.raises(NotYours, match="自己"):
        ask(town.an, town.an)


def test_officials_are_given_back_by_the_security_administrator_of_their_region(
    town: City,
) -> None:
    use(town.zhou, ask(town.zhou, town.an))
    use(town.qin, ask(town.qin, town.xin))
    for stranger in (town.xin, town.qin, town.yu):
        with pytest.raises(NotYours):
            ask(town.zhou, stranger)


def test_a_closed_account_is_opened_first(town: City) -> None:
    User.objects.filter(pk=town.zhao.pk).update(is_active=False)
    with pytest.raises(NotNow, match="停用"):
        ask(town.zhao, town.qin)


def test_an_administrator_needs_two_of_the_others(town: City, system: User, auditor: User) -> None:
    for whose, first, second in (
        (town.an, system, auditor),
        (system, auditor, town.an),
        (auditor, town.an, system),
    ):
        row, code = actions.ask_recovery(user=whose, checked=CHECKED, by=by(first))
        assert code == ""
        for nobody in (first, whose, town.qin, town.zhou):
            with pytest.raises(NotYours):
                actions.confirm_recovery(row=row, checked=CHECKED, by=by(nobody))
        with pytest.raises(NotValid):
            actions.confirm_recovery(row=row, checked="", by=by(second))
        code = actions.confirm_recovery(row=row, checked="视频核对", by=by(second))
        with pytest.raises(NotNow):
            actions.confirm_recovery(row=row, checked="视频核对", by=by(second))
        use(whose, code)
        assert events_of(whose)[-3:] == ["recovery_asked", "recovery_issued", "recovered"]


def test_a_first_word_waits_a_day(town: City, system: User, auditor: User) -> None:
    row, _code = actions.ask_recovery(user=town.an, checked=CHECKED, by=by(system))
    with pytest.raises(NotNow):
        actions.confirm_recovery(
            row=row, checked=CHECKED, by=by(auditor), now=timezone.now() + 25 * HOUR
        )


def test_a_deputy_of_the_office_may_but_administration_never_passes_on(
    town: City, system: User
) -> None:
    clerk = official("代班", "daiban", town.county_office)
    actions.name_deputy(
        absent=town.qin, deputy=clerk, unit=town.county_office, since=timezone.localdate(),
        until=timezone.localdate(), why="休假", by=by(town.qin),
    )  # fmt: skip
    assert ask(town.zhao, clerk)
    with pytest.raises(NotYours):
        ask(town.zhou, clerk)
    with pytest.raises(NotYours):
        ask(system, clerk)


def test_on_the_server_second_factors_go_with_a_one_time_password(town: City) -> None:
    Authenticator.objects.create(user=town.an, type="totp", data={"secret": "x"})
    with pytest.raises(NotValid):
        actions.drop_factors(user=town.an, by=person_of(town.xin))
    assert actions.drop_factors(user=town.an, by=SYSTEM_PERSON) == 1
    assert actions.drop_factors(user=town.an, by=SYSTEM_PERSON) == 0
    assert events_of(town.an)[-1] == "factor_removed"
