"""Is the store of attachments there: asked by machines and pages; and `zhuqi check store`."""

import os
from typing import Final

from django.core.cache import caches

from zhuqi.foundation.attachments.actions import new_name
from zhuqi.foundation.attachments.stores import Store, store
from zhuqi.foundation.contributions.checks import Check, CheckOutput

_BYTES = 4096
# Whoever asks meanwhile gets the same answer: one that is away costs two seconds.
_HOLDS: Final = 10


def store_away() -> str:
    """What the store that does not answer is called; "" while it does."""
    place = store()
    answers = caches["memory"].get_or_set(f"answers:{place.where}", place.answers, _HOLDS)
    return "" if answers else place.where


def _run(output: CheckOutput) -> bool:
    """Write a file, read it, list it, remove it; and see that nobody else can read it."""
    place = store()
    try:
        fault = _fault(place)
    except OSError as error:
        fault = f"用不了：{error}。请核对地址、密钥和权限（读、写、删、列出）"
    if fault:
        output.say(f"错误 附件存放处 {place.where} {fault}。")
        return True
    output.say(f"附件存放处 {place.where}：写入、读出、列出、删除正常。")
    return False


def _fault(place: Store) -> str:
    name, content = new_name(), os.urandom(_BYTES)
    place.write(name, [content])
    try:
        with place.open(name) as file:
            if file.read() != content:
                return "读出的与写入的不同"
        if not any(True for _found in place.listed(name.rpartition("/")[0])):
            return "列不出文件"
        if place.is_public(name):
            return "是公开的：不经登录就能读到附件。请把桶和其中的文件设为私有"
    finally:
        place.delete(name)
    return ""


STORE_CHECK = Check("附件存放处能否写入、读出、列出、删除，别人能否读到", _run)
