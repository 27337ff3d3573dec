"""Accounts are made, closed and opened again; passwords are reset."""

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction

from tests.foundation.accounts.accounts_cast import PASSWORD, City, by, events_of, official
from zhuqi.foundation.access import SYSTEM_PERSON, NotNow, NotValid, NotYours, Role
from zhuqi.foundation.accounts.actions import (
    NewUser,
    create_user,
    create_users,
    deactivate_user,
    reactivate_user,
    reset_password,
)
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.audit.models import Event


def new(username: str = "newcomer", **more: object) -> NewUser:
    values: dict[str, object] = {"username": username, "name": "新人", "password": PASSWORD}
    return NewUser(**(values | more))  # type: ignore[arg-type]


def test_a_new_account_has_a_one_time_password_and_an_event(town: City) -> None:
    user = create_user(new=new(" NewComer "), by=by(town.an))
    user.refresh_from_db()
    assert (user.username, user.must_change_password) == ("newcomer", True)
    assert user.check_password(PASSWORD)
    assert events_of(user) == ["created"]


def test_who_the_account_is_for_can_be_erased_from_the_log(town: City) -> None:
    user = create_user(new=new(phone="13812345678"), by=by(town.an))
    event = Event.objects.get(object_type="user", object_id=user.pk)
    assert event.private == {"username": "newcomer", "name": "新人", "phone": "13812345678"}
    assert "新人" not in event.data


def test_accounts_are_made_by_the_two_administrators_only(town: City) -> None:
    system = official("系统员", "system", town.city_office, Role.SYSTEM_ADMIN)
    create_user(new=new("one"), by=by(system))
    audit = official("审计员", "audit", town.city_office, Role.AUDIT_ADMIN)
    for stranger in (audit, town.qin, town.zhao, town.jia):
        with pytest.raises(NotYours):
            create_user(new=new("two"), by=by(stranger))


@pytest.mark.parametrize("password", ["short", "12345678901234", "password1234"])
def test_a_weak_password_is_refused_in_chinese(town: City, password: str) -> None:
    with pytest.raises(NotValid, match="密码") as refusal:
        create_user(new=new(password=password), by=by(town.an))
    assert set(refusal.value.errors) == {"password"}


@pytest.mark.parametrize("name", ["", "a", "两 个", "x" * 65, "a/b", "<b>"])
def test_a_user_name_that_cannot_be_typed_is_refused(town: City, name: str) -> None:
    with pytest.raises(NotValid):
        create_user(new=new(name), by=by(town.an))


def test_a_user_name_is_taken_whatever_its_case(town: City) -> None:
    with pytest.raises(NotValid, match="占用"):
        create_user(new=new("ZHOU"), by=by(town.an))
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(username="Zhou", name="另一人")


@pytest.mark.usefixtures("town")
def test_many_are_made_at_once_or_none() -> None:
    before = User.objects.count()
    with pytest.raises(NotValid, match="zhou"):
        create_users(new=[new("a1"), new("zhou")], by=SYSTEM_PERSON)
    with pytest.raises(NotValid, match="a1"):
        create_users(new=[new("a1"), new("A1")], by=SYSTEM_PERSON)
    assert User.objects.count() == before
    made = create_users(new=[new(f"a{n}") for n in range(1200)], by=SYSTEM_PERSON)
    assert len({user.password for user in made}) == 1
    assert User.objects.get(pk=made[-1].pk).username == "a1199"
    assert Event.objects.filter(object_type="user", object_id=made[-1].pk).count() == 1
    assert create_users(new=[], by=SYSTEM_PERSON) == []


def test_an_account_without_password_opens_for_nobody(town: City) -> None:
    user = create_user(new=new(password=None), by=by(town.an))
    assert not user.has_usable_password()
    assert not user.must_change_password


def test_an_official_has_one_account(town: City) -> None:
    with pytest.raises(NotValid, match="已有账号"):
        create_user(new=new(official=town.zhou.official), by=by(town.an))


def test_a_deactivated_account_opens_no_more_until_reactivated(town: City) -> None:
    deactivate_user(user=town.zhou, by=by(town.an), reason="退休")
    assert authenticate(None, username="zhou", password=PASSWORD) is None
    with pytest.raises(NotNow):
        deactivate_user(user=town.zhou, by=by(town.an), reason="退休")
    reactivate_user(user=town.zhou, by=by(town.an), reason="返聘")
    assert authenticate(None, username="zhou", password=PASSWORD) == town.zhou
    with pytest.raises(NotNow):
        reactivate_user(user=town.zhou, by=by(town.an), reason="返聘")
    assert events_of(town.zhou)[1:] == ["deactivated", "reactivated"]


def test_closing_and_opening_need_a_reason(town: City) -> None:
    with pytest.raises(NotValid):
        deactivate_user(user=town.zhou, by=by(town.an), reason=" ")
    assert User.objects.get(pk=town.zhou.pk).is_active


def test_strangers_and_neighbours_close_no_accounts(town: City) -> None:
    for stranger in (town.qin, town.jia, town.zhao):
        with pytest.raises(NotYours):
            deactivate_user(user=town.zhou, by=by(stranger), reason="x")
    with pytest.raises(NotYours):  # 周工 works for the city
        deactivate_user(user=town.zhou, by=by(town.xin), reason="x")
    with pytest.raises(NotYours):
        deactivate_user(user=town.an, by=by(town.an), reason="x")


def test_a_reset_password_is_shown_once_and_must_be_changed(town: City) -> None:
    password = reset_password(user=town.zhou, by=by(town.an))
    user = User.objects.get(pk=town.zhou.pk)
    assert user.check_password(password)
    assert user.must_change_password
    assert events_of(user)[-1] == "password_reset"
    assert not Event.objects.filter(data__contains=password).exists()
    assert reset_password(user=town.zhou, by=by(town.an)) != password


def test_the_countys_administrator_resets_only_who_belongs_to_the_county_alone(
    town: City,
) -> None:
    reset_password(user=town.qin, by=by(town.xin))
    reset_password(user=town.zhao, by=by(town.xin))
    for other in (town.zhou, town.yu):
        with pytest.raises(NotYours):
            reset_password(user=other, by=by(town.xin))


def test_an_administrators_password_is_reset_on_the_server_only(town: City) -> None:
    """Who resets it can sign in with it: one person would be two of the three."""
    audit = official("审计员", "audit", town.city_office, Role.AUDIT_ADMIN)
    with pytest.raises(NotYours, match="服务器"):
        reset_password(user=audit, by=by(town.an))
    reset_password(user=audit, by=SYSTEM_PERSON)
    assert User.objects.get(pk=audit.pk).must_change_password
