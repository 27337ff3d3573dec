"""A text with two troubles, split by the office."""

from tests.cast import Cast, person
from tests.scenes.cases import submitted
from tests.stock import stocked
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.attachments.models import Attachment
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.topics.splitting import split


def part(case: Case, by: User, *files: Attachment) -> Case:
    """The second of two, taken out of the case."""
    with open_case(case.pk, by=person(by)) as work:
        split(
            work, title="厂门口道路积水", body="雨后积水没过轮胎，货车进不来。",
            stays="用电增容", papers=files,
        )  # fmt: skip
    return Case.objects.filter(split_from=case).latest("pk")


@stocked
def split_off(cast: Cast) -> Case:
    """The second of a case nobody has accepted."""
    return part(submitted(cast), cast.he_fan)
