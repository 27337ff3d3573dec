"""Refusals say what to do first, read off the lifecycle table."""

import pytest

from zhuqi.ledgers.cases.enums import State, Verb
from zhuqi.ledgers.cases.lifecycle import CASE


@pytest.mark.parametrize(
    ("state", "verb", "sentence"),
    [
        (State.SUBMITTED, Verb.ASSIGN, "先受理才能交办"),
        (State.ASSIGNED, Verb.ANSWER, "先签收才能提交答复"),
        (State.ANSWERED, Verb.RATE, "先办结才能评价"),
        (State.ASSIGNED, Verb.COMPLETE, "先签收、提交答复才能办结"),
        # Too far off for two steps, and never by way of 不予受理.
        (
            State.SUBMITTED,
            Verb.REOPEN,
            "现在是“待受理”，“已销号”、“挂账”、“不予受理”、“终结”时才能重新办理",
        ),
        (State.IN_PROGRESS, Verb.ACCEPT, "现在是“办理中”，已过受理这一步"),
        # What is over: by way of what takes it up again, or not at all.
        (State.DECLINED, Verb.ASSIGN, "先重新办理、受理才能交办"),
        (State.STRUCK_OFF, Verb.SUPPLEMENT, "先重新办理才能补充材料"),
        (State.MERGED, Verb.BUNDLE, "先取消合并才能归入共性问题"),
        (State.STRUCK_OFF, Verb.RATE, "现在是“已销号”，不能再评价"),
        (State.WITHDRAWN, Verb.BUNDLE, "现在是“企业撤回”，不能归入共性问题"),
        (State.ANSWERED, Verb.CALL_AGAIN, "先办结才能“没打通，再约时间”"),
    ],
)
def test_a_refusal_says_what_comes_first(state: State, verb: Verb, sentence: str) -> None:
    assert CASE.what_first(state, verb) == sentence
