"""What rooms contribute stands in order, under one name each."""

import pytest

from zhuqi.foundation.contributions import DoubleContributionError, Registry


@pytest.fixture
def queues() -> Registry[str]:
    registry: Registry[str] = Registry("queue")
    registry.register("cases", "诉求", order=20)
    registry.register("visits", "走访", order=10)
    registry.register("topics", "共性问题", order=20)
    return registry


def test_parts_come_by_order_and_then_as_they_were_registered(queues: Registry[str]) -> None:
    assert list(queues) == ["走访", "诉求", "共性问题"]
    assert queues.items()[0] == ("visits", "走访")
    assert len(queues) == 3


def test_one_name_belongs_to_one_room(queues: Registry[str]) -> None:
    with pytest.raises(DoubleContributionError, match="queue 'cases' is registered twice"):
        queues.register("cases", "又一个")
    assert queues["cases"] == "诉求"


def test_what_nobody_contributed_is_missing_by_name_and_kind(queues: Registry[str]) -> None:
    assert "meetings" not in queues
    assert queues.find("meetings") is None
    with pytest.raises(KeyError, match="no queue 'meetings'"):
        queues["meetings"]
