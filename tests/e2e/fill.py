"""Run as a module in the server's environment: puts the cast and a scene into its database.

The scene is a case in each state that has pages of its own; their numbers, and the ids other
addresses need, are written to the file named on the command line, with a session of everybody's.
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
    from tests.cast import build_cast, official_user
    from tests.scenes import appraisal, inspections, lookback
    from tests.scenes import cases as scenes
    from zhuqi.foundation.access import Role
    from zhuqi.foundation.directory.models import Enterprise
    from zhuqi.interfaces.shell.listing.exporting import AT_ONCE
    from zhuqi.ledgers.cases.enums import State, Verdict
    from zhuqi.mechanisms.lookback.models import LookBack
    from zhuqi.reporting.statistics.actions import bring_up_to_date

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
    # 秦岚 of another office is to ring up about it.
    looked_back_at = lookback.struck_off(cast, "销号以后回头看的一件")
    lookback.drawn(cast)
    LookBack.objects.update(caller=cast.yu_registrar, caller_unit=cast.other_office)
    mine = LookBack.objects.filter(case=looked_back_at)
    mine.update(caller=cast.qin_lan, caller_unit=cast.county_office)
    # A unit that is to be inspected today.
    to_inspect = inspections.visit_to(inspections.begun(cast, now=datetime.now(UTC)), cast.industry)
    # More than a file made while one waits holds, where no other story looks.
    Enterprise.objects.bulk_create(
        Enterprise(name=f"禹州第{n}家", region=cast.yuzhou, office=cast.other_office)
        for n in range(AT_ONCE)
    )
    # Who forgets the password, in one story: whoever else were signed in as them is not any more.
    official_user("童忘", "tong", cast.labour, Role.HANDLER)
    appraisal.adopt(cast.city_office)
    bring_up_to_date()
    scene = {name: case.number for name, case in cases.items()}
    scene |= {"look_back": str(mine.get().pk), "looked_back_at": looked_back_at.number}
    scene |= {"firm": str(cast.diamond.pk), "person": str(cast.zhou.pk)}
    scene |= {"inspection": str(to_inspect.pk)}
    Path(sys.argv[1]).write_text(json.dumps(told_with_sessions(scene)), encoding="utf-8")


def told_with_sessions(scene: dict[str, str]) -> dict[str, object]:
    """What is there, and by whose session it is looked at."""
    # Models can be imported only now.
    from django.conf import settings
    from django.test import Client

    from tests.signing_in import sign_in
    from zhuqi.foundation.accounts.models import User

    cookie = settings.SESSION_COOKIE_NAME
    sessions = {
        user.username: sign_in(Client(), user).cookies[cookie].value for user in User.objects.all()
    }
    return {"scene": scene, "cookie": cookie, "sessions": sessions}


if __name__ == "__main__":
    main()
