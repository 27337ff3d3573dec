"""What keeps a unit in use. The rooms above say it; retiring asks them all."""

from collections.abc import Callable

from zhuqi.foundation.directory.models import Unit

# A sentence that says what still hangs on the unit and what to do first; "" if nothing does.
Tie = Callable[[Unit], str]

_ties: list[Tie] = []


def register_tie(tie: Tie) -> None:
    """A room says, from `apps.py`, what of its own keeps a unit in use."""
    if tie not in _ties:
        _ties.append(tie)


def ties_of(unit: Unit) -> list[str]:
    """Every reason why the unit can't be retired now."""
    return [sentence for tie in _ties if (sentence := tie(unit))]


def _children(unit: Unit) -> str:
    count = unit.children.filter(active=True).count()
    return f"还有 {count} 个下属单位在用，请先停用它们或改换上级" if count else ""


def _served(unit: Unit) -> str:
    count = unit.served_enterprises.count()
    return f"还有 {count} 家企业由它服务，请先改由别的活动办服务" if count else ""


def _in_park(unit: Unit) -> str:
    count = unit.park_enterprises.count()
    return f"还有 {count} 家企业登记在这个园区，请先更正" if count else ""


for _own in (_children, _served, _in_park):
    register_tie(_own)
