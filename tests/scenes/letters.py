"""钻石公司 writes to 林助, who looks after it."""

from datetime import datetime
from typing import Any

from tests.cast import Cast, person
from tests.scenes.life import MONDAY
from zhuqi.foundation.accounts.models import User
from zhuqi.mechanisms.direct_line import actions
from zhuqi.mechanisms.direct_line.models import Letter


def sent(
    cast: Cast,
    to: User | None = None,
    now: datetime | None = None,
    *,
    confidential: bool = False,
    title: str = "想了解贴息政策",
    body: str = "明年换生产线，找哪个科室？",
) -> Letter:
    return actions.send(
        enterprise=cast.diamond, to=to or cast.lin, title=title, body=body,
        confidential=confidential, by=person(cast.zhao),
        now=now or MONDAY,
    )  # fmt: skip


def act(letter: Letter, by: User, verb: Any, now: datetime | None = None, **given: Any) -> Any:
    with actions.LETTERS.open(letter.pk, by=person(by), now=now or MONDAY) as change:
        made = verb(change, **given)
    letter.refresh_from_db()
    return made
