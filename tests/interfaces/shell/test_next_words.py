"""What happens next is a kind in the ledger and a sentence here: one for each, none left over."""

import re

import pytest

from zhuqi.interfaces.shell.next_words import sentence_of
from zhuqi.ledgers.cases.enums import State
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.reading import next_steps
from zhuqi.ledgers.cases.reading.next_steps import Ahead, NextStep

CHINESE = re.compile(r"[一-鿿]")


@pytest.mark.parametrize("what", Ahead)
def test_every_kind_has_its_sentence(what: Ahead) -> None:
    said = sentence_of(
        NextStep(what=what, office="市活动办", lead="许昌供电", main="1000-26-0001-0")
    )
    assert CHINESE.search(said)
    assert "%(" not in said


def test_a_sentence_names_whom_it_is_about() -> None:
    step = NextStep(what=Ahead.REVIEW, office="市活动办", lead="许昌供电")
    assert sentence_of(step) == "许昌供电已提出答复，市活动办正在审核"
    nobody = NextStep(what=Ahead.ANSWER, office="市活动办")
    assert sentence_of(nobody) == "承办单位正在办理，等待答复"
    merged = NextStep(what=Ahead.MAIN_CASE, office="市活动办", main="1000-26-0001-0")
    assert "1000-26-0001-0" in sentence_of(merged)


def test_the_reason_of_a_pause_stands_in_it_where_there_is_one() -> None:
    paused = NextStep(what=Ahead.PAUSE_ENDS, office="市活动办", why="等省里批复")
    assert sentence_of(paused) == "暂停办理：等省里批复。到期复核"
    assert sentence_of(NextStep(what=Ahead.PAUSE_ENDS, office="市活动办")) == ("暂停办理。到期复核")


def test_a_case_in_any_state_has_something_ahead() -> None:
    assert set(next_steps._AHEAD) == set(State)
    assert Case._meta.get_field("state").choices == State.choices
