"""Settings of the tests: SQLite unless ZHUQI_TEST_DATABASE_URL names a PostgreSQL server."""

import os
import tempfile
from pathlib import Path

_DATA = Path(tempfile.mkdtemp(prefix="zhuqi-test-"))
os.environ["ZHUQI_DATA_DIR"] = str(_DATA)
for _name in (
    "ZHUQI_PRODUCTION", "ZHUQI_SAMPLE", "ZHUQI_DATABASE_URL", "ZHUQI_REDIS_URL", "ZHUQI_HTTPS",
    "ZHUQI_EMAIL_URL", "ZHUQI_EMAIL_FROM", "ZHUQI_PUBLIC_URL",
):  # fmt: skip
    os.environ.pop(_name, None)

from zhuqi.config.environment import database_from_url  # noqa: E402 (the directory comes first)
from zhuqi.config.settings import *  # noqa: E402, F403

DATABASES = {
    "default": database_from_url(
        os.environ.get("ZHUQI_TEST_DATABASE_URL", f"sqlite:///{_DATA / 'zhuqi.sqlite3'}")
    )
}
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    # What a commit promises against a power cut is not tested here. Not fsync=off: that is a
    # setting of the whole server, which may be somebody's; this one is a connection's own.
    _options = DATABASES["default"]["OPTIONS"]
    _options["options"] = f"{_options.get('options', '')} -c synchronous_commit=off".strip()
DATABASE_ROUTERS = []
_MEMORY = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
CACHES = {"default": _MEMORY, "memory": {**_MEMORY, "LOCATION": "memory"}}
# Argon2 is slow on purpose; the tests sign in hundreds of times and do not test it.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Every client makes its own middleware: looking a static file up when one is asked for costs less
# than listing all of them a thousand times.
WHITENOISE_AUTOREFRESH = True
MEDIA_ROOT = _DATA / "attachments"
SAMPLE_MODE = False
# A command called in this process sets logging up anew; what it would find as `sys.stderr` is the
# capture of that one test, closed behind it.
LOGGING["handlers"]["stderr"]["stream"] = "ext://sys.__stderr__"  # type: ignore[index] # noqa: F405
