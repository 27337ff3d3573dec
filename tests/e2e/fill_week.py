"""Run as a module in the server's environment: puts an office's week into its database."""

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
    from tests.scenes import week
    from zhuqi.foundation.outbox.worker import drain

    cast = build_cast()
    found = week.begun(cast)
    drain()
    scene = {"body": str(found.body.pk), "meeting": str(found.meeting.pk)}
    scene |= {"disputed": found.disputed.number, "one": found.one_of_many.number}
    scene |= {"firm": str(cast.diamond.pk)}
    Path(sys.argv[1]).write_text(json.dumps(told_with_sessions(scene)), encoding="utf-8")


if __name__ == "__main__":
    main()
