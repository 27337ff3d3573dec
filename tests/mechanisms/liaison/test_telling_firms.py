"""When somebody else looks after a firm, the firm is told; a link that is new tells nobody."""

from tests.cast import Cast, official_user, person
from tests.scenes.visits import TODAY
from zhuqi.foundation.access import Role
from zhuqi.foundation.directory.actions import hand_over_liaison
from zhuqi.foundation.directory.models import LiaisonLink
from zhuqi.foundation.notices.models import Message
from zhuqi.foundation.outbox.worker import drain


def test_everybody_who_speaks_for_the_firm_is_told_once(cast: Cast) -> None:
    wang = official_user("王助", "wangzhu", cast.industry, Role.LIAISON)
    assert wang.official is not None
    hand_over_liaison(
        links=LiaisonLink.objects.filter(enterprise=cast.diamond), to=wang.official, since=TODAY,
        by=person(cast.he_fan),
    )  # fmt: skip
    drain()
    drain()
    told = Message.objects.filter(title__contains="王助联系您的企业")
    assert {one.user for one in told} == {cast.zhao, cast.qian}
    assert told.count() == 2
