"""One file for each command; each has `add_to(commands)` and a function that returns the exit code.

Django and the rooms are imported inside these functions: `zhuqi --help` must answer without them.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    from zhuqi.interfaces.console.words import Parser

    Commands = _SubParsersAction[Parser]
