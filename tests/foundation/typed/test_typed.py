"""The same thing typed otherwise is the same thing."""

from importlib import import_module

import pytest
from django.apps import apps
from hypothesis import example, given
from hypothesis import strategies as st

from tests.cast import Cast, person
from tests.scenes.life import SUBMISSION
from zhuqi.foundation.access import NotValid
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.accounts.validators import canonical_login
from zhuqi.foundation.directory import uscc
from zhuqi.foundation.directory.queries import find_enterprises
from zhuqi.foundation.typed import key, login, phone, phone_or_text, plain, words
from zhuqi.foundation.typed import person as person_name
from zhuqi.foundation.typed.matching import spelled_in
from zhuqi.ledgers.cases.actions import intake
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.numbers import parse
from zhuqi.ledgers.cases.queries import Filters, ledger

NUMBER = "HX20261128001"
TYPED = (
    "HX20261128001", "hx20261128001", "ＨＸ２０２６１１２８００１", "HX 2026 1128 001",
    "HX2026\u200b1128001", " \ufeffhx2026\u00ad1128\u3000001\u202c ", "Hx20261128001\u0000",
    "HX2026\ufe0f1128001", "HX2026\u034f1128\u2800001\u3164", "HX2026\U000e01001128001",
)  # fmt: skip


def test_a_persons_name_has_no_blank_inside() -> None:
    for written in ("李伟", "李　伟", " 李  伟\u200b"):
        assert person_name(written) == "李伟"
    assert person_name("John  Smith") == "John Smith"
    assert person_name("阿卜杜拉·买买提") == "阿卜杜拉·买买提"


@pytest.mark.parametrize("typed", TYPED)
def test_a_number_has_one_form(typed: str) -> None:
    assert key(typed) == NUMBER


@pytest.mark.parametrize(
    ("typed", "one"),
    [
        ("HX—2026——001", "HX-2026-001"),
        ("hx－2026–001", "HX-2026-001"),
        ("许信访〔2026〕12号", "许信访(2026)12号"),
        ("许信访［2026］ 12 号", "许信访(2026)12号"),
        ("许信访（2026）12号", "许信访(2026)12号"),
    ],
)
def test_dashes_and_brackets_are_of_one_kind(typed: str, one: str) -> None:
    assert key(typed) == one


@pytest.mark.parametrize(
    "typed",
    [
        "1000-26-0001-4",
        "１０００－２６－０００１－４",
        "1000 26\u200b 0001 4",
        "10002600014",
        "\ufeff1000—26—0001—4",
        "编号：1000-26-0001-4。",
        "№1000-26-0001-4",
    ],
)
def test_a_case_is_found_by_its_number_however_it_is_typed(typed: str) -> None:
    assert parse(typed) == "1000-26-0001-4"


@pytest.mark.parametrize(
    "typed",
    ["13812345678", "１３８１２３４５６７８", "138\u200b1234 5678", "+86 138-1234-5678\u202c"],
)
def test_a_phone_has_one_form(typed: str) -> None:
    assert phone(typed) == phone_or_text(typed) == canonical_login(typed) == "13812345678"


def test_what_is_no_number_stays_readable_text() -> None:
    assert phone("2961234") == ""
    assert phone_or_text("２９６ １２３４") == "2961234"


@pytest.mark.parametrize("typed", ["HeFan", "ｈｅｆａｎ", "he\u200bfan", " he fan "])
def test_a_user_name_has_one_form(typed: str) -> None:
    assert login(typed) == canonical_login(typed) == "hefan"


def test_a_code_has_one_form() -> None:
    for typed in (
        "91411000ma0000001a",
        "９１４１１０００ＭＡ００００００１Ａ",
        "91411000-MA00\u200b0000 1A",
    ):
        assert uscc.normalise(typed) == "91411000MA0000001A"


@given(st.text(max_size=60))
@example("T¨")
def test_once_in_its_form_it_stays_so(text: str) -> None:
    for form in (plain, key, login):
        assert form(form(text)) == form(text)
    assert phone_or_text(phone_or_text(text)) == phone_or_text(text)


def register(cast: Cast, number: str) -> Case:
    return intake.register(
        enterprise=cast.diamond, submission=SUBMISSION, channel="hotline", by=person(cast.he_fan),
        foreign_number=number,
    )  # fmt: skip


def test_a_foreign_number_is_taken_once_however_it_is_typed(cast: Cast) -> None:
    case = register(cast, TYPED[0])
    for typed in TYPED:
        with pytest.raises(NotValid, match="已登记过"):
            register(cast, typed)
        found = ledger(person(cast.he_fan).scope, Filters(text=typed), case.submitted_at)
        assert list(found) == [case]
    assert case.foreign_number == NUMBER


def test_what_was_there_before_gets_its_key_and_doubles_keep_their_own(cast: Cast) -> None:
    cases = [register(cast, number) for number in ("A-1", "B-2", "C-3")]
    for case, number in zip(cases, ("ａ-1", "A -1", "C-3"), strict=True):
        Case.objects.filter(pk=case.pk).update(foreign_number=number, foreign_key="")
    import_module("zhuqi.ledgers.cases.migrations.0005_merged_cases").fill_keys(apps, None)
    keys = list(Case.objects.order_by("pk").values_list("foreign_key", flat=True))
    assert keys == ["A-1", f"A-1#{cases[1].pk}", "C-3"]
    # Since then dashes are of one kind: the first has the number that both were.
    Case.objects.filter(pk=cases[2].pk).update(foreign_number="A—1", foreign_key="A—1")
    Case.objects.filter(pk=cases[0].pk).update(foreign_number="A–1", foreign_key="A–1")
    import_module("zhuqi.ledgers.cases.migrations.0010_one_kind_of_dash").fill_keys(apps, None)
    keys = list(Case.objects.order_by("pk").values_list("foreign_key", flat=True))
    assert keys == ["A-1", f"A-1#{cases[1].pk}", f"A-1#{cases[2].pk}"]


def test_search_words_are_found_in_whatever_width_they_were_stored(cast: Cast) -> None:
    cast.diamond.name = "许昌（钻石）ABC公司"
    cast.diamond.save()
    scope = person(cast.he_fan).scope
    for typed in ("许昌(钻石)", "许昌（钻石）", "ａｂｃ 许昌", "钻\u200b石", "abc　公司"):
        assert find_enterprises(typed, scope=scope) == [cast.diamond], typed
    assert find_enterprises("钻石 鞋业", scope=scope) == []


def test_words_may_stand_in_different_columns(cast: Cast) -> None:
    found = User.objects.filter(
        spelled_in(f"{cast.zhao.name} {cast.zhao.username}", "name", "username")
    )
    assert list(found) == [cast.zhao]
    assert words(" \u200b ") == []
