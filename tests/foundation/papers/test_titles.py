"""Titles in lines: between words, in a shape, and nothing lost."""

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.thorough import examples
from zhuqi.foundation.papers.layout.texts import NOT_FIRST, NOT_LAST, breakable, shown, width_of
from zhuqi.foundation.papers.layout.titles import title_lines

WORDS = st.sampled_from(
    ["关于", "印发", "的", "通知", "企业", "《", "》", "，", "（试行）", "2026年", "A", "x" * 30,
     " ", "。", "！", "𬭚", "市", "\n", "许昌", "和", "—", "“", "”"]
)  # fmt: skip
TITLES = st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=50).map("".join))


def letters(text: str) -> str:
    return "".join(shown(text).split())


@settings(max_examples=examples(100))
@given(TITLES, st.sampled_from([2, 8, 20]))
@example("，" * 45, 20)
@example("a" * 400, 20)
@example("（" * 50, 8)
def test_no_line_is_wider_than_the_width_and_nothing_is_lost(title: str, width: int) -> None:
    lines = title_lines(title, width)
    assert "".join(map(letters, lines)) == letters(title)
    assert all(line == line.strip() != "" for line in lines)
    assert max(map(width_of, lines), default=0) <= width


def can_begin(line: str) -> bool:
    return line[0] not in NOT_FIRST


@settings(max_examples=examples(100))
@given(TITLES)
@example("企业，" * 30)
@example("，，，关于印发")
def test_no_line_begins_with_punctuation_or_ends_with_a_bracket_that_opens(title: str) -> None:
    for part in shown(title).split("\n"):
        lines = title_lines(part, 20)
        for above, below in pairwise(lines):
            # One letter with a line of nothing but punctuation behind it: there is no way round.
            assert can_begin(below) or all(char in NOT_FIRST for char in above[1:])
            assert above[-1] not in NOT_LAST or all(
                char in NOT_LAST or char in NOT_FIRST for char in above[1:]
            ) or width_of(above) > 19  # fmt: skip


@settings(max_examples=examples(100))
@given(st.text("关于做好企业诉求办理工作的通知局市", min_size=21, max_size=70))
def test_no_line_is_left_with_one_character(title: str) -> None:
    assert min(map(len, title_lines(title, 20))) > 1


@settings(max_examples=examples(100))
@given(st.text("关于做好企业诉求办理工作的通知", min_size=41, max_size=70))
def test_no_line_in_the_middle_is_much_shorter_than_both_its_neighbours(title: str) -> None:
    wide = [width_of(line) for line in title_lines(title, 20)]
    for above, line, below in zip(wide, wide[1:], wide[2:], strict=False):
        assert line > min(above, below) - 8


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于进一步做好企业诉求办理工作的通知", ["关于进一步做好企业诉求办理工作的通知"]),
        (
            "许昌市工业和信息化局关于设立企业服务专项资金的请示",
            ["许昌市工业和信息化局", "关于设立企业服务专项资金的请示"],
        ),
        (
            "关于河南平煤神马襄城硅碳产业园供电增容有关问题的督办通知",
            ["关于河南平煤神马襄城硅碳产业园", "供电增容有关问题的督办通知"],
        ),
        (
            "许昌市人民政府办公室关于印发许昌市工业企业培育三年行动方案（2026—2028年）的通知",
            ["许昌市人民政府办公室", "关于印发许昌市工业企业培育",
             "三年行动方案（2026—2028年）的通知"],
        ),
        ("第一行\n第二行", ["第一行", "第二行"]),
        ("", []),
    ],
)  # fmt: skip
def test_lines_end_where_an_official_would_end_them(title: str, lines: list[str]) -> None:
    assert list(title_lines(title, 20)) == lines


def test_a_line_holds_something() -> None:
    with pytest.raises(ValueError, match="one character"):
        title_lines("通知", 0)


@settings(max_examples=examples(100))
@given(st.text(max_size=200), st.integers(2, 40))
def test_places_to_break_change_nothing_that_is_seen(text: str, width: int) -> None:
    assert breakable(text, width).replace("\u200b", "") == text.replace("\u200b", "")


def test_long_words_get_places_to_break_and_short_ones_none() -> None:
    assert "\u200b" in breakable("x" * 400, 26)
    assert "\u200b" in breakable("，" * 60, 26)
    assert breakable("关于Typst的说明，请阅。", 26) == "关于Typst的说明，请阅。"


def test_what_has_no_shape_is_not_shown() -> None:
    assert shown("a\x00b\x1b\ud800c\u202ed\u2066e\ufffff\te\r\ng\U0010ffff") == "abcdef e\ng"
