"""What goes from a text that may name the firm of a confidential case."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuqi.ledgers.cases.secrecy.redaction import (
    HIDDEN_ADDRESS,
    SOME_FIRM,
    SOMEBODY,
    Redaction,
    redact,
    words_of,
)

WORDS = words_of(
    firms=["许昌平原钻石有限公司"],
    codes=["91411000MA0000001A"],
    people=["赵大伟"],
    phones=["138-1234 5678", "0374-2960000/2960001"],
    places=["许昌市", "河南省"],
)


def test_a_firm_goes_by_its_whole_name_and_by_what_people_call_it() -> None:
    for name in ("许昌平原钻石有限公司", "平原钻石", "平原钻石公司", "许昌平原钻石"):
        assert redact(f"我们{name}的厂房", WORDS) == f"我们{SOME_FIRM}的厂房"


def test_people_go_by_name_and_by_surname_and_title() -> None:
    assert redact("请找赵大伟或赵总", WORDS) == f"请找{SOMEBODY}或{SOMEBODY}"


def test_phones_and_codes_go_however_they_are_written() -> None:
    for number in ("13812345678", "138 1234 5678", "138-1234-5678", "１３８１２３４５６７８"):
        assert redact(f"电话{number}。", WORDS) == f"电话{SOMEBODY}。"
    assert "2960001" not in redact("座机2960001", WORDS)
    assert redact("91411000ma0000001a", WORDS) == SOMEBODY


def test_a_phone_within_a_longer_number_is_another_number() -> None:
    assert redact("订单 9138123456780", WORDS) == "订单 9138123456780"


def test_what_names_nobody_stays_as_it_is() -> None:
    text = "许昌市去年十一月申请增容，\n至今没有批下来。"
    assert redact(text, WORDS) == text
    assert not Redaction(WORDS).hides(text)
    assert redact(text, {}) == text


def test_a_trade_name_of_two_letters_goes_even_where_it_is_a_word_too() -> None:
    words = words_of(firms=["许昌钻石公司"], places=["许昌市"])
    assert redact("许昌的钻石公司停产", words) == f"许昌的{SOME_FIRM}停产"
    assert "钻石" not in redact("人造钻石价格下跌", words)


def test_what_many_names_begin_with_goes_only_with_more_beside_it() -> None:
    words = words_of(firms=["许昌机械制造有限公司"], places=["许昌市"])
    assert redact("机械坏了", words) == "机械坏了"
    assert redact("我们机械公司", words) == f"我们{SOME_FIRM}"
    assert redact("许昌机械制造", words) == SOME_FIRM


TUOYU = words_of(
    firms=["许昌拓裕机械制造有限公司"],
    codes=["91411000MA0000001A"],
    people=["张建国", "欧阳锋", "李伟"],
    phones=["13812345678", "0374-2559047-801"],
    emails=["li@tuoyujx.com", "boss2016@qq.com"],
    addresses=["许昌市魏都区建设路128号"],
    places=["魏都区", "许昌市", "河南省"],
)


@pytest.mark.parametrize(
    "text",
    [
        "我们拓裕", "拓裕公司", "许昌拓裕", "魏都区拓裕", "拓裕机械", "拓 裕", "拓·裕",
        "拓\u200b裕", "拓\ufe0f裕", "拓\u00ad\u2800裕", "tuoyu", "TuoYu", "tuo yu",
        "www.tuoyujx.com",
        "TYJX", "li@tuoyujx.com", "boss2016",
        "+86 13812345678", "+8613812345678", "86-138-1234-5678", "0086 138 1234 5678", "12345678",
        "尾号5678", "一三八一二三四五六七八", "（0374）2559047", "2559047", "0374 255 9047",
        "建国", "张总", "姓张", "zhangjianguo", "Jianguo Zhang", "欧阳总", "阿锋", "伟哥",
        "91411000MA0000001A", "MA000000-1", "0000001A", "建设路128号",
    ],
)  # fmt: skip
def test_every_form_a_firm_is_known_by_goes(text: str) -> None:
    covered = redact(f"投诉人{text}，请核实", TUOYU)
    assert text not in covered
    assert SOMEBODY in covered or SOME_FIRM in covered or HIDDEN_ADDRESS in covered


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("禹州市神垕镇孔家钧窑有限公司", "孔家钧窑"),
        ("禹州市神垕镇孔家钧窑有限公司", "神垕孔家"),
        ("中国平煤神马集团许昌首山化工科技有限公司", "首山化工"),
        ("中国平煤神马集团许昌首山化工科技有限公司", "平煤神马"),
        ("河南省许昌新区万里运输集团", "万里运输"),
        ("许昌一品堂大药房连锁有限公司魏都八一路店", "八一路店"),
        ("许昌市第二建筑安装工程有限公司", "二建"),
        ("许昌新华印刷有限公司", "新华"),
        ("许昌万家超市连锁有限公司", "万家"),
    ],
)
def test_a_name_goes_wherever_in_the_long_one_people_let_it_begin(name: str, called: str) -> None:
    words = words_of(firms=[name], places=["禹州市", "许昌市", "河南省"])
    assert called not in redact(f"我们{called}停产", words)
    others = "第二天神垕镇政府来人，中国移动和许昌新区也说不管"
    assert redact(others, words) == others


def test_mailboxes_of_everybodys_do_not_take_their_domain_along() -> None:
    assert redact("请发到 service@qq.com", TUOYU) == "请发到 service@qq.com"


@given(
    st.text(alphabet="许昌平原钻石有限公司赵大伟总0123456789 -MA厂，。\n", max_size=60),
    st.sampled_from(sorted(WORDS)),
    st.text(max_size=20),
)
def test_no_word_survives_wherever_it_stands(before: str, word: str, after: str) -> None:
    digits = "0123456789"
    glue = "，" if word[0] in digits or word[-1] in digits else ""
    covered = redact(f"{before}{glue}{word}{glue}{after}", WORDS)
    assert word not in covered
    assert redact(covered, WORDS) == covered or SOME_FIRM in covered


@given(st.sampled_from(sorted(WORDS)))
def test_full_width_letters_hide_nothing(word: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in word)
    assert unicodedata.normalize("NFKC", wide) == word
    assert wide not in redact(f"（{wide}）", WORDS)
