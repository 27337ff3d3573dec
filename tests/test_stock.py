"""What the stock puts back is what the product built, and it stands aside for anything else."""

import pytest

from tests.cast import Cast
from tests.scenes import cases as scenes
from tests.stock import STOCK
from zhuqi.foundation.audit.verification import examine
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.ledgers.cases.checking import verify_clocks
from zhuqi.ledgers.cases.enums import State
from zhuqi.ledgers.cases.models import Case


@pytest.mark.parametrize("_time", range(2))
def test_a_case_put_back_holds_before_the_log_and_the_clocks(cast: Cast, _time: int) -> None:
    case = scenes.case_in(cast, State.COMPLETED, title="备用")
    assert Case.objects.get() == case
    assert vars(Case.objects.get())["title"] == case.title
    assert list(examine("case", case.pk)) == []
    assert list(verify_clocks()) == []


def test_after_any_other_write_everything_is_really_built(cast: Cast) -> None:
    Enterprise.objects.filter(pk=cast.diamond.pk).update(name="许昌金刚石公司")
    assert STOCK.standing is None
    case = scenes.submitted(cast)
    assert Case.objects.get().enterprise.name == "许昌金刚石公司"  # type: ignore[union-attr]
    assert scenes.submitted(cast).number != case.number


def test_two_of_a_kind_are_two(cast: Cast) -> None:
    first, second = scenes.submitted(cast), scenes.submitted(cast)
    assert first != second
    assert Case.objects.count() == 2
