"""The same matter told again is recognised, and another matter of the firm is not."""

import pytest

from tests.cast import Cast, person
from tests.scenes import life
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.resubmission import ALIKE, likeness, said_before

SAME = [
    ("电压波动致压机停机", "电压波动，压机又停机了"),
    ("车间用电增容迟迟不批", "车间用电增容一直没批"),
    ("门口修路货车进不来", "ＭＥＮ口修路，货车进不来"),
    ("请求协调银行续贷", "请求协调银行续贷"),
    ("厂区道路排水不畅", "厂区 道路\u200b排水不畅！"),
]
OTHER = [
    ("电压波动致压机停机", "仓库屋顶漏雨"),
    ("车间用电增容迟迟不批", "车间环评手续怎么办"),
    ("一号线停电", "职工子女入学"),
    ("请求协调银行续贷", "请求协调招聘焊工"),
    ("门口修路货车进不来", "门口路灯不亮"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_in_other_words_is_alike(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one) >= ALIKE


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_another_matter_is_not(one: str, other: str) -> None:
    assert likeness(one, other) < ALIKE


def test_nothing_is_like_nothing() -> None:
    assert likeness("", "") == likeness("电", "电") == 0


def found(cast: Cast, title: str, user: str = "he_fan", body: str = "") -> list[Case]:
    scope = person(getattr(cast, user)).scope
    return said_before(
        Case.objects.visible_to(scope), scope=scope, enterprise=cast.diamond, title=title,
        body=body, now=life.MONDAY,
    )  # fmt: skip


def test_it_is_found_among_the_firms_own_by_whoever_may_see_it(cast: Cast) -> None:
    case = life.submit(cast)
    assert found(cast, case.title) == found(cast, "x", body=case.body) == [case]
    assert found(cast, "仓库屋顶漏雨") == []
    for stranger in ("qin_lan", "sun", "jia", "system_admin"):
        assert found(cast, case.title, stranger) == []


def test_of_a_confidential_case_nobody_learns_by_its_firm(cast: Cast) -> None:
    case = life.in_progress(cast)
    assert found(cast, case.title, "sun") == [case]
    Case.objects.filter(pk=case.pk).update(confidential=True)
    assert found(cast, case.title, "sun") == []
    assert found(cast, case.title, "lin") == []
    assert found(cast, case.title) == [case]
