"""What `deploy/` says holds: its commands and variables exist, its limits agree with settings."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from zhuqi.interfaces.console.main import parser

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())


def test_every_command_is_one() -> None:
    text = "\n".join(unit.read_text() for unit in UNITS)
    commands = re.findall(r"^ExecStart=\S+/zhuqi (.+)$", text, re.MULTILINE)
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    commands += [" ".join(s["command"][1:]) for s in services.values() if "command" in s]
    assert {"web", "worker", "migrate"} <= set(commands)
    for command in commands:
        # Which checks there are is asked of the rooms; it has no further words here.
        if command != "check":
            assert parser().parse_args(command.split()).carry_out


def test_every_variable_is_told_in_the_handbook() -> None:
    said = (ROOT / "docs" / "operations.md").read_text()
    used = {
        name
        for path in DEPLOY.rglob("*")
        if path.is_file()
        for name in re.findall(r"ZHUQI_[A-Z_]+", path.read_text())
    }
    assert used
    assert not [name for name in used if name not in said]


def test_compose_has_a_database_two_webs_a_worker_and_no_registry_of_ours() -> None:
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    assert set(services) == {"database", "migrate", "web1", "web2", "worker", "proxy"}
    assert not [s for s in services.values() if "/" in s["image"]]
    published = [name for name, service in services.items() if "ports" in service]
    assert published == ["proxy"]


def test_the_proxy_lets_through_what_a_form_may_carry() -> None:
    conf = (DEPLOY / "nginx" / "zhuqi.conf").read_text()
    found = re.search(r"client_max_body_size (\d+)m;", conf)
    assert found
    assert int(found[1]) * 1024 * 1024 >= settings.BODY_MAX_BYTES
    for header in ("X-Forwarded-For $remote_addr", "X-Request-ID $request_id"):
        assert f"proxy_set_header {header};" in conf


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze")
def test_systemd_finds_no_fault(tmp_path: Path) -> None:
    for unit in UNITS:
        there = re.sub(r"^(ExecStart=)\S+", r"\1/bin/true", unit.read_text(), flags=re.MULTILINE)
        (tmp_path / unit.name).write_text(there)
    done = subprocess.run(
        ["systemd-analyze", "verify", *map(str, sorted(tmp_path.iterdir()))],
        capture_output=True, text=True, check=False,
        env={**os.environ, "SYSTEMD_LOG_LEVEL": "warning"},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
