"""林助 is to go to 钻石公司 today."""

from django.utils import timezone

from tests.cast import Cast, person
from zhuqi.mechanisms.liaison import actions
from zhuqi.mechanisms.liaison.models import Visit


def planned(cast: Cast) -> Visit:
    return actions.plan(
        enterprise=cast.diamond, day=timezone.localdate(), purpose="了解二期投产",
        goers="", basis="asked", why="企业请去看看",
        by=person(cast.lin),
    )  # fmt: skip
