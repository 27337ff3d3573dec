"""The one settings module; every difference between places comes from the environment.

`docs/operations.md` lists the variables. Without any, this is a county on one
machine: SQLite in `var/`, a secret made on first start, pages on localhost.
"""

import os
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from zhuqi.config.environment import (
    addresses,
    bucket_from_url,
    database_from_url,
    flag,
    keys_before,
    listener,
    mail_from_url,
    networks,
    number,
    one_of,
    paper_fonts,
    roles,
    secret,
    words,
)

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DATA_DIR = Path(os.environ.get("ZHUQI_DATA_DIR", BASE_DIR / "var"))
DATA_DIR.mkdir(parents=True, exist_ok=True)

PRODUCTION = flag("ZHUQI_PRODUCTION", default=False)
SAMPLE_MODE = flag("ZHUQI_SAMPLE", default=not PRODUCTION)
DEBUG = flag("ZHUQI_DEBUG", default=False)

SECRET_KEY = secret("ZHUQI_SECRET_KEY", DATA_DIR / "secret_key")
# What was signed or encrypted with one of these still counts; nothing new is.
SECRET_KEY_FALLBACKS = keys_before("ZHUQI_SECRET_KEYS_BEFORE", DATA_DIR / "secret_keys_before")
# Seals the event log. Outside the database: whoever can change rows must not be able to re-seal.
SEAL_KEY = secret("ZHUQI_SEAL_KEY", DATA_DIR / "seal_key")
SEAL_KEY_FILE = None if os.environ.get("ZHUQI_SEAL_KEY") else DATA_DIR / "seal_key"
# Keys used before this one: what they sealed stays verifiable after a change.
SEAL_KEYS_BEFORE = keys_before("ZHUQI_SEAL_KEYS_BEFORE", DATA_DIR / "seal_keys_before")
SEAL_LOG = Path(os.environ.get("ZHUQI_SEAL_LOG", DATA_DIR / "seals.log"))

# Where `zhuqi backup` writes by itself, and for whom; a private key is never here.
BACKUP_DIR = os.environ.get("ZHUQI_BACKUP_DIR", "")
BACKUP_RECIPIENTS = words("ZHUQI_BACKUP_RECIPIENTS", default="")

# Who keeps the seals' values outside: addresses that take a POST, mailboxes.
WITNESS_URLS = addresses("ZHUQI_WITNESS_URLS")
WITNESS_MAIL = words("ZHUQI_WITNESS_MAIL", default="")

# Where webhooks may lead beside public addresses; and whether http will do, to these alone.
WEBHOOK_NETWORKS = networks("ZHUQI_WEBHOOK_NETWORKS")
WEBHOOK_HTTP = flag("ZHUQI_WEBHOOK_HTTP", default=False)

ALLOWED_HOSTS = words("ZHUQI_HOSTS", default="localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = words("ZHUQI_TRUSTED_ORIGINS", default="")
PORT = number("ZHUQI_PORT", default=8000, most=65535)
WEB_PROCESSES = number("ZHUQI_WEB_PROCESSES", default=2, most=64)

INSTALLED_APPS = [
    "zhuqi.foundation.audit",
    "zhuqi.foundation.outbox",
    "zhuqi.foundation.repeats",
    "zhuqi.foundation.directory",
    "zhuqi.foundation.accounts",
    "zhuqi.foundation.saved_views",
    "zhuqi.foundation.tokens",
    "zhuqi.foundation.attachments",
    "zhuqi.foundation.notices",
    "zhuqi.foundation.webhooks",
    "zhuqi.foundation.jobs",
    "zhuqi.foundation.quarantine",
    "zhuqi.foundation.papers",
    "zhuqi.foundation.search",
    "zhuqi.foundation.upkeep",
    "zhuqi.ledgers.cases",
    "zhuqi.ledgers.firms",
    "zhuqi.ledgers.imports",
    "zhuqi.mechanisms.supervision",
    "zhuqi.mechanisms.lookback",
    "zhuqi.mechanisms.liaison",
    "zhuqi.mechanisms.leader_visits",
    "zhuqi.mechanisms.adjustments",
    "zhuqi.mechanisms.direct_line",
    "zhuqi.mechanisms.rhythm",
    "zhuqi.mechanisms.service_days",
    "zhuqi.mechanisms.meetings",
    "zhuqi.mechanisms.sister_offices",
    "zhuqi.mechanisms.ready_answers",
    "zhuqi.mechanisms.inspections",
    "zhuqi.mechanisms.rectification",
    "zhuqi.mechanisms.rosters",
    "zhuqi.mechanisms.questionnaires",
    "zhuqi.reporting.statistics",
    "zhuqi.reporting.appraisal",
    "zhuqi.interfaces.shell",
    "zhuqi.interfaces.portal",
    "zhuqi.interfaces.portal.direct_line",
    "zhuqi.interfaces.portal.service_days",
    "zhuqi.interfaces.portal.named_rosters",
    "zhuqi.interfaces.portal.consultations",
    "zhuqi.interfaces.portal.questionnaires",
    "zhuqi.interfaces.desk",
    "zhuqi.interfaces.desk.home",
    "zhuqi.interfaces.desk.saved_views",
    "zhuqi.interfaces.desk.jobs",
    "zhuqi.interfaces.desk.bulk",
    "zhuqi.interfaces.desk.cases",
    "zhuqi.interfaces.desk.firms",
    "zhuqi.interfaces.desk.visits",
    "zhuqi.interfaces.desk.adjustments",
    "zhuqi.interfaces.desk.direct_line",
    "zhuqi.interfaces.desk.rhythm",
    "zhuqi.interfaces.desk.leader_visits",
    "zhuqi.interfaces.desk.service_days",
    "zhuqi.interfaces.desk.meetings",
    "zhuqi.interfaces.desk.sister_offices",
    "zhuqi.interfaces.desk.statistics",
    "zhuqi.interfaces.desk.dashboards",
    "zhuqi.interfaces.desk.imports",
    "zhuqi.interfaces.desk.people",
    "zhuqi.interfaces.desk.rosters",
    "zhuqi.interfaces.desk.tokens",
    "zhuqi.interfaces.desk.webhooks",
    "zhuqi.interfaces.desk.tables",
    "zhuqi.interfaces.desk.supervision",
    "zhuqi.interfaces.desk.lookback",
    "zhuqi.interfaces.desk.appraisal",
    "zhuqi.interfaces.desk.ready_answers",
    "zhuqi.interfaces.desk.inspections",
    "zhuqi.interfaces.desk.papers",
    "zhuqi.interfaces.desk.rectification",
    "zhuqi.interfaces.desk.named_rosters",
    "zhuqi.interfaces.desk.questionnaires",
    "zhuqi.interfaces.desk.notices",
    "zhuqi.interfaces.desk.quarantine",
    "zhuqi.interfaces.desk.log",
    "zhuqi.interfaces.desk.search",
    "zhuqi.interfaces.desk.system",
    "zhuqi.interfaces.api",
    "zhuqi.interfaces.api.cases",
    "zhuqi.interfaces.api.topics",
    "zhuqi.interfaces.api.firms",
    "zhuqi.interfaces.api.notices",
    "zhuqi.interfaces.api.appraisal",
    "zhuqi.interfaces.api.statistics",
    "zhuqi.sample",
    "zhuqi.config",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_htmx",
]

MIDDLEWARE = [
    "zhuqi.interfaces.shell.watching.middleware.Watch",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "zhuqi.interfaces.api.door.ApiDoor",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "zhuqi.foundation.accounts.devices.KnownDevices",
    "zhuqi.interfaces.shell.middleware.NotKept",
    "zhuqi.interfaces.shell.middleware.SignedInAs",
    "zhuqi.interfaces.shell.middleware.Refusals",
    "zhuqi.interfaces.shell.quarantine.KeepSecretsOut",
    "zhuqi.interfaces.shell.middleware.ReadOnlyGet",
]

FORM_RENDERER = "zhuqi.interfaces.shell.forms.Renderer"

ROOT_URLCONF = "zhuqi.config.urls"
WSGI_APPLICATION = "zhuqi.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "zhuqi.interfaces.shell.context.shell",
            ],
            "builtins": ["zhuqi.interfaces.shell.templatetags.zhuqi"],
        },
    },
]

DATABASES = {
    "default": database_from_url(
        os.environ.get("ZHUQI_DATABASE_URL", f"sqlite:///{DATA_DIR / 'zhuqi.sqlite3'}")
    ),
    "cache": database_from_url(f"sqlite:///{DATA_DIR / 'cache.sqlite3'}"),
}
# How another database's address is read (`zhuqi move`).
DATABASE_FROM_URL = database_from_url
DATABASE_ROUTERS = ["zhuqi.config.routers.CacheInItsOwnFile"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Failed log-ins and submits are counted here, so every web process must see the same cache.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": os.environ["ZHUQI_REDIS_URL"],
    }
    if os.environ.get("ZHUQI_REDIS_URL")
    else {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_entry",
        # The default of 300 would let an attacker push others' lock-outs out of the cache.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # What a page for strangers counts: kept by each process, as a GET does not write.
    "memory": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "memory",
    },
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "email", "phone")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"

ACCOUNT_ADAPTER = "zhuqi.foundation.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "zhuqi.foundation.accounts.account_forms.SignIn",
    "change_password": "zhuqi.foundation.accounts.account_forms.ChangePassword",
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
# A whole office signs in behind one address at half past eight. Wrong passwords and wrong codes of
# the second step are counted at our own doors (`actions/doors`), and not a second time by allauth.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": None}
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"

# Who must take a second step at sign-in: the three administrators, where it is not a trial.
SECOND_FACTOR_ROLES = roles(
    "ZHUQI_SECOND_FACTOR_ROLES",
    default="system_admin,security_admin,audit_admin" if PRODUCTION and not SAMPLE_MODE else "",
)
MFA_ADAPTER = "zhuqi.foundation.accounts.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "activate_totp": "zhuqi.foundation.accounts.factor_forms.SetUpCodes",
    "authenticate": "zhuqi.foundation.accounts.factor_forms.SecondStep",
    "reauthenticate": "zhuqi.foundation.accounts.factor_forms.Confirm",
    "add_webauthn": "zhuqi.foundation.accounts.factor_forms.AddPasskey",
    "login_webauthn": "zhuqi.foundation.accounts.factor_forms.SignInByPasskey",
    "authenticate_webauthn": "zhuqi.foundation.accounts.factor_forms.SecondStepByPasskey",
    "reauthenticate_webauthn": "zhuqi.foundation.accounts.factor_forms.ConfirmByPasskey",
}
# Passkeys want https or localhost; browsers see to that, whatever is allowed here.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION

# 统一身份认证; off unless a server is named. `claim` is what identities are bound by.
OIDC: dict[str, Any] | None = (
    {
        "server": os.environ["ZHUQI_OIDC_SERVER"].rstrip("/"),
        "client_id": os.environ.get("ZHUQI_OIDC_CLIENT_ID", "zhuqi"),
        "secret": os.environ.get("ZHUQI_OIDC_SECRET", ""),
        "claim": os.environ.get("ZHUQI_OIDC_CLAIM", "sub"),
        "scope": os.environ.get("ZHUQI_OIDC_SCOPE", "openid profile"),
        "name": os.environ.get("ZHUQI_OIDC_NAME", "统一身份认证"),
        "firms": flag("ZHUQI_OIDC_FIRMS", default=False),
    }
    if os.environ.get("ZHUQI_OIDC_SERVER")
    else None
)
SOCIALACCOUNT_ADAPTER = "zhuqi.foundation.accounts.sso.SingleSignOnAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"

SESSION_COOKIE_AGE = number("ZHUQI_SESSION_HOURS", default=10, most=24 * 366) * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSIONS_PER_USER = number("ZHUQI_SESSIONS_PER_USER", default=3, most=100)
# How long a firm's phone stays signed in after it was last used.
FIRM_PHONE_DAYS = number("ZHUQI_FIRM_PHONE_DAYS", default=30, most=90)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# Idle officials' desks lock themselves; counted in minutes by SignedInAs.
SESSION_IDLE_MINUTES = number("ZHUQI_SESSION_IDLE_MINUTES", default=120, most=60 * 24 * 31)
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "zhuqi.interfaces.shell.views.csrf_failure"

HTTPS = flag("ZHUQI_HTTPS", default=PRODUCTION)
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
BEHIND_PROXY = flag("ZHUQI_BEHIND_PROXY")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
if BEHIND_PROXY:
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
        "worker-src": [SELF],
    }
}

# Letters leave only where ZHUQI_EMAIL_URL names a server (and the page switches the channel on).
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_TIMEOUT = 20
_MAIL = mail_from_url(os.environ.get("ZHUQI_EMAIL_URL", ""))
EMAIL_HOST, EMAIL_PORT = _MAIL.host, _MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL.user, _MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = _MAIL.starttls, _MAIL.ssl
DEFAULT_FROM_EMAIL = os.environ.get("ZHUQI_EMAIL_FROM") or EMAIL_HOST_USER or "zhuqi@localhost"
# The address people open, for links in letters; without it letters have none.
PUBLIC_URL = os.environ.get("ZHUQI_PUBLIC_URL", "")

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = DEBUG

# Attachments lie outside everything the web server serves; they are opened through their row.
MEDIA_ROOT = DATA_DIR / "attachments"
# A bucket that speaks S3 takes the place of that folder.
ATTACHMENTS_BUCKET = bucket_from_url(os.environ.get("ZHUQI_ATTACHMENTS_URL", ""))
# How another place's address is read (`zhuqi move --files-to`).
ATTACHMENTS_FROM_URL = bucket_from_url
# What papers are set in: the standard's faces are not free, and come from the office's own fonts.
PAPER_FONTS = paper_fonts("ZHUQI_PAPER_FONTS", "ZHUQI_PAPER_FACES")
ATTACHMENT_MAX_BYTES = number("ZHUQI_ATTACHMENT_MAX_MB", default=20, most=1024) * 1024 * 1024
ATTACHMENT_MAX_FILES = number("ZHUQI_ATTACHMENT_MAX_FILES", default=9, most=50)
# ClamAV's clamd looks at files before they are taken in, where it is named.
CLAMAV = listener("ZHUQI_CLAMAV")
CLAMAV_MUST_ANSWER = flag("ZHUQI_CLAMAV_MUST_ANSWER", default=True)
ATTACHMENT_LINK_SECONDS = number("ZHUQI_ATTACHMENT_LINK_SECONDS", default=600, most=86_400)
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# What one request may announce: all files of a form, and the form. More is refused unread.
BODY_MAX_BYTES = ATTACHMENT_MAX_BYTES * ATTACHMENT_MAX_FILES + 2 * DATA_UPLOAD_MAX_MEMORY_SIZE
# Uploads under way lie with the data, not in a small /tmp; what a killed process leaves is swept.
FILE_UPLOAD_TEMP_DIR = DATA_DIR / "uploads"
FILE_UPLOAD_TEMP_DIR.mkdir(mode=0o700, exist_ok=True)

# Within so many working days an office confirms who speaks for a firm; the firm is told.
REGISTRATION_WORKING_DAYS = number("ZHUQI_REGISTRATION_WORKING_DAYS", default=2, most=60)
# What one token may ask of the API.
API_PER_MINUTE = number("ZHUQI_API_PER_MINUTE", default=300, most=100_000)
SUBMITS_PER_HOUR = number("ZHUQI_SUBMITS_PER_HOUR", default=20, most=1000)

# Who may read /metrics: whoever has the token, or asks from one of these; nobody by default.
METRICS_TOKEN = os.environ.get("ZHUQI_METRICS_TOKEN", "")
METRICS_ALLOW = networks("ZHUQI_METRICS_ALLOW")
METRICS = bool(METRICS_TOKEN or METRICS_ALLOW)
# A line for every request.
LOG_REQUESTS = flag("ZHUQI_LOG_REQUESTS", default=PRODUCTION)
# On somebody's own machine, where everything runs at once, most are slow for a while.
_SLOW_MS = 1000 if PRODUCTION else 60_000
SLOW_QUERY_SECONDS = number("ZHUQI_SLOW_QUERY_MS", default=_SLOW_MS, most=3_600_000) / 1000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "zhuqi.interfaces.shell.watching.logs.Lines",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        },
        "json": {"()": "zhuqi.interfaces.shell.watching.logs.JsonLines"},
    },
    "filters": {"routes": {"()": "zhuqi.interfaces.shell.watching.logs.RoutesOnly"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "filters": ["routes"],
            "formatter": one_of("ZHUQI_LOG_FORMAT", "line", "json"),
        }
    },
    "root": {"handlers": ["stderr"], "level": os.environ.get("ZHUQI_LOG_LEVEL", "WARNING")},
    "loggers": {
        "zhuqi": {"level": os.environ.get("ZHUQI_LOG_LEVEL", "INFO")},
        # One request waiting for another is no news.
        "waitress.queue": {"level": "ERROR"},
    },
}

# Plain-HTTP intranets exist; `zhuqi check` speaks about it.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
