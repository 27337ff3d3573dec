"""Run as a module in the server's environment: puts the cast and a scene into its database.

The scene is a case in each state that has pages of its own; their numbers, and the ids other
addresses need, are written to the file named on the command line.
"""

import json
import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import django


def main() -> None:
    """Wake Django with the server's settings, build, and write down what there is."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhuqi.config.settings")
    django.setup()
    # Models can be imported only now.
    from tests.cast import build_cast
    from tests.scenes import cases as scenes
    from zhuqi.ledgers.cases.enums import State, Verdict

    cast = build_cast()
    cases = {
        "fresh": scenes.submitted(cast),
        "declined": scenes.declined(cast),
        "under_way": scenes.co_signed(cast),
        "withdrawing": scenes.withdrawal_asked(cast),
        "answered": scenes.case_in(cast, State.ANSWERED),
        "completed": scenes.case_in(cast, State.COMPLETED),
        "fallen_short": scenes.case_in(cast, State.COMPLETED, verdict=Verdict.PARTLY),
        "closed": scenes.case_in(cast, State.STRUCK_OFF, verdict=Verdict.SOLVED),
        "carried": scenes.carried(cast),
        "late": scenes.case_in(
            cast,
            State.IN_PROGRESS,
            title="拖了两个月的用电问题",
            now=datetime.now(UTC) - timedelta(days=60),
        ),
    }
    # The one case that a test does something to: its firm has let the time to rate pass.
    cases["unrated"] = scenes.case_in(
        cast,
        State.COMPLETED,
        title="办好了还没有评价的一件",
        now=datetime.now(UTC) - timedelta(days=60),
    )
    scene = {name: case.number for name, case in cases.items()}
    scene |= {"firm": str(cast.diamond.pk), "person": str(cast.zhou.pk)}
    Path(sys.argv[1]).write_text(json.dumps(scene), encoding="utf-8")


if __name__ == "__main__":
    main()
