"""密级标志: the mark is found wherever it stands; the mere words never are."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuqi.foundation.quarantine.marks import marked
from zhuqi.foundation.spreadsheets import read_rows

MARKS = (
    "机密★5年", "秘密★", "绝密★长期", "机密☆", "机 密 ★ 5 年", "秘密　★　10年", "绝密*",
    "机密＊3年", "机密★至2030年12月", "機密★5年", "秘密⭐1年", "机\u200b密★5年", "机密级★",
    "机\ufe0f密★5年",
)  # fmt: skip
LINES = (
    "【机密】", "[秘密]", "（绝密）", "密级：机密", "密级:秘密", "密 级：绝 密", "机密", "秘密 5年",
    "《机密》", "定密：秘密", "机密 长期", "密级：机密级", "★机密", "【机密】关于报送的材料",
    "(秘密 10年)情况汇报", "〔绝密〕方案.docx",
)  # fmt: skip
WORDS = (
    "这是我们公司的商业秘密，请不要外传。",
    "保守国家秘密是每个公民的义务",
    "涉及机密的材料我们没有提交",
    "机密等级怎么定？",
    "破解财富的秘密",
    "成功的**秘密**是坚持",
    "秘密的花园酒店被断电",
    "绝密配方不外传，十年了",
    "密级柜、保密柜采购问题",
    "我们的配方（绝密）从不外传",
    "密码忘了怎么办",
    "评价：★★★★★",
)


@pytest.mark.parametrize("mark", MARKS)
def test_a_level_with_its_star_is_a_mark(mark: str) -> None:
    assert marked(mark)
    assert marked(f"关于报送情况的函（{mark}）\n现将有关情况报告如下")
    assert marked(f"文件头 {mark}")


@pytest.mark.parametrize("line", LINES)
def test_a_line_that_is_nothing_but_the_mark_is_one(line: str) -> None:
    assert marked(line)
    assert marked(f"某某文件\n  {line}  \n正文")


@pytest.mark.parametrize("words", WORDS)
def test_the_mere_words_are_no_mark(words: str) -> None:
    assert not marked(words)


def test_none_of_the_real_messages_bears_a_mark(shared_dir: Path) -> None:
    path = shared_dir / "data" / "messages" / "messages_with_replies_2816.xlsx"
    rows = list(read_rows(path))
    texts = [str(value) for row in rows for value in row.values() if value]
    assert len(rows) == 2816
    assert [text for text in texts if marked(text)] == []
    plain = [text for text in texts if "秘密" in text or "机密" in text]
    assert plain, "the words themselves do occur"


_FILLER = st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc")), max_size=40)


@given(_FILLER, st.sampled_from([m for m in MARKS if m.endswith("年")]), _FILLER)
def test_a_mark_is_found_in_any_text(before: str, mark: str, after: str) -> None:
    assert marked(f"{before}{mark}{after}")


@given(_FILLER, st.sampled_from(MARKS))
def test_full_width_letters_and_invisible_ones_do_not_hide_it(before: str, mark: str) -> None:
    broken = "\u200c".join(mark)
    assert marked(f"{before}\n{broken}")
    assert unicodedata.normalize("NFKC", mark) == mark or marked(mark)


@given(st.text(alphabet="今日天气保密机要秘书绝对隐密码*★年级，。 ", max_size=60))
def test_text_without_a_level_is_never_taken(text: str) -> None:
    levels = ("机密", "秘密", "绝密")
    packed = "".join(text.split())
    if not any(level in packed for level in levels):
        assert not marked(text)


def test_a_very_long_text_is_read_in_good_time() -> None:
    assert not marked("秘密 的 " * 50_000)
    assert marked("正文" * 1000 + "机密★5年" + "正文" * 1000)
