"""What is proposed at triage: level first, then who answers for the matter, then history."""

from tests.cast import Cast
from tests.scenes import cases as scenes
from zhuqi.foundation.directory.enums import Level, UnitKind
from zhuqi.foundation.directory.models import Item, Unit
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.suggestions import likely_items, likely_units


def _unit(cast: Cast, name: str, *, county: bool = False) -> Unit:
    place = cast.xiangcheng if county else cast.city
    level = Level.COUNTY if county else Level.CITY
    made = Unit.objects.create(name=name, kind=UnitKind.DEPARTMENT, level=level, region=place)
    made.items.add(cast.electricity)
    return made


def _led_before(cast: Cast, unit: Unit, times: int) -> None:
    for _time in range(times):
        case = scenes.submitted(cast)
        Case.objects.filter(pk=case.pk).update(item=cast.electricity, lead_unit=unit)


def _proposed(cast: Cast, case: Case) -> list[Unit]:
    return [one.unit for one in likely_units(case, cast.electricity)]


def test_the_citys_ledger_is_proposed_the_citys_unit_though_the_county_has_one(
    cast: Cast,
) -> None:
    county = _unit(cast, "襄城县供电所", county=True)
    case = scenes.submitted(cast)
    case.region = cast.xiangcheng
    assert case.level == Level.CITY
    assert _proposed(cast, case) == [cast.power, county]


def test_of_several_that_answer_for_it_comes_first_who_led_most(cast: Cast) -> None:
    second = _unit(cast, "许昌市能源局")
    case = scenes.submitted(cast)
    assert _proposed(cast, case) == [cast.power, second]
    _led_before(cast, second, 2)
    assert _proposed(cast, case) == [second, cast.power]
    assert likely_units(case, cast.electricity)[0].cases == 2


def test_who_led_such_cases_without_being_named_for_them_comes_last(cast: Cast) -> None:
    _led_before(cast, cast.industry, 3)
    found = likely_units(scenes.submitted(cast), cast.electricity)
    assert [(one.unit, one.responsible, one.cases) for one in found] == [
        (cast.power, True, 0),
        (cast.industry, False, 3),
    ]


def test_who_must_keep_away_is_not_proposed(cast: Cast) -> None:
    case = scenes.submitted(cast)
    assert likely_units(case, cast.electricity, keep_away={cast.power.pk}) == []


def test_a_case_is_no_evidence_for_itself(cast: Cast) -> None:
    case = scenes.submitted(cast)
    Case.objects.filter(pk=case.pk).update(item=cast.electricity, lead_unit=cast.industry)
    assert _proposed(cast, case) == [cast.power]


def test_matters_are_proposed_by_their_keywords_a_title_before_a_body() -> None:
    power = Item(code="1", name="用电", words="停电 变压器")
    water = Item(code="2", name="用水", words="停水 水压")
    found = likely_items([power, water], "变压器不够用", "前天也停水")
    assert [one.item for one in found] == [power, water]
    assert found[0].words == ("变压器",)
    assert likely_items([power, water], "想请教一件事", "没有别的") == []


def test_a_word_several_matters_share_weighs_less() -> None:
    one = Item(code="1", name="甲", words="验收 消防")
    other = Item(code="2", name="乙", words="验收 竣工")
    found = likely_items([other, one], "消防验收", "")
    assert [guess.item for guess in found] == [one, other]
