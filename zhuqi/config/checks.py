"""Checks that stand between an unsafe setting and the public: what is wrong, and the remedy.

They speak only with ZHUQI_PRODUCTION=1. Errors keep `zhuqi web` from starting; warnings are
printed. Each reads the settings at the time it is asked.
"""

import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004

from zhuqi.foundation.access import Role

LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]", "::1", ".localhost"})
SHORTEST_KEY = 32
ADMINISTRATORS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
_PROGRAM = Path(__file__).resolve().parent.parent
# allauth and the rate limits count in the cache; Django's default of 300 entries forgets them.
FEWEST_CACHE_ENTRIES = 10_000
_SHARED_CACHES = (
    "RedisCache",
    "DatabaseCache",
    "PyMemcacheCache",
    "PyLibMCCache",
    "FileBasedCache",
)

Check = Callable[[], Iterator[CheckMessage]]


def production_settings(**_kwargs: Any) -> list[CheckMessage]:
    """Run every check of this module, in production only."""
    if not settings.PRODUCTION:
        return []
    return [message for check in CHECKS for message in check()]


def connect() -> None:
    """Register with Django; called when the room is ready."""
    register(production_settings, Tags.security)


def modes() -> Iterator[CheckMessage]:
    """Modes made for trying things out."""
    if settings.DEBUG:
        yield Error(
            "调试模式已打开，出错页面会向访问者显示程序和配置。",
            hint="去掉 ZHUQI_DEBUG，或设为 ZHUQI_DEBUG=0。",
            id="zhuqi.E001",
        )
    if settings.SAMPLE_MODE:
        yield Error(
            "示例模式已打开，登录页列出示例人员及其密码。",
            hint="去掉 ZHUQI_SAMPLE，或设为 ZHUQI_SAMPLE=0；示例数据请勿与真实数据同库。",
            id="zhuqi.E002",
        )


def hosts() -> Iterator[CheckMessage]:
    """Names the server answers to."""
    names = list(settings.ALLOWED_HOSTS)
    if "*" in names:
        yield Error(
            "ZHUQI_HOSTS 含通配符 *，任何主机名的请求都会被接受。",
            hint="写出本系统的域名或地址，如 ZHUQI_HOSTS=zhuqi.example.gov.cn。",
            id="zhuqi.E003",
        )
    elif not set(names) - LOCAL_HOSTS:
        yield Error(
            "ZHUQI_HOSTS 只有本机，其他电脑无法访问。",
            hint="写出本系统的域名或地址，如 ZHUQI_HOSTS=zhuqi.example.gov.cn。",
            id="zhuqi.E004",
        )


def wide_names() -> Iterator[CheckMessage]:
    """Names that let in more than one's own: every machine below a domain, every scheme."""
    names = [name for name in settings.ALLOWED_HOSTS if name not in LOCAL_HOSTS]
    if wide := [name for name in names if name.startswith(".")]:
        yield Error(
            f"ZHUQI_HOSTS 含以点开头的名称 {'、'.join(wide)}，其下任何主机名都会被接受。",
            hint="逐个写出本系统的域名，不用以点开头的写法。",
            id="zhuqi.E012",
        )
    if wide := [name for name in settings.CSRF_TRUSTED_ORIGINS if "*" in name]:
        yield Error(
            f"ZHUQI_TRUSTED_ORIGINS 含通配符 {'、'.join(wide)}，同域下任何网站都能替登录者提交。",
            hint="写出完整来源，如 ZHUQI_TRUSTED_ORIGINS=https://zhuqi.example.gov.cn。",
            id="zhuqi.E013",
        )


def administrators() -> Iterator[CheckMessage]:
    """Who can change accounts, settings or read the log needs more than a password."""
    missing = [role for role in ADMINISTRATORS if role not in settings.SECOND_FACTOR_ROLES]
    if missing:
        labels = "、".join(role.label for role in missing)
        names = ",".join(role.value for role in missing)
        yield Warning(
            f"{labels}登录时不要求二次验证，密码被人得到即可进入。",
            hint=f"在 ZHUQI_SECOND_FACTOR_ROLES 中加上 {names}。",
            id="zhuqi.W005",
        )


def keys() -> Iterator[CheckMessage]:
    """The secret of the sessions and the key that seals the log."""
    if settings.SEAL_KEY == settings.SECRET_KEY:
        yield Error(
            "日志封存密钥与会话密钥相同，泄露其一即泄露其二。",
            hint="为 ZHUQI_SEAL_KEY 另设一个随机值，或去掉该变量由系统生成。",
            id="zhuqi.E005",
        )
    for name, value in (("SECRET_KEY", str(settings.SECRET_KEY)), ("SEAL_KEY", settings.SEAL_KEY)):
        if len(value) < SHORTEST_KEY or value.startswith("django-insecure-"):
            yield Error(
                f"ZHUQI_{name} 过短或为示例值。",
                hint="用随机值替换：python -c 'import secrets; print(secrets.token_urlsafe(48))'",
                id="zhuqi.E006",
            )
    for path in _key_files():
        if mode := _too_open(path):
            yield Error(
                f"密钥文件 {path} 的权限是 {mode}，其他用户可以读取。",
                hint=f"只留给运行本系统的用户：chmod 600 {path}",
                id="zhuqi.E007",
            )


def seal_key_apart() -> Iterator[CheckMessage]:
    """Whoever takes or changes the database must not find the key that seals it beside it."""
    before = Path(settings.DATA_DIR) / "seal_keys_before"
    path = settings.SEAL_KEY_FILE or (before if before.is_file() else None)
    database = settings.DATABASES["default"]
    if path is None or "sqlite3" not in database["ENGINE"]:
        return
    folder = Path(database["NAME"]).resolve().parent
    if Path(path).resolve().is_relative_to(folder):
        yield Error(
            f"日志封存密钥 {path} 与数据库在同一目录，能改数据库的人就能重新封存。",
            hint="把密钥移出数据目录，启动时用变量 ZHUQI_SEAL_KEY 传入；"
            "以前的用 ZHUQI_SEAL_KEYS_BEFORE。",
            id="zhuqi.E008",
        )


def seal_log_apart() -> Iterator[CheckMessage]:
    """Whoever changes the database must not find the file that remembers its seals beside it."""
    database = settings.DATABASES["default"]
    if "sqlite3" not in database["ENGINE"]:
        return
    folder, log = Path(database["NAME"]).resolve().parent, Path(settings.SEAL_LOG).resolve()
    if log.is_relative_to(folder):
        yield Warning(
            f"封存日志 {log} 与数据库在同一目录，能改数据库的人可以一并删去最后几次封存。",
            hint="用 ZHUQI_SEAL_LOG 放到另一目录，最好只能追加（chattr +a），并设封存见证"
            "（ZHUQI_WITNESS_URLS 或 ZHUQI_WITNESS_MAIL）。",
            id="zhuqi.W006",
        )


def writable() -> Iterator[CheckMessage]:
    """Files and folders that other users of the machine may write."""
    database = settings.DATABASES["default"]
    places = [
        Path(settings.DATA_DIR), Path(settings.MEDIA_ROOT), Path(str(settings.STATIC_ROOT)),
        Path(settings.SEAL_LOG), Path(settings.SEAL_LOG).parent, _PROGRAM,
    ]  # fmt: skip
    if "sqlite3" in database["ENGINE"]:
        places += [Path(database["NAME"]), Path(database["NAME"]).parent]
    for path in dict.fromkeys(place.resolve() for place in places):
        mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0
        hint = f"只许运行本系统的用户写：chmod go-w {path}"
        if mode & stat.S_IWOTH:
            said = f"{path} 的权限是 {mode:03o}，任何用户都可以改写。"
            yield Error(said, hint=hint, id="zhuqi.E014")
        elif mode & stat.S_IWGRP:
            said = f"{path} 的权限是 {mode:03o}，同组用户可以改写。"
            yield Warning(said, hint=hint, id="zhuqi.W007")


def transport() -> Iterator[CheckMessage]:
    """What travels between browser and server."""
    if not settings.HTTPS:
        yield Warning(
            "未启用 HTTPS，密码和登录状态在网络上明文传输。",
            hint="配置证书后设 ZHUQI_HTTPS=1；纯内网确需明文的，请确认网络不经过不可信设备。",
            id="zhuqi.W001",
        )
    behind_proxy = settings.SECURE_PROXY_SSL_HEADER is not None
    if behind_proxy and not getattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 0):
        yield Warning(
            "位于代理之后，但未说明可信代理的数目：所有访问者被当作同一地址，"
            "一人输错密码会锁住所有人。",
            hint="设 ALLAUTH_TRUSTED_PROXY_COUNT 为自有代理的层数（通常为1）。",
            id="zhuqi.W002",
        )


def storage() -> Iterator[CheckMessage]:
    """Where the rows and the counts are."""
    if "sqlite3" in settings.DATABASES["default"]["ENGINE"]:
        yield Warning(
            "正式环境使用 SQLite：单机小规模可用，不支持多台服务器和在线备份副本。",
            hint="设 ZHUQI_DATABASE_URL=postgres://用户:密码@主机:5432/库名。",
            id="zhuqi.W003",
        )
    cache = settings.CACHES["default"]
    backend = str(cache["BACKEND"]).rpartition(".")[2]
    if backend not in _SHARED_CACHES:
        yield Error(
            f"缓存 {backend} 不在进程间共享，登录失败次数和提交频率会按进程各计各的。",
            hint="设 ZHUQI_REDIS_URL，或使用默认的数据库缓存。",
            id="zhuqi.E009",
        )
    elif backend in {"DatabaseCache", "FileBasedCache"} and _cache_entries(cache) < (
        FEWEST_CACHE_ENTRIES
    ):
        yield Warning(
            f"缓存最多只存 {_cache_entries(cache)} 条，攻击者可以把登录失败记录挤出去。",
            hint=f"在 CACHES 的 OPTIONS 中设 MAX_ENTRIES 不少于 {FEWEST_CACHE_ENTRIES}。",
            id="zhuqi.W004",
        )


def files() -> Iterator[CheckMessage]:
    """What the web server hands out to everyone, and what it must not."""
    static, media = Path(str(settings.STATIC_ROOT)).resolve(), Path(settings.MEDIA_ROOT).resolve()
    if media.is_relative_to(static) or static.is_relative_to(media):
        yield Error(
            f"附件目录 {media} 与静态文件目录 {static} 互相包含，附件会不经权限直接公开。",
            hint="把 MEDIA_ROOT 和 STATIC_ROOT 设在两个互不包含的目录。",
            id="zhuqi.E010",
        )
    storage_class = settings.STORAGES["staticfiles"]["BACKEND"]
    if "Manifest" in storage_class and not (static / "staticfiles.json").is_file():
        yield Error(
            f"静态文件尚未收集到 {static}，页面会缺少样式。",
            hint="运行 zhuqi migrate，它也收集静态文件。",
            id="zhuqi.E011",
        )


def _key_files() -> list[Path]:
    """Files the settings made, where no variable takes their place."""
    secret, seal = Path(settings.DATA_DIR) / "secret_key", settings.SEAL_KEY_FILE
    found = [secret] if secret.is_file() and _holds(secret, str(settings.SECRET_KEY)) else []
    before = [Path(settings.DATA_DIR) / f"{name}_keys_before" for name in ("seal", "secret")]
    others = [Path(seal), *before] if seal is not None else before
    return found + [path for path in others if path.is_file()]


def _holds(path: Path, value: str) -> bool:
    try:
        return path.read_text(encoding="ascii").strip() == value
    except (OSError, UnicodeDecodeError):
        return False


def _too_open(path: Path) -> str:
    """The permissions in octal if anyone but the owner has any; else ""."""
    mode = stat.S_IMODE(path.stat().st_mode)
    return f"{mode:03o}" if mode & (stat.S_IRWXG | stat.S_IRWXO) else ""


def _cache_entries(cache: dict[str, Any]) -> int:
    default = 300
    return int(cache.get("OPTIONS", {}).get("MAX_ENTRIES", cache.get("MAX_ENTRIES", default)))


CHECKS: tuple[Check, ...] = (
    modes, hosts, wide_names, administrators, keys, seal_key_apart, seal_log_apart, writable,
    transport, storage, files,
)  # fmt: skip
