"""Unsafe settings of a production server are named, with the remedy."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.checks import CheckMessage, Error, Tags, run_checks

from zhuqi.config import checks
from zhuqi.config.checks import production_settings

KEY, OTHER_KEY = "k" * 48, "s" * 48
POSTGRES = {"ENGINE": "django.db.backends.postgresql", "NAME": "zhuqi"}
DB_CACHE = "django.core.cache.backends.db.DatabaseCache"
MANIFEST = "whitenoise.storage.CompressedManifestStaticFilesStorage"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> SimpleNamespace:
    """Settings of a server nobody has to be afraid of."""
    data = tmp_path / "var"
    static = data / "static"
    static.mkdir(parents=True)
    (static / "staticfiles.json").write_text("{}")
    safe = SimpleNamespace(
        PRODUCTION=True,
        SAMPLE_MODE=False,
        DEBUG=False,
        DATA_DIR=data,
        ALLOWED_HOSTS=["zhuqi.example.gov.cn", "localhost"],
        SECRET_KEY=KEY,
        SEAL_KEY=OTHER_KEY,
        SEAL_KEY_FILE=None,
        SEAL_LOG=tmp_path / "seals" / "seals.log",
        CSRF_TRUSTED_ORIGINS=["https://zhuqi.example.gov.cn"],
        SECOND_FACTOR_ROLES=["system_admin", "security_admin", "audit_admin"],
        HTTPS=True,
        SECURE_PROXY_SSL_HEADER=None,
        DATABASES={"default": POSTGRES},
        CACHES={"default": {"BACKEND": DB_CACHE, "OPTIONS": {"MAX_ENTRIES": 100_000}}},
        STATIC_ROOT=static,
        MEDIA_ROOT=data / "attachments",
        STORAGES={"staticfiles": {"BACKEND": MANIFEST}},
    )
    monkeypatch.setattr(checks, "settings", safe)
    return safe


def found() -> list[str]:
    return [str(message.id) for message in production_settings()]


def only() -> CheckMessage:
    (message,) = production_settings()
    return message


def sqlite_in(folder: Path) -> dict[str, dict[str, object]]:
    name = str(folder / "zhuqi.sqlite3")
    return {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": name}}


@pytest.mark.usefixtures("server")
def test_a_safe_server_is_left_in_peace() -> None:
    assert found() == []


def test_outside_production_nothing_is_said(server: SimpleNamespace) -> None:
    server.DEBUG = server.SAMPLE_MODE = True
    assert found() == ["zhuqi.E001", "zhuqi.E002"]
    server.PRODUCTION = False
    assert found() == []


def test_django_asks_these_checks(server: SimpleNamespace) -> None:
    server.DEBUG = True
    assert "zhuqi.E001" in [message.id for message in run_checks(tags=[Tags.security])]


@pytest.mark.parametrize(
    ("names", "number"),
    [
        (["*"], ["zhuqi.E003"]),
        (["zhuqi.example.gov.cn", "*"], ["zhuqi.E003"]),
        (["localhost", "127.0.0.1", "[::1]"], ["zhuqi.E004"]),
        ([], ["zhuqi.E004"]),
        ([".example.gov.cn"], ["zhuqi.E012"]),
        (["10.20.30.40"], []),
    ],
)
def test_the_names_the_server_answers_to(
    server: SimpleNamespace, names: list[str], number: list[str]
) -> None:
    server.ALLOWED_HOSTS = names
    assert found() == number


def test_the_seal_key_is_not_the_secret_key(server: SimpleNamespace) -> None:
    server.SEAL_KEY = server.SECRET_KEY
    assert found() == ["zhuqi.E005"]


def test_keys_are_long_and_not_examples(server: SimpleNamespace) -> None:
    server.SECRET_KEY = "short"
    assert only().id == "zhuqi.E006"
    assert "ZHUQI_SECRET_KEY" in only().msg
    server.SECRET_KEY = "django-insecure-" + KEY
    assert found() == ["zhuqi.E006"]
    server.SECRET_KEY, server.SEAL_KEY = KEY, "short"
    assert "ZHUQI_SEAL_KEY" in only().msg


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_key_files_are_readable_by_their_owner_only(server: SimpleNamespace, mode: int) -> None:
    path = server.DATA_DIR / "secret_key"
    path.write_text(KEY)
    path.chmod(mode)
    message = only()
    assert (message.id, isinstance(message, Error)) == ("zhuqi.E007", True)
    assert f"chmod 600 {path}" in str(message.hint)
    path.chmod(0o600)
    assert found() == []


def test_a_key_file_that_a_variable_replaced_does_not_matter(server: SimpleNamespace) -> None:
    path = server.DATA_DIR / "secret_key"
    path.write_text("an older one")
    path.chmod(0o644)
    assert found() == []


def test_the_seal_key_does_not_lie_beside_the_database_it_seals(
    server: SimpleNamespace, tmp_path: Path
) -> None:
    server.DATABASES = sqlite_in(server.DATA_DIR)
    server.SEAL_KEY_FILE = server.DATA_DIR / "seal_key"
    server.SEAL_KEY_FILE.write_text(OTHER_KEY)
    server.SEAL_KEY_FILE.chmod(0o600)
    assert found() == ["zhuqi.E008", "zhuqi.W003"]
    # Nor one used before, which would seal the older log anew.
    server.SEAL_KEY_FILE.rename(server.DATA_DIR / "seal_keys_before")
    server.SEAL_KEY_FILE = None
    assert found() == ["zhuqi.E008", "zhuqi.W003"]
    server.DATABASES = sqlite_in(tmp_path / "elsewhere")
    assert found() == ["zhuqi.W003"]
    server.DATABASES = {"default": POSTGRES}
    assert found() == []


def test_the_seal_log_does_not_lie_beside_the_database(
    server: SimpleNamespace, tmp_path: Path
) -> None:
    server.DATABASES = sqlite_in(server.DATA_DIR)
    server.SEAL_LOG = server.DATA_DIR / "seals.log"
    assert found() == ["zhuqi.W006", "zhuqi.W003"]
    server.SEAL_LOG = tmp_path / "seals" / "seals.log"
    assert found() == ["zhuqi.W003"]


@pytest.mark.parametrize("origin", ["https://*.example.gov.cn", "https://*"])
def test_trusted_origins_name_no_wildcard(server: SimpleNamespace, origin: str) -> None:
    server.CSRF_TRUSTED_ORIGINS = [origin]
    assert only().id == "zhuqi.E013"
    assert origin in only().msg


def test_hosts_do_not_begin_with_a_dot(server: SimpleNamespace) -> None:
    server.ALLOWED_HOSTS = ["zhuqi.example.gov.cn", ".localhost"]
    assert found() == []
    server.ALLOWED_HOSTS = [".example.gov.cn"]
    assert found() == ["zhuqi.E012"]


@pytest.mark.parametrize("role", ["system_admin", "security_admin", "audit_admin"])
def test_an_administrator_needs_a_second_factor(server: SimpleNamespace, role: str) -> None:
    server.SECOND_FACTOR_ROLES.remove(role)
    assert only().id == "zhuqi.W005"
    assert role in (only().hint or "")


@pytest.mark.parametrize(("mode", "number"), [(0o777, "zhuqi.E014"), (0o720, "zhuqi.W007")])
@pytest.mark.parametrize("which", ["DATA_DIR", "MEDIA_ROOT", "SEAL_LOG"])
def test_others_may_not_write_the_files(
    server: SimpleNamespace, which: str, mode: int, number: str
) -> None:
    path = getattr(server, which)
    if which == "SEAL_LOG":
        path.parent.mkdir()
        path.touch()
    if which == "MEDIA_ROOT":
        path.mkdir()
    path.chmod(mode)
    assert only().id == number
    assert str(path) in only().msg
    path.chmod(0o700)
    assert found() == []


def test_sqlite_is_a_warning_not_an_error(server: SimpleNamespace, tmp_path: Path) -> None:
    server.DATABASES = sqlite_in(tmp_path / "elsewhere")
    message = only()
    assert message.id == "zhuqi.W003"
    assert not message.is_serious()


def test_plain_http_is_spoken_about(server: SimpleNamespace) -> None:
    server.HTTPS = False
    assert found() == ["zhuqi.W001"]


def test_behind_a_proxy_the_number_of_proxies_is_needed(server: SimpleNamespace) -> None:
    server.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    server.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert found() == ["zhuqi.W002"]
    server.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert found() == []


@pytest.mark.parametrize("kind", ["locmem.LocMemCache", "dummy.DummyCache"])
def test_a_cache_of_one_process_counts_nothing(server: SimpleNamespace, kind: str) -> None:
    server.CACHES = {"default": {"BACKEND": f"django.core.cache.backends.{kind}"}}
    assert found() == ["zhuqi.E009"]


def test_a_small_cache_forgets_who_tried(server: SimpleNamespace) -> None:
    server.CACHES = {"default": {"BACKEND": DB_CACHE}}
    assert found() == ["zhuqi.W004"]
    server.CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache"}}
    assert found() == []


@pytest.mark.parametrize("media", [".", "attachments", ".."])
def test_attachments_do_not_lie_where_the_web_server_reads(
    server: SimpleNamespace, media: str
) -> None:
    server.MEDIA_ROOT = server.STATIC_ROOT / media
    assert found() == ["zhuqi.E010"]


def test_static_files_are_collected(server: SimpleNamespace) -> None:
    (server.STATIC_ROOT / "staticfiles.json").unlink()
    assert found() == ["zhuqi.E011"]
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    server.STORAGES = {"staticfiles": {"BACKEND": plain}}
    assert found() == []


def test_every_message_names_a_remedy(server: SimpleNamespace, tmp_path: Path) -> None:
    server.DEBUG = server.SAMPLE_MODE = True
    server.ALLOWED_HOSTS = ["*"]
    server.SEAL_KEY = server.SECRET_KEY = "short"
    server.SEAL_KEY_FILE = tmp_path / "var" / "seal_key"
    server.SEAL_KEY_FILE.write_text("short")
    server.SEAL_KEY_FILE.chmod(0o644)
    server.HTTPS = False
    server.DATABASES = sqlite_in(server.DATA_DIR)
    server.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    server.MEDIA_ROOT = server.STATIC_ROOT
    messages = production_settings()
    assert len({message.id for message in messages}) >= 10
    assert all(message.hint for message in messages)
