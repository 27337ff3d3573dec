"""The command, called in this very process."""

import pytest

from tests.interfaces.console.console_place import Answer, Zhuqi
from zhuqi.interfaces.console.main import main


def _code(args: tuple[str, ...]) -> int:
    try:
        return main(args)
    except SystemExit as ended:
        # How argparse ends the command after help and wrong usage.
        return int(str(ended.code))


@pytest.fixture
def zhuqi(capsys: pytest.CaptureFixture[str]) -> Zhuqi:
    """The command on the database of the test, in this process."""

    def call(*args: str) -> Answer:
        code = _code(args)
        said = capsys.readouterr()
        return Answer(code, said.out, said.err)

    return call
