"""企业服务日: planned, held; what firms say is solved on the spot or becomes a case."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.cast import Cast, person
from tests.scenes.life import MONDAY
from zhuqi.foundation.access import SYSTEM, NotNow, NotValid, NotYours
from zhuqi.foundation.accounts.models import User
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.retention.erasure import erase_content
from zhuqi.mechanisms.service_days import actions, queries
from zhuqi.mechanisms.service_days.enums import ServiceDayState
from zhuqi.mechanisms.service_days.models import ServiceDay, Speech

TODAY = MONDAY.date()


def plan(cast: Cast, by: User | None = None, day: date = TODAY, **more: object) -> ServiceDay:
    given = {
        "office": cast.city_office, "day": day, "place": "政务大厅三楼", "topics": "用电\n用工",
        "firms": [cast.diamond], **more,
    }  # fmt: skip
    return actions.plan(**given, by=person(by or cast.he_fan), now=MONDAY)  # type: ignore[arg-type]


def do(row: ServiceDay, by: User, verb: object, **given: object) -> None:
    with actions.SERVICE_DAYS.open(row.pk, by=person(by), now=MONDAY) as change:
        verb(change, **given)  # type: ignore[operator]
    row.refresh_from_db()


def held(cast: Cast) -> ServiceDay:
    row = plan(cast)
    do(row, cast.he_fan, actions.hold, attended=[cast.diamond], minutes="到会一家。")
    return row


def test_planned_by_the_office_with_few_topics_and_not_in_hindsight(cast: Cast) -> None:
    with pytest.raises(NotYours):
        plan(cast, cast.zhou)
    with pytest.raises(NotYours):
        plan(cast, cast.qin_lan)
    wrongs: list[dict[str, Any]] = [
        {"topics": "一\n二\n三\n四\n五\n六"}, {"topics": " "}, {"firms": []},
        {"day": TODAY - timedelta(days=1)},
    ]  # fmt: skip
    for wrong in wrongs:
        with pytest.raises(NotValid):
            plan(cast, **wrong)
    later = plan(cast, day=TODAY + timedelta(days=3))
    with pytest.raises(NotValid, match="还没有到"):
        do(later, cast.he_fan, actions.hold, attended=[], minutes="")
    do(later, cast.shen_jing, actions.cancel, reason="改到下月")
    assert later.state == ServiceDayState.CANCELLED


def test_what_is_not_solved_on_the_spot_becomes_a_case_once_with_consent(cast: Cast) -> None:
    row = held(cast)
    with pytest.raises(NotValid, match="邀请了的"):
        do(
            row, cast.he_fan, actions.hear, enterprise=cast.shoes, topic="", said="别家的",
            solved="",
        )  # fmt: skip
    said = {"enterprise": cast.diamond, "topic": "用电"}
    do(row, cast.he_fan, actions.hear, **said, said="缺 800 千伏安。", solved="")
    do(row, cast.he_fan, actions.hear, **said, said="电费发票晚。", solved="当场补开")
    assert list(queries.to_do(person(cast.he_fan).scope, TODAY)) == [row]
    speech = Speech.objects.get(solved="")
    asked = {
        "speech": speech, "title": "用电容量不够", "reporter_name": "赵总",
        "reporter_phone": "13800000000",
    }  # fmt: skip
    with pytest.raises(NotValid, match="企业同意后"):
        do(row, cast.he_fan, actions.raise_case, **asked, consent=False)
    do(row, cast.he_fan, actions.raise_case, **asked, consent=True)
    case = Case.objects.get()
    speech.refresh_from_db()
    assert (case.channel, case.body, speech.case) == ("talks", "缺 800 千伏安。", case)
    assert not queries.to_do(person(cast.he_fan).scope, TODAY)
    with pytest.raises(NotNow, match="没有未解决"):
        do(row, cast.he_fan, actions.raise_case, **asked, consent=True)
    erase_content(case.pk, by=SYSTEM, reason="移送纪检监察")
    speech.refresh_from_db()
    assert ("千伏安" in speech.said, speech.case) == (False, None)


def test_seen_by_the_office_and_those_who_read_its_ledger(cast: Cast) -> None:
    row = held(cast)
    with pytest.raises(NotYours):
        do(row, cast.mayor, actions.solve, speech=Speech(pk=1), solved="x")
    readers = [cast.he_fan, cast.lu_yuan, cast.mayor, cast.inspector]
    others = [cast.zhao, cast.lin, cast.zhou, cast.qin_lan, cast.keeper, cast.system_admin]
    seen = {user.name for user in (*readers, *others)
            if queries.service_days(person(user).scope).exists()}  # fmt: skip
    assert seen == {user.name for user in readers}
