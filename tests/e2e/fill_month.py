"""Run as a module in the server's environment: puts a month in the small city into its database."""

import json
import os
import sys
from pathlib import Path

import django


def main() -> None:
    """Wake Django with the server's settings, build, and write down what there is."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhuqi.config.settings")
    django.setup()
    # Models can be imported only now.
    from tests.cast import build_cast
    from tests.e2e.fill import told_with_sessions
    from tests.scenes import month
    from zhuqi.foundation.outbox.worker import drain

    found = month.gone_by(build_cast())
    drain()
    caller = found.look_back.caller
    assert caller is not None
    scene = {"red": found.red.number, "yellow": found.yellow.number}
    scene |= {"look_back": str(found.look_back.pk), "false": found.look_back.case.number}
    scene |= {"caller": caller.username}
    Path(sys.argv[1]).write_text(json.dumps(told_with_sessions(scene)), encoding="utf-8")


if __name__ == "__main__":
    main()
