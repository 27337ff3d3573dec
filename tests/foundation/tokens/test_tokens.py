"""A token is made, opens what its owner may do, and is taken away."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import Cast, person
from zhuqi.foundation.access import NotNow, NotValid, NotYours, Role
from zhuqi.foundation.accounts.actions import (
    ask_recovery,
    deactivate_user,
    reset_password,
    use_recovery,
)
from zhuqi.foundation.accounts.enums import UserEvent
from zhuqi.foundation.accounts.queries import scope_of
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.tokens import actions
from zhuqi.foundation.tokens.enums import TokenEvent, TokenKind
from zhuqi.foundation.tokens.models import ApiToken
from zhuqi.foundation.tokens.queries import token_of, tokens

pytestmark = pytest.mark.django_db
READ = ("cases:read",)


def made(cast: Cast, **more: object) -> tuple[ApiToken, str]:
    wish = {"name": "统计脚本", "chosen": READ, "days": 90, **more}
    return actions.make_personal(**wish, by=person(cast.he_fan))  # type: ignore[arg-type]


def test_the_secret_is_told_once_and_kept_by_nobody(cast: Cast) -> None:
    token, secret = made(cast)
    row = ApiToken.objects.get()
    assert secret.startswith(f"{token.prefix}")
    assert secret not in str(vars(row))
    assert token_of(secret, timezone.now()) == row
    event = Event.objects.get(object_type="api_token", object_id=row.pk)
    assert event.kind == TokenEvent.MADE
    assert event.facts["scopes"] == "cases:read"
    assert secret not in event.data
    assert event.private == {"name": "统计脚本"}


def test_what_opens_nothing(cast: Cast) -> None:
    now = timezone.now()
    token, secret = made(cast)
    assert token_of(secret + "x", now) is None
    assert token_of("zq_" + "a" * 5000, now) is None
    assert token_of("", now) is None
    assert token_of(secret, now + timedelta(days=91)) is None
    actions.revoke(token=token, by=person(cast.he_fan))
    assert token_of(secret, now) is None
    with pytest.raises(NotNow):
        actions.revoke(token=token, by=person(cast.he_fan))
    assert Event.objects.filter(kind=TokenEvent.REVOKED, object_id=token.pk).count() == 1


def test_an_account_that_is_closed_or_was_recovered_has_no_tokens(cast: Cast) -> None:
    _token, secret = made(cast)
    _row, code = ask_recovery(
        user=cast.he_fan, checked="当面核对工作证", by=person(cast.security_admin)
    )
    use_recovery(login=cast.he_fan.username, code=code, password="a-new-pass-word-9")
    assert token_of(secret, timezone.now()) is None
    _second, secret = made(cast)
    assert token_of(secret, timezone.now()) is not None
    deactivate_user(user=cast.he_fan, by=person(cast.security_admin), reason="调离")
    assert token_of(secret, timezone.now()) is None


def test_who_may_have_one_and_for_what(cast: Cast) -> None:
    with pytest.raises(NotValid) as refused:
        made(cast, name=" ", chosen=("cases:rule",), days=366)
    assert set(refused.value.errors) == {"name", "chosen", "days"}
    for user in (cast.zhao, cast.security_admin, cast.system_admin):
        with pytest.raises(NotYours):
            actions.make_personal(name="x", chosen=READ, days=1, by=person(user))
    for _number in range(20):
        made(cast)
    with pytest.raises(NotNow):
        made(cast)


def test_somebody_elses_token_is_nobodys_business(cast: Cast) -> None:
    token, _secret = made(cast)
    assert list(tokens(person(cast.shen_jing))) == []
    with pytest.raises(NotYours):
        actions.revoke(token=token, by=person(cast.shen_jing))
    actions.revoke(token=token, by=person(cast.security_admin))


def test_another_system_comes_in_under_its_own_name(cast: Cast) -> None:
    guard = person(cast.security_admin)
    with pytest.raises(NotYours):
        actions.open_service(
            system="省平台", contact="王工 0371", unit=cast.city_office, role=Role.INSPECTOR,
            by=person(cast.system_admin),
        )  # fmt: skip
    with pytest.raises(NotValid) as refused:
        actions.open_service(
            system="", contact="", unit=cast.city_office, role=Role.AUDIT_ADMIN, by=guard
        )
    assert set(refused.value.errors) == {"system", "contact", "role"}
    account = actions.open_service(
        system="省平台", contact="王工 0371", unit=cast.city_office, role=Role.INSPECTOR, by=guard
    )
    assert not account.user.has_usable_password()
    assert scope_of(account.user).posts == {(Role.INSPECTOR, cast.city_office.pk)}
    token, secret = actions.make_system(
        account=account, name="取数", chosen=READ, days=365, by=guard
    )
    assert token.kind == TokenKind.SYSTEM
    assert token_of(secret, timezone.now()) == token
    assert list(tokens(guard)) == [token]
    with pytest.raises(NotYours):
        actions.make_system(
            account=account, name="取数", chosen=READ, days=1, by=person(cast.he_fan)
        )


def test_nobody_signs_in_as_another_system(cast: Cast) -> None:
    """Whoever resets a password may come in with it, and would act under the system's name."""
    guard = person(cast.security_admin)
    account = actions.open_service(
        system="省平台", contact="王工 0371", unit=cast.city_office, role=Role.INSPECTOR, by=guard
    )
    with pytest.raises(NotNow, match="只凭令牌"):
        reset_password(user=account.user, by=guard)
    with pytest.raises(NotNow, match="只凭令牌"):
        ask_recovery(user=account.user, checked="电话核实", by=guard)
    account.user.set_password("wo-zi-ji-she-de-mima")
    account.user.save()
    client = Client()
    sent = {"login": account.user.username, "password": "wo-zi-ji-she-de-mima"}
    answer = client.post("/accounts/login/", sent, follow=True)
    assert "只凭令牌" in answer.content.decode()
    assert client.get("/desk/").status_code == 302
    assert Event.objects.filter(kind=UserEvent.SIGN_IN_FAILED, object_id=account.user.pk).exists()


def test_the_time_of_last_use_is_noted_to_the_minute(cast: Cast) -> None:
    now = timezone.now()
    token, _secret = made(cast)
    actions.note_use(token, now=now)
    token.refresh_from_db()
    assert token.last_used_at == now
    actions.note_use(token, now=now + timedelta(seconds=30))
    assert ApiToken.objects.get().last_used_at == now
    actions.note_use(token, now=now + timedelta(minutes=2))
    assert ApiToken.objects.get().last_used_at == now + timedelta(minutes=2)
