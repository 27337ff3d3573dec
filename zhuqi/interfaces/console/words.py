"""argparse in Chinese: its own sentences are English and follow the locale of the server."""

import argparse
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
        self.exit(UNFIT, f"{self.format_usage()}命令不完整或有误：{message}\n")
