"""来源: the inlets are data; whoever registers uses those meant for them."""

import pytest

from tests.cast import Cast, person
from tests.scenes.life import SUBMISSION
from zhuqi.foundation.access import SYSTEM, NotNow, NotValid
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.audit.models import Event
from zhuqi.ledgers.cases.actions import intake
from zhuqi.ledgers.cases.channels.actions import (
    CHANNELS,
    load_channels,
)
from zhuqi.ledgers.cases.models import Case, Channel, ForeignNumber
from zhuqi.ledgers.cases.queries import channel_names


def registered(cast: Cast, by: User, code: str, number: str = "") -> Case:
    return intake.register(
        enterprise=cast.diamond,
        submission=SUBMISSION,
        channel=code,
        foreign_number=number,
        by=person(by),
    )


def inlet(code: str) -> Channel:
    return Channel.objects.get(code=code)


@pytest.mark.usefixtures("cast")
def test_every_inlet_of_the_domain_is_shipped_and_loading_again_adds_nothing() -> None:
    names = set(channel_names().values())
    assert {"企业端", "走访", "电话", "书记市长信箱", "微信群", "座谈会"} <= names
    assert {"表格导入", "电子邮件", "系统对接", "12345 热线", "上级交办", "工商联商会"} <= names
    assert load_channels(by=SYSTEM) == 0


@pytest.mark.usefixtures("cast")
def test_what_an_office_changed_stays_when_the_shipped_ones_are_loaded_again() -> None:
    CHANNELS.change(inlet("visit"), name="上门走访", by=SYSTEM)
    CHANNELS.retire(inlet("wechat"), by=SYSTEM)
    assert load_channels(by=SYSTEM) == 0
    assert (inlet("visit").name, inlet("wechat").active) == ("上门走访", False)


def test_a_registrar_uses_the_offices_inlets_and_a_liaison_their_own(cast: Cast) -> None:
    assert registered(cast, cast.he_fan, "hotline", "GD-1").channel == "hotline"
    assert registered(cast, cast.lin, "visit").channel == "visit"
    with pytest.raises(NotValid, match="不由您登记"):
        registered(cast, cast.lin, "hotline", "GD-2")
    for code in ("portal", "excel", "api"):
        with pytest.raises(NotValid, match="不由您登记"):
            registered(cast, cast.he_fan, code, "X")


@pytest.mark.parametrize("code", ["", "pigeon", "PHONE", "phone' OR 1=1"])
def test_an_inlet_that_does_not_exist_is_refused_at_its_field(cast: Cast, code: str) -> None:
    with pytest.raises(NotValid) as refusal:
        registered(cast, cast.he_fan, code)
    assert set(refusal.value.errors) == {"channel"}
    assert not Case.objects.exists()


def test_a_retired_inlet_takes_nothing_new_and_still_names_old_rows(cast: Cast) -> None:
    case = registered(cast, cast.he_fan, "wechat")
    CHANNELS.retire(inlet("wechat"), by=SYSTEM)
    with pytest.raises(NotValid, match="已停用"):
        registered(cast, cast.he_fan, "wechat")
    assert channel_names()[case.channel] == "微信群"
    CHANNELS.restore(inlet("wechat"), by=SYSTEM)
    assert registered(cast, cast.he_fan, "wechat").channel == "wechat"


def test_an_inlet_may_insist_on_its_own_number(cast: Cast) -> None:
    CHANNELS.change(inlet("hotline"), foreign_number=ForeignNumber.REQUIRED, by=SYSTEM)
    with pytest.raises(NotValid) as refusal:
        registered(cast, cast.he_fan, "hotline", "  ")
    assert set(refusal.value.errors) == {"foreign_number"}
    assert registered(cast, cast.he_fan, "hotline", "GD-3").foreign_number == "GD-3"


@pytest.mark.usefixtures("cast")
def test_the_firms_own_inlet_cannot_be_retired() -> None:
    with pytest.raises(NotNow, match="不能停用"):
        CHANNELS.retire(inlet("portal"), by=SYSTEM)


@pytest.mark.usefixtures("cast")
def test_retiring_twice_is_refused_and_the_same_again_leaves_no_event() -> None:
    before = Event.objects.filter(object_type="channel").count()
    CHANNELS.change(inlet("visit"), name="走访", by=SYSTEM)
    assert Event.objects.filter(object_type="channel").count() == before
    CHANNELS.retire(inlet("visit"), by=SYSTEM, reason="并入座谈会")
    with pytest.raises(NotNow, match="已停用"):
        CHANNELS.retire(inlet("visit"), by=SYSTEM)
    event = Event.objects.latest("pk")
    assert (event.kind, event.facts) == (
        "channel.retired",
        {"changes": {"active": [True, False]}, "reason": "并入座谈会"},
    )


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize(
    ("code", "name", "why"),
    [
        ("visit", "另一个", "同名或同代码"),
        ("fax", "走访", "同名或同代码"),
        ("传真", "传真", "小写英文字母"),
        ("a" * 13, "传真", "小写英文字母"),
        ("fax", " ", "name"),
    ],
)
def test_a_new_inlet_needs_a_code_and_a_name_of_its_own(code: str, name: str, why: str) -> None:
    with pytest.raises(NotValid) as refusal:
        CHANNELS.add(code=code, name=name, for_registrar=True, by=SYSTEM)
    assert why in refusal.value.reason or why in refusal.value.errors


def test_a_new_inlet_is_used_at_once(cast: Cast) -> None:
    CHANNELS.add(code="fax", name="传真", for_registrar=True, by=SYSTEM)
    assert registered(cast, cast.he_fan, "fax").channel == "fax"
