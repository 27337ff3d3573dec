"""The one form in which texts and words are compared."""

from hypothesis import given
from hypothesis import strategies as st

from zhuqi.foundation.search.normal import (
    CHUNK,
    LONGEST,
    chunks,
    grams,
    needed,
    normal,
    spots,
    words,
)

LETTERS = "许昌許电電力Ａbc１２ 　\n，。（）-机械⻓ "


def test_how_it_was_typed_is_nothing_and_what_it_is_everything() -> None:
    assert normal("許昌電力（ＡＢＣ）") == "许昌电力 abc"
    assert normal("许\u200b昌\n电　力") == "许昌电力"
    assert normal("⺠营企业") == normal("民營企業")
    assert normal("里裏裡") == "里里里"
    assert normal("XC-2026_0001") == "xc 2026 0001"


def test_words_are_parted_by_blanks_and_a_sign_inside_keeps_one_together() -> None:
    assert words(" 電力　XC-2026 电力 ，") == ["电力", "xc 2026"]
    assert words("，。 ★") == []
    assert all(len(word) <= LONGEST for word in words("长" * 300))
    assert len(words(" ".join(map(str, range(30))))) == 8


@given(st.text(alphabet=LETTERS, max_size=80), st.integers(0, 79), st.integers(1, 8))
def test_whatever_stands_in_a_text_has_its_grams_there(text: str, start: int, size: int) -> None:
    held = grams(normal(text))
    for word in words(text[start : start + size]):
        pairs, begins = needed(word)
        if word in normal(text):
            assert set(pairs) <= held
            assert not begins or any(gram.startswith(begins) for gram in held)


@given(st.text(alphabet=LETTERS, min_size=1, max_size=60), st.integers(0, 59), st.integers(1, 6))
def test_a_word_is_marked_where_it_stands(text: str, start: int, size: int) -> None:
    for word in words(text[start : start + size]):
        if word in normal(text):
            places = spots(text, [word])
            assert any(word in normal(text[begin:end]) for begin, end in places)


def test_chunks_overlap_by_the_longest_word() -> None:
    text = "".join(chr(0x4E00 + n % 5000) for n in range(7000))
    found = list(chunks(text))
    assert max(map(len, found)) <= CHUNK
    for start in range(0, len(text) - LONGEST, 97):
        assert any(text[start : start + LONGEST] in chunk for chunk in found)
    assert list(chunks("短")) == ["短"]
