"""argparse in Chinese: its own sentences are English and follow the locale of the server."""

import argparse
import re
from collections.abc import Callable
from typing import Any, NoReturn

from zhuqi.interfaces.console.exits import UNFIT


class Parser(argparse.ArgumentParser):
    """A parser whose headings, help line and usage errors officials can read.

    `further` completes it when its command is called, and not before.
    """

    def __init__(
        self, *, further: "Callable[[Parser], None] | None" = None, **options: Any
    ) -> None:
        super().__init__(**options, add_help=False)
        self._further = further
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示这份说明")

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """As argparse does, of the parser completed."""
        if self._further is not None:
            further, self._further = self._further, None
            further(self)
        return super().parse_known_args(args, namespace)

    def format_usage(self) -> str:
        """The usage line with a Chinese heading."""
        return super().format_usage().replace("usage:", "用法：", 1)

    def format_help(self) -> str:
        """The whole help with a Chinese heading."""
        return super().format_help().replace("usage:", "用法：", 1)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the command line, and how it goes."""
        self.exit(UNFIT, f"{self.format_usage()}命令不完整或有误：{_in_chinese(message)}\n")


# What argparse says of a command line, and the same for officials.
_SAID = (
    (r"the following arguments are required: (.+)", r"还缺少 \1"),
    (r"unrecognized arguments: (.+)", r"不认识 \1"),
    (r"(?:argument (.+?): )?expected (?:one|at least one) argument", r"\1 后面要写一个值"),
    (
        r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)",
        r"\1 没有 \2 这一项，可选：\3",
    ),
    (r"argument (.+?): invalid \w+ value: (.+)", r"\1 的值 \2 不能用"),
    (r"argument (.+?): not allowed with argument (.+)", r"\1 和 \2 不能一起用"),
    (r"one of the arguments (.+) is required", r"以下要写一项：\1"),
    (r"ambiguous option: (.+?) could match (.+)", r"\1 可能是几项中的一项：\2"),
)


def _in_chinese(message: str) -> str:
    for english, chinese in _SAID:
        if found := re.fullmatch(english, message, re.DOTALL):
            return found.expand(chinese)
    return message
