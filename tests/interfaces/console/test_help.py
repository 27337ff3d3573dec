"""Help and usage: in Chinese, at once, wherever the command is called."""

import re
import subprocess
import sys

import pytest

from tests.interfaces.console.console_place import ROOT, Place, Zhuqi

COMMANDS = (
    ("run",),
    ("web",),
    ("worker",),
    ("migrate",),
    ("sample",),
    ("import",),
    ("import", "cases"),
    ("import", "calendar"),
    ("check",),
    ("check", "deploy"),
    ("check", "audit"),
    ("check", "clocks"),
    ("office", "add"),
    ("user", "add"),
    ("user", "password"),
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_explains_itself_in_chinese(zhuqi: Zhuqi, command: tuple[str, ...]) -> None:
    answer = zhuqi(*command, "--help")

    assert answer.code == 0
    assert answer.out.startswith(f"用法： zhuqi {' '.join(command)}")
    assert "usage" not in answer.out
    assert "show this help" not in answer.out


def test_the_list_names_every_command_with_its_purpose(zhuqi: Zhuqi) -> None:
    said = zhuqi("--help").out

    lines = {line.split()[0]: line for line in said.splitlines() if line.startswith("    ")}
    assert {command[0] for command in COMMANDS} <= lines.keys()
    assert all(len(line.split()) > 1 for name, line in lines.items() if name != "命令")
    assert "退出码" in said


def test_help_does_not_wait_for_django() -> None:
    script = (
        "import sys\n"
        "from zhuqi.interfaces.console.main import main\n"
        "try:\n    main(['user', 'add', '--help'])\n"
        "except SystemExit:\n    sys.exit('django' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=False
    )
    assert done.returncode == 0


@pytest.mark.parametrize(
    "args",
    [
        (),
        ("dance",),
        ("run", "--fast"),
        ("import", "cases", "x.xlsx"),
        ("check", "weather"),
        ("import", "cases", "x.xlsx", "--as"),
        ("sample", "--size", "huge"),
        ("sample", "--seed", "many"),
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2_and_says_how_it_goes(zhuqi: Zhuqi, args: tuple[str, ...]) -> None:
    answer = zhuqi(*args)

    assert answer.code == 2
    assert "用法：" in answer.err
    assert "命令不完整或有误" in answer.err
    said = answer.err.split("命令不完整或有误：")[1]
    assert not re.search("argument|choice|required|expected|unrecognized", said)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("ZHUQI_PORT", "many"),
        ("ZHUQI_PRODUCTION", "perhaps"),
        ("ZHUQI_DATABASE_URL", "mysql://x/y"),
        ("ZHUQI_DATABASE_URL", "postgres:///no_such_database_here?connect_timeout=2"),
        ("ZHUQI_DATABASE_URL", "sqlite:////proc/zhuqi.sqlite3"),
        ("ZHUQI_DATA_DIR", "/proc/zhuqi"),
    ],
)
def test_a_place_that_is_not_fit_ends_with_2_and_a_sentence(
    place: Place, variable: str, value: str
) -> None:
    place.extra[variable] = value

    done = place.zhuqi("check", "audit")

    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()


def test_before_migrate_the_remedy_is_named(place: Place) -> None:
    done = place.zhuqi("check", "audit")

    assert done.returncode == 2
    assert "zhuqi migrate" in done.stderr
    assert "Traceback" not in done.stderr
