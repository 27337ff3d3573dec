"""Write docs/lifecycles.md from the tables of every room's `lifecycle`."""

import os
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Write it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhuqi.config.settings")
    django.setup()
    # Needs Django set up first.
    from zhuqi.config.lifecycles import document

    (ROOT / "docs" / "lifecycles.md").write_text(document(), encoding="utf-8")


if __name__ == "__main__":
    main()
