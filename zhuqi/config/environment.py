"""Read settings from the environment, with errors an administrator can act on."""

import os
import posixpath
import secrets
from importlib.util import find_spec
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from zhuqi.foundation.access import Role
from zhuqi.foundation.attachments.bucket_address import BucketAddress
from zhuqi.foundation.papers.layout.fonts import Face, Fonts

# Of a value that can't be used.
_SHOWN = 40
_PORTS = 65535


def flag(name: str, *, default: bool = False) -> bool:
    """True for 1/true/yes/on, False for 0/false/no/off; anything else is an error."""
    raw = os.environ.get(name)
    if raw is None or raw == "":
        return default
    word = raw.strip().lower()
    if word in {"1", "true", "yes", "on"}:
        return True
    if word in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {raw!r}.")


def number(name: str, *, default: int, most: int) -> int:
    """A whole number from 1 to `most`, beyond which what is counted by it no longer works."""
    raw = (os.environ.get(name) or str(default)).strip()
    readable = raw.isascii() and raw.isdigit() and len(raw) <= len(str(most))
    if not readable or not 1 <= int(raw) <= most:
        raise ImproperlyConfigured(
            f"{name} must be a whole number from 1 to {most}, not {raw[:_SHOWN]!r}."
        )
    return int(raw)


def words(name: str, *, default: str) -> list[str]:
    """A list separated by commas."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def addresses(name: str) -> list[str]:
    """A list of http or https addresses separated by commas."""
    given = words(name, default="")
    if wrong := [url for url in given if urlsplit(url).scheme not in {"http", "https"}]:
        raise ImproperlyConfigured(f"{name} must name http or https addresses, not {wrong}.")
    return given


def networks(name: str) -> list[IPv4Network | IPv6Network]:
    """Addresses and networks separated by commas: 10.0.0.5, 10.1.0.0/16."""
    try:
        return [ip_network(word) for word in words(name, default="")]
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must name addresses or networks: {error}.") from error


def listener(name: str) -> tuple[str, int] | None:
    """unix:/path or HOST:PORT, as host and port (0 for a path); None where it is not set."""
    raw = os.environ.get(name, "").strip()
    if not raw:
        return None
    if raw.startswith("unix:/"):
        return raw.removeprefix("unix:"), 0
    host, _colon, port = raw.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or not 1 <= int(port[:6]) <= _PORTS:
        raise ImproperlyConfigured(
            f"{name} must look like unix:/path or HOST:PORT, not {raw[:_SHOWN]!r}."
        )
    return host.strip("[]"), int(port)


def one_of(name: str, *choices: str) -> str:
    """One of the words, the first by default."""
    word = os.environ.get(name) or choices[0]
    if word not in choices:
        raise ImproperlyConfigured(f"{name} must be {' or '.join(choices)}, not {word[:_SHOWN]!r}.")
    return word


def roles(name: str, *, default: str) -> list[str]:
    """A list of roles separated by commas; a name that is no role is an error."""
    named = words(name, default=default)
    if unknown := sorted(set(named) - {role.value for role in Role}):
        raise ImproperlyConfigured(f"{name} names no role: {', '.join(unknown)}.")
    return named


def paper_fonts(folders: str, faces: str) -> Fonts:
    """Folders separated by commas; faces like 仿宋=FangSong_GB2312, several families by a bar."""
    preferred = []
    for each in words(faces, default=""):
        face, families = each.partition("=")[::2]
        named = tuple(family.strip() for family in families.split("|") if family.strip())
        if face.strip() not in {one.value for one in Face} or not named:
            raise ImproperlyConfigured(
                f"{faces} takes {'、'.join(Face)} with a family each (仿宋=FangSong), "
                f"not {each[:_SHOWN]!r}."
            )
        preferred.append((Face(face.strip()), named))
    return Fonts(tuple(words(folders, default="")), tuple(preferred))


def secret(name: str, path: Path) -> str:
    """The variable, else the file beside the data; the file is made once, readable by its owner."""
    if value := os.environ.get(name):
        return value
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        value = secrets.token_urlsafe(48)
        file.write(value)
    return value


def keys_before(name: str, path: Path) -> list[str]:
    """Keys used before the present one: those of the variable, then the lines of the file that
    `zhuqi keys rotate` keeps."""
    kept = path.read_text(encoding="ascii").split() if path.is_file() else []
    return list(dict.fromkeys([*words(name, default=""), *kept]))


def database_from_url(url: str) -> dict[str, Any]:
    """Django's database entry for sqlite:///PATH or postgres://USER:PASSWORD@HOST:PORT/NAME."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": parts.path[1:] if parts.path.startswith("//") else parts.path,
            # To open the file anew for each request was a tenth of a submit.
            "CONN_MAX_AGE": 60,
            "OPTIONS": {
                # The lock is taken when a transaction begins: upgrading a read lock late is
                # what makes SQLite answer "database is locked" at once, whatever the time-out.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
        }
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": _driver_options(parts.query),
        }
    raise ImproperlyConfigured(
        "ZHUQI_DATABASE_URL must begin with sqlite:/// or postgres://, "
        f"not {parts.scheme or url!r}."
    )


def _driver_options(query: str) -> dict[str, Any]:
    """Our statements are short and many: to compile one costs more than a hundred of them, and one
    asked again and again is planned once, for whatever values (`prepare_threshold=off` for a pooler
    that can't keep such statements apart)."""
    asked = dict(parse_qsl(query))
    after = asked.pop("prepare_threshold", str(_PREPARED_AFTER))
    if after != "off" and not (after.isascii() and after.isdigit() and len(after) <= _SHORT):
        raise ImproperlyConfigured("prepare_threshold must be a number of times, or off.")
    threshold = None if after == "off" else int(after)
    server = "-c jit=off -c plan_cache_mode=force_generic_plan"
    return {"options": server, "prepare_threshold": threshold, **asked}


_SHORT = 4
# Times a statement is asked before it is prepared: the driver's own number, turned off by Django.
_PREPARED_AFTER = 5


class Mail(NamedTuple):
    """How the mail server is reached; no host means: no mail."""

    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    starttls: bool = False
    ssl: bool = False


def mail_from_url(url: str) -> Mail:
    """smtp://USER:PASSWORD@HOST:PORT (STARTTLS), smtps:// (TLS from the first byte) or
    smtp+plain:// (no encryption, for a server on the same machine or network)."""
    if not url:
        return Mail()
    parts = urlsplit(url)
    ports = {"smtp": 587, "smtps": 465, "smtp+plain": 25}
    if parts.scheme not in ports or not parts.hostname:
        raise ImproperlyConfigured(
            "ZHUQI_EMAIL_URL must look like smtp://USER:PASSWORD@HOST:PORT, smtps://… or "
            "smtp+plain://…"
        )
    return Mail(
        parts.hostname,
        parts.port or ports[parts.scheme],
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        starttls=parts.scheme == "smtp",
        ssl=parts.scheme == "smtps",
    )


_BUCKET_SCHEMES = {"s3": "https", "s3+plain": "http"}


def bucket_from_url(url: str) -> BucketAddress | None:
    """s3://KEY:SECRET@HOST:PORT/BUCKET/FOLDER (TLS) or s3+plain:// (none, for a server on the same
    machine or network), with ?region= and ?style=virtual; "" and "disk" are none."""
    if url in {"", "disk"}:
        return None
    parts = urlsplit(url)
    bucket, _slash, folder = unquote(parts.path).strip("/").partition("/")
    asked = dict(parse_qsl(parts.query, keep_blank_values=True))
    region, style = asked.pop("region", ""), asked.pop("style", "path")
    host = parts.netloc.rpartition("@")[2]
    if (
        parts.scheme not in _BUCKET_SCHEMES
        or not (parts.hostname and bucket and _has_port(parts))
        or bool(parts.username) != bool(parts.password)
        or style not in {"path", "virtual"}
        or asked
        or (folder and folder != posixpath.normpath(folder))
        or folder.startswith(("/", ".."))
    ):
        # What can't be read is not repeated: it holds a secret.
        raise ImproperlyConfigured(
            "ZHUQI_ATTACHMENTS_URL must look like s3://KEY:SECRET@HOST:PORT/BUCKET/FOLDER or "
            "s3+plain://…, with ?region=NAME or ?style=virtual where the server wants them."
        )
    if not (find_spec("storages") and find_spec("boto3")):
        raise ImproperlyConfigured(
            "ZHUQI_ATTACHMENTS_URL needs django-storages: "
            "pip install --require-hashes -r requirements/s3.txt"
        )
    return BucketAddress(
        endpoint=f"{_BUCKET_SCHEMES[parts.scheme]}://{host}",
        bucket=bucket,
        folder=folder,
        key=unquote(parts.username or ""),
        secret=unquote(parts.password or ""),
        region=region,
        virtual=style == "virtual",
    )


def _has_port(parts: SplitResult) -> bool:
    """Whether a port, where there is one, is a number."""
    try:
        return parts.port != 0
    except ValueError:
        return False
