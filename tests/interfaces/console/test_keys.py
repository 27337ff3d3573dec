"""Keys are changed without losing what was sealed, encrypted or handed out with the old ones."""

from pathlib import Path

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from pytest_django import Settings

from tests.interfaces.console.console_place import Zhuqi
from zhuqi.foundation.access import SYSTEM
from zhuqi.foundation.accounts import codes
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.audit.actions import record
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.webhooks.models import Webhook
from zhuqi.foundation.webhooks.signing import BOX

OLD, OLDEST = "old-" * 12, "oldest-" * 8


@pytest.fixture
def data(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("ZHUQI_SEAL_KEY", "ZHUQI_SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)
    settings.DATA_DIR = tmp_path
    (tmp_path / "seal_key").write_text(OLD)
    (tmp_path / "secret_key").write_text(OLD)
    settings.SEAL_KEY = settings.SECRET_KEY = OLD
    return tmp_path


@pytest.mark.django_db
@pytest.mark.usefixtures("empty_log")
def test_what_was_written_before_is_verified_after_and_the_change_is_in_the_log(
    data: Path, settings: Settings, zhuqi: Zhuqi
) -> None:
    record(object_type="thing", object_id=1, kind="begun", by=SYSTEM)
    (data / "seal_keys_before").write_text(f"{OLDEST}\n")

    assert zhuqi("keys", "rotate", "seal").code == 0

    new = (data / "seal_key").read_text()
    assert new not in {OLD, OLDEST}
    assert len(new) >= 48
    before = data / "seal_keys_before"
    assert before.read_text().split() == [OLD, OLDEST]
    assert before.stat().st_mode & 0o777 == 0o600
    # As the processes that are started again will have it.
    settings.SEAL_KEY, settings.SEAL_KEYS_BEFORE = new, [OLD, OLDEST]
    record(object_type="thing", object_id=1, kind="ended", by=SYSTEM)
    assert zhuqi("check", "audit").out == "日志完整。\n"
    told = Event.objects.get(kind="log.key_changed")
    assert told.facts["which"] == "seal"
    assert new not in told.data

    settings.SEAL_KEYS_BEFORE = []
    assert "密钥" in zhuqi("check", "audit").out


@pytest.mark.django_db
def test_second_factors_and_codes_outlive_a_new_secret_key(
    data: Path, settings: Settings, zhuqi: Zhuqi
) -> None:
    user = User.objects.create(username="li", name="李四", password=make_password(None))
    factor = Authenticator.objects.create(
        user=user, type="totp", data={"secret": get_adapter().encrypt("JBSWY3DP")}
    )
    hook = Webhook.objects.create(
        user=user, name="同步", url="https://x.test/", kinds="case.*", secret=BOX.lock("whsec_a"),
        made_at=timezone.now(), made_by=user,
    )  # fmt: skip
    kept = codes.digest("invitation", "K7MF3Q9X")

    assert zhuqi("keys", "rotate", "secret").code == 0

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = (data / "secret_key").read_text(), [OLD]
    assert get_adapter().decrypt(factor.data["secret"]) == "JBSWY3DP"
    assert codes.fits(kept, "invitation", "K7MF3Q9X")
    assert not codes.fits(kept, "invitation", "K7MF3Q9Y")
    shown = zhuqi("keys", "show").out
    assert "1 个二次验证还用以前的" in shown
    assert "1 个接口推送还用以前的" in shown

    renewed = zhuqi("keys", "reencrypt").out
    assert "加密 1 个二次验证" in renewed
    assert "加密 1 个接口推送" in renewed
    assert zhuqi("keys", "reencrypt").out.count("加密 0 个") == 2

    settings.SECRET_KEY_FALLBACKS = []
    factor.refresh_from_db()
    hook.refresh_from_db()
    assert BOX.opened(hook.secret) == "whsec_a"
    assert get_adapter().decrypt(factor.data["secret"]) == "JBSWY3DP"


@pytest.mark.django_db
def test_a_key_given_by_a_variable_is_not_changed_but_how_is_said(
    data: Path, monkeypatch: pytest.MonkeyPatch, zhuqi: Zhuqi
) -> None:
    monkeypatch.setenv("ZHUQI_SEAL_KEY", OLD)

    answer = zhuqi("keys", "rotate", "seal")

    assert answer.code == 0
    assert "ZHUQI_SEAL_KEYS_BEFORE" in answer.out
    assert OLD not in answer.out
    assert (data / "seal_key").read_text() == OLD


def test_the_key_of_backups_is_made_once(tmp_path: Path, zhuqi: Zhuqi) -> None:
    (tmp_path / "word").write_text("open sesame\n")

    made = zhuqi("keys", "backup", str(tmp_path / "key"), "--passphrase-file", f"{tmp_path}/word")

    assert "ZHUQI_BACKUP_RECIPIENTS=age1" in made.out
    assert b"AGE-SECRET-KEY" not in (tmp_path / "key").read_bytes()
    assert zhuqi("keys", "backup", str(tmp_path / "key")).code == 1


@pytest.mark.django_db
def test_a_backup_without_a_place_is_told_where_to_say_it(zhuqi: Zhuqi) -> None:
    answer = zhuqi("backup")
    assert (answer.code, "ZHUQI_BACKUP_DIR" in answer.err) == (2, True)
    assert zhuqi("backup", "--to", "/nowhere", "--keep", "0").code == 2
