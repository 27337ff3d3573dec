"""JSON from outside: what is none is told apart from what is wrong in it."""

import pytest

from zhuqi.foundation.typed import from_json, in_whole_letters


@pytest.mark.parametrize(
    "text", ["", "{", "NaN", '{"a": Infinity}', "[-Infinity]", "1e999", "[" * 100_000, b"\xff\xfe{"]
)
def test_what_is_no_json_is_one_error(text: str | bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        from_json(text)


def test_numbers_and_letters_come_as_they_are() -> None:
    told = from_json('{"a": [1, 2.5, "\\ud83d\\ude00"], "b": null}')
    assert told == {"a": [1, 2.5, "😀"], "b": None}
    assert in_whole_letters(told)


@pytest.mark.parametrize("text", ['"\\ud83d"', '{"\\udc00": 1}', '[["谈\\ud800"]]'])
def test_half_a_letter_is_found_wherever_it_stands(text: str) -> None:
    assert not in_whole_letters(from_json(text, halves=True))
    with pytest.raises(ValueError, match="half a letter"):
        from_json(text)
