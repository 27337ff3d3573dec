"""Make `import zhuqi` and the command `zhuqi` work from the virtual environment.

`pip install -e .` would fetch a build backend outside the hash-pinned list,
so set-up writes the two files an editable install would write.
"""

import pathlib
import sysconfig

ROOT = pathlib.Path(__file__).resolve().parent.parent


def main() -> None:
    """Write a .pth file for the source tree and the console script."""
    site = pathlib.Path(sysconfig.get_path("purelib"))
    (site / "zhuqi.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    bin_dir = pathlib.Path(sysconfig.get_path("scripts"))
    script = bin_dir / "zhuqi"
    script.write_text(
        f"#!{bin_dir / 'python'}\n"
        "import sys\n"
        "from zhuqi.interfaces.console.main import main\n"
        "sys.exit(main())\n",
        encoding="utf-8",
    )
    script.chmod(0o755)


if __name__ == "__main__":
    main()
