"""Keys of encrypted backups, as age has them: a public one here, its private one elsewhere.

The server needs the public key alone. Who takes a backup, or the whole server, can't open it.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pyrage

from zhuqi.foundation.access import NotNow, NotValid

# How its files begin; the standard program opens them as well.
AGE_BEGINS: Final = b"age-encryption.org/"
_TRIES: Final = 30
_TOO_SLOW: Final = "excessive"


def recipients_of(given: Sequence[str]) -> list[Any]:
    """Public keys read; NotValid where one is none."""
    try:
        return [pyrage.x25519.Recipient.from_str(text) for text in given]
    except pyrage.RecipientError as error:
        raise NotValid(f"加密公钥应以 age1 开头：{error}") from error


def read_identity(path: Path, passphrase: str | None) -> Any:
    """The private key in a file as `zhuqi keys backup` or age-keygen make it."""
    content = path.read_bytes()
    if content.startswith(AGE_BEGINS):
        if not passphrase:
            raise NotValid("私钥文件有口令，请用 --passphrase-file 给出。")
        content = _unlocked(content, passphrase)
    for line in content.decode("ascii", errors="replace").splitlines():
        if line.startswith("AGE-SECRET-KEY-1"):
            try:
                return pyrage.x25519.Identity.from_str(line.strip())
            except pyrage.IdentityError as error:
                raise NotValid(f"私钥文件 {path} 不能用：{error}") from error
    raise NotValid(f"{path} 里没有 AGE-SECRET-KEY-1 开头的私钥。")


def _unlocked(content: bytes, passphrase: str) -> bytes:
    """What a passphrase locks.

    age measures how fast this machine is and refuses what would take it long; one that is busy at
    that moment is taken for a slow one, so it is asked again.
    """
    for _try in range(_TRIES):
        try:
            return bytes(pyrage.passphrase.decrypt(content, passphrase))
        except pyrage.DecryptError as error:
            if _TOO_SLOW not in str(error).lower():
                raise NotValid("口令不对，私钥没有打开。") from error
    raise NotNow("这台机器太忙或太慢，私钥没有打开：请稍后再试，或在别的机器上用 age -d 打开。")


def new_identity(path: Path, passphrase: str | None) -> str:
    """Make a private key in a new file, locked by a passphrase if given; returns the public one."""
    identity = pyrage.x25519.Identity.generate()
    public = str(identity.to_public())
    text = f"# public key: {public}\n{identity}\n".encode()
    content = pyrage.passphrase.encrypt(text, passphrase) if passphrase else text
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise NotNow(f"{path} 已经存在，没有改动。") from error
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return public
