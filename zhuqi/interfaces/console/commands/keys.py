"""`zhuqi keys`: which keys there are, other ones from now on, and the key of encrypted backups."""

import argparse
import os
import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from zhuqi.interfaces.console.exits import OK, PROBLEMS

if TYPE_CHECKING:
    from zhuqi.interfaces.console.commands import Commands

# Which key → its file in the data directory, its variable, and that of those used before.
_KINDS: Final = {
    "seal": ("seal_key", "ZHUQI_SEAL_KEY", "ZHUQI_SEAL_KEYS_BEFORE", "日志封存密钥"),
    "secret": ("secret_key", "ZHUQI_SECRET_KEY", "ZHUQI_SECRET_KEYS_BEFORE", "会话密钥"),
}


def add_to(commands: "Commands") -> None:
    """Declare the command and its verbs."""
    command = commands.add_parser(
        "keys", help="密钥：查看、更换、备份用的密钥", description="密钥放在哪里、怎样更换。"
    )
    verbs = command.add_subparsers(title="做什么", metavar="动作", required=True)
    show = verbs.add_parser(
        "show",
        help="密钥放在哪里，哪些记录还靠旧密钥",
        description="密钥放在哪里，哪些记录还靠旧密钥；不显示密钥本身。",
    )
    show.set_defaults(carry_out=show_keys)
    rotate = verbs.add_parser(
        "rotate",
        help="更换密钥，旧的仍能核对",
        description="从此用新密钥；旧密钥留作核对和解密，已封存、已签名的仍然有效。",
    )
    rotate.add_argument("which", choices=sorted(_KINDS), metavar="seal|secret", help="哪一把")
    rotate.set_defaults(carry_out=rotate_key)
    renew = verbs.add_parser(
        "reencrypt",
        help="把二次验证和接口推送的密文改用现在的会话密钥",
        description="更换会话密钥、重启全部进程之后运行；重复运行没有副作用。",
    )
    renew.set_defaults(carry_out=reencrypt)
    backup = verbs.add_parser(
        "backup",
        help="生成加密备份用的一对密钥",
        description="私钥写进文件，带出本机保管；打印出的公钥设为 ZHUQI_BACKUP_RECIPIENTS。",
    )
    backup.add_argument("file", metavar="私钥文件", type=Path, help="写到哪里")
    backup.add_argument(
        "--passphrase-file", metavar="文件", type=Path, help="用文件第一行作口令锁住私钥"
    )
    backup.set_defaults(carry_out=new_backup_key)


def where_kept(settings: Any) -> list[tuple[str, str]]:
    """What must be kept apart from the backups, and where it is now."""
    found = []
    for file, variable, before, label in _KINDS.values():
        path = Path(settings.DATA_DIR) / file
        found.append((label, f"变量 {variable}" if os.environ.get(variable) else str(path)))
        older = _before(path)
        if os.environ.get(before):
            found.append((f"以前的{label}", f"变量 {before}"))
        if older.is_file():
            found.append((f"以前的{label}", str(older)))
    return found


def show_keys(_args: argparse.Namespace) -> int:
    """Where they are, by what names the log knows them, and what still needs an old one."""
    from zhuqi.interfaces.console import booting

    booting.wake_django()
    from django.conf import settings
    from django.db.models import Count

    from zhuqi.foundation.audit import keys
    from zhuqi.foundation.audit.models import Seal
    from zhuqi.foundation.contributions.locked import LOCKED

    for label, where in where_kept(settings):
        print(f"{label}：{where}")
    print(f"现在的日志封存密钥标识：{keys.current_id()}")
    unknown = 0
    for row in Seal.objects.order_by("key_id").values("key_id").annotate(seals=Count("number")):
        known = keys.seal_key(row["key_id"]) is not None
        unknown += not known
        note = "" if known else "，这把密钥不在，无法核对"
        print(f"  {row['key_id']} 封存 {row['seals']} 次{note}")
    for kind in LOCKED:
        if older := kind.old():
            many = f"{len(older)} 个{kind.label}"
            print(f"{many}还用以前的会话密钥加密：请运行 zhuqi keys reencrypt。")
    return PROBLEMS if unknown else OK


def rotate_key(args: argparse.Namespace) -> int:
    """A new key where it lies in a file; where it is a variable, what to do."""
    from zhuqi.interfaces.console import booting

    booting.wake_django()
    from django.conf import settings
    from django.db import transaction

    from zhuqi.foundation.access import SYSTEM
    from zhuqi.foundation.audit.actions import record
    from zhuqi.foundation.audit.enums import KEY_CHANGED_KIND, LOG
    from zhuqi.foundation.audit.keys import key_id

    file, variable, before, label = _KINDS[args.which]
    new = secrets.token_urlsafe(48)
    if os.environ.get(variable):
        print(f"{label}在变量 {variable} 里，请在全部机器上这样改，再逐个重启进程：")
        print(f"  1. 把 {variable} 现在的值加到 {before} 的最前面（逗号分隔）")
        print(f"  2. {variable}={new}")
        _tell_rest(args.which)
        return OK
    path = Path(settings.DATA_DIR) / file
    # Written down with the old key, before the new one is there: its name, not itself.
    with transaction.atomic():
        record(
            object_type=LOG,
            object_id=0,
            kind=KEY_CHANGED_KIND,
            by=SYSTEM,
            data={"which": args.which, "key": key_id(new)},
        )
        _replace(path, new)
    print(f"{label}已更换。旧的留在 {_before(path)}，用来核对和解密以前的内容：请一并保管。")
    print("请重启全部网页和后台进程；其他机器要有同样的两个文件。")
    _tell_rest(args.which)
    return OK


def _tell_rest(which: str) -> None:
    if which == "secret":
        print("重启后运行 zhuqi keys reencrypt。")
        print("已登录的人不受影响；待旧会话都过期（企业手机最长 ZHUQI_FIRM_PHONE_DAYS 天），")
        print("可去掉旧密钥。如因泄露而更换，请立即去掉：所有人须重新登录。")
    else:
        print("旧密钥要一直留着，否则以前的封存无法核对。更换后运行 zhuqi check audit。")


def _before(path: Path) -> Path:
    return path.with_name(f"{path.name.removesuffix('_key')}_keys_before")


def _replace(path: Path, new: str) -> None:
    """The old key is on disk among those before, before the new one takes its place."""
    old = path.read_text(encoding="ascii").strip()
    older = _before(path)
    kept = older.read_text(encoding="ascii").split() if older.is_file() else []
    _write(older, "\n".join(dict.fromkeys([old, *kept])) + "\n")
    _write(path, new)


def _write(path: Path, text: str) -> None:
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.rename(path)


def reencrypt(_args: argparse.Namespace) -> int:
    """PROBLEMS where secrets lie under a key that is not given."""
    from zhuqi.interfaces.console import booting

    booting.wake_django()
    from zhuqi.foundation.contributions.locked import LOCKED

    all_lost = 0
    for kind in LOCKED:
        done, lost = kind.renew()
        print(f"已改用现在的会话密钥加密 {done} 个{kind.label}。")
        if lost:
            print(
                f"{lost} 个{kind.label}打不开（缺少当时的密钥），其主人须重新设置。",
                file=sys.stderr,
            )
        all_lost += lost
    return PROBLEMS if all_lost else OK


def new_backup_key(args: argparse.Namespace) -> int:
    """A pair; the private one goes away from here."""
    from zhuqi.foundation.upkeep.identities import new_identity

    passphrase = None
    if args.passphrase_file is not None:
        passphrase = args.passphrase_file.read_text(encoding="utf-8").partition("\n")[0]
    public = new_identity(args.file, passphrase)
    print(f"私钥已写入 {args.file}：请移到别处保管，本机不需要它；丢了它，备份打不开。")
    print(f"ZHUQI_BACKUP_RECIPIENTS={public}")
    return OK
