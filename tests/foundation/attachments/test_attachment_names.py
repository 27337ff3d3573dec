"""A name from outside becomes one that is safe to show, to save and to send."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuqi.foundation.attachments.rules import NAME_LIMIT, TYPES, plain_name, safe_name

PDF = "application/pdf"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("合同.pdf", "合同.pdf"),
        ("合同.PDF", "合同.pdf"),
        ("合同.doc", "合同.pdf"),
        ("合同", "合同.pdf"),
        ("合同.pdf.exe", "合同.pdf"),
        ("2024.5.6 会议.pdf", "2024.5.6 会议.pdf"),
        ("C:\\Users\\王\\桌面\\合同.pdf", "合同.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("..", "附件.pdf"),
        ("", "附件.pdf"),
        (".pdf", "附件.pdf"),
        ("/", "附件.pdf"),
        ("a\x00b\r\nSet-Cookie: x.pdf", "ab Set-Cookie_ x.pdf"),
        ("合同\u202efdp.exe", "合同fdp.pdf"),
        ("合\u200b同\ufeff.pdf", "合同.pdf"),
        ('a<b>:"|?*.pdf', "a_b______.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("nul", "_nul.pdf"),
        ("  合同  终稿  .pdf", "合同 终稿.pdf"),
        ("\ud800.pdf", "附件.pdf"),
    ],
)
def test_names_are_made_harmless(name: str, safe: str) -> None:
    assert safe_name(name, PDF) == safe


@pytest.mark.parametrize("length", [119, 120, 121, 5000])
def test_a_long_name_keeps_its_ending(length: int) -> None:
    name = safe_name("长" * length + ".jpeg", "image/jpeg")
    assert len(name) <= NAME_LIMIT
    assert name.endswith(".jpeg")


@given(st.text(max_size=300), st.sampled_from(sorted(TYPES)))
def test_whatever_is_sent_the_name_is_short_plain_and_says_the_truth(name: str, kind: str) -> None:
    safe = safe_name(name, kind)
    assert 0 < len(safe) <= NAME_LIMIT
    assert safe.endswith(TYPES[kind])
    assert not set(safe) & set('/\\<>:"|?*\r\n\t')
    assert not any(unicodedata.category(char) in {"Cc", "Cf", "Cs"} for char in safe)
    assert not safe.startswith(".")
    assert safe_name(safe, kind) == safe


@given(st.text(max_size=300))
def test_what_is_shown_in_a_sentence_has_no_hidden_characters(name: str) -> None:
    assert not any(unicodedata.category(char) in {"Cc", "Cf", "Cs"} for char in plain_name(name))
