"""What the standard says in millimetres, read back from the PDF. GB/T 9704-2012 by section."""

from dataclasses import replace
from itertools import pairwise

import pytest

from tests.scenes.laid_out import (
    DAY,
    OFFICE,
    ORGAN,
    PLAIN_WORDS,
    Letter,
    Page,
    bulletin,
    has_faces,
    joint,
    letter,
    measured,
    minutes,
    official,
    said,
    sheet,
    upward,
)
from zhuqi.foundation.papers.layout.body import body_from
from zhuqi.foundation.papers.layout.document import Heading, Paragraph, day_text
from zhuqi.foundation.papers.layout.fonts import Fonts
from zhuqi.foundation.papers.layout.pdf import to_pdf

pytestmark = pytest.mark.skipif(not has_faces(), reason="no Chinese font on this machine")
LEFT, RIGHT, TOP, BOTTOM = 28.0, 184.0, 37.0, 262.0
PITCH, CHARACTER = 225 / 22, 156 / 28
BETWEEN_LINES = PITCH - 16 * 25.4 / 72


def near(value: float, within: float = 1.0) -> object:
    return pytest.approx(value, abs=within)


def middle(line: list[Letter]) -> float:
    return (line[0].left + line[-1].right) / 2


def body_lines(page: Page) -> list[list[Letter]]:
    return [line for line in page.lines if line[0].bottom <= BOTTOM]


def test_the_page_is_a4_and_the_text_fills_its_area() -> None:
    """5.2.1"""
    page = measured(official)[1]
    assert (page.wide, page.high) == (near(210), near(297))
    lines = body_lines(page)
    assert min(line[0].left for line in lines) == near(LEFT, 0.1)
    assert max(line[-1].right for line in lines) == near(RIGHT, 0.2)
    assert lines[0][0].top - BETWEEN_LINES / 2 == near(TOP, 0.1)
    assert lines[-1][0].bottom + BETWEEN_LINES / 2 == near(BOTTOM, 0.1)


def test_a_page_has_22_lines_of_28_characters_in_16_points() -> None:
    """5.2.2, 5.2.3"""
    lines = body_lines(measured(official)[1])
    assert len(lines) == 22
    assert {len(line) for line in lines} == {28}
    assert {round(each.size, 2) for line in lines for each in line} == {16}
    feet = [line[0].foot for line in lines]
    steps = [below - above for above, below in pairwise(feet)]
    assert steps == [near(PITCH, 0.05)] * 21


def test_the_red_head_begins_35_mm_below_the_area_and_the_rule_4_mm_below_the_number() -> None:
    """7.2.4, 7.2.5, 7.2.7"""
    page = measured(official)[0]
    head, number = page.line(f"{ORGAN}文件"), page.line("许工信〔2026〕3号")
    assert head[0].top == near(TOP + 35)
    assert all(each.red for each in head)
    assert middle(head) == near(105)
    assert middle(number) == near(105)
    assert number[0].top - head[0].bottom == near(2 * PITCH + BETWEEN_LINES / 2)
    ((left, top, right, _),) = page.rules
    assert (left, right) == (near(LEFT), near(RIGHT))
    assert top - number[0].bottom == near(4)


def test_urgency_title_and_addressees_stand_where_the_standard_has_them() -> None:
    """7.2.2, 7.3.1, 7.3.2"""
    page = measured(official)[0]
    urgency = page.line("特急")
    assert urgency[0].left == near(LEFT, 0.1)
    assert urgency[0].top == near(TOP + BETWEEN_LINES / 2)
    rule = page.rules[0][1]
    first, second = (line for line in page.lines if line[0].size == near(22, 0.1))
    assert first[0].top - rule == near(2 * PITCH + (PITCH - 22 * 25.4 / 72) / 2)
    assert second[0].foot - first[0].foot == near(PITCH, 0.05)
    assert [middle(first), middle(second)] == [near(105)] * 2
    addressed = page.line("各县（市、区）")
    assert addressed[0].left == near(LEFT, 0.3)
    assert addressed[0].foot - second[0].foot == near(2 * PITCH)


def test_paragraphs_and_headings_begin_two_characters_in() -> None:
    """7.3.3"""
    pages = measured(official)
    begins = ["深入贯彻落实", "一、总体要求", "（一）建立台账。", "1.按月通报", "末段。"]
    for words in begins:
        line = next(line for page in pages for line in page.lines if said(line).startswith(words))
        assert line[0].left == near(LEFT + 2 * CHARACTER)


def test_attachments_are_listed_below_the_text_and_their_names_below_each_other() -> None:
    """7.3.4"""
    page = measured(official)[2]
    last, first, second = (page.line(words) for words in ("末段", "附件：1.", "2.首席"))
    assert first[0].foot - last[0].foot == near(2 * PITCH)
    assert first[0].left == near(LEFT + 2 * CHARACTER)
    names = [line[said(line).index(". ".strip()) + 1].left for line in (first, second)]
    assert names[0] == near(names[1], 0.1)


def test_the_date_has_four_characters_to_its_right_and_the_organ_above_its_middle() -> None:
    """7.3.5.1, 7.3.6"""
    page = measured(official)[2]
    day, organ, note = page.line(day_text(DAY)), page.line(ORGAN), page.line("（此件公开发布）")
    assert day[-1].right == near(RIGHT - 4 * CHARACTER)
    assert middle(organ) == near(middle(day))
    assert day[0].foot - organ[0].foot == near(PITCH)
    assert note[0].foot - day[0].foot == near(PITCH)
    # A full-width bracket is drawn in the right half of its place.
    assert note[0].left == near(LEFT + 2 * CHARACTER)


def test_a_long_organ_ends_at_the_edge_with_the_date_below_its_middle() -> None:
    organ = "许昌市万人助万企活动领导小组办公室综合协调组"
    page = measured(replace(upward, signed_by=(organ,)))[-1]
    name, day = page.line(organ), page.line(day_text(DAY))
    assert name[-1].right == near(RIGHT)
    assert middle(day) == near(middle(name))


def test_the_imprint_ends_the_area_of_the_last_page_which_is_even() -> None:
    """7.4"""
    pages = measured(official)
    assert len(pages) == 4
    page = pages[-1]
    copies, printed = page.line("抄送：市委办公室"), page.line("印发")
    assert printed[0].left == near(LEFT + 14 * 25.4 / 72)
    assert printed[-1].right == near(RIGHT - 14 * 25.4 / 72)
    assert copies[0].left == near(printed[0].left)
    assert {round(each.size) for each in (*copies, *printed)} == {14}
    feet = sorted(top for _left, top, _right, _bottom in page.rules)
    assert len(feet) == 3
    assert feet[-1] == near(BOTTOM)
    assert [(left, right) for left, _top, right, _bottom in page.rules] == [
        (near(LEFT), near(RIGHT))
    ] * 3


def test_a_blank_page_before_the_imprint_and_the_imprint_have_no_number() -> None:
    """7.5: here the text ends on an even page with no room left."""
    full = body_from("\n".join([PLAIN_WORDS[:24]] * 23))
    pages = measured(replace(official, body=full, attachments=(), urgency=""))
    assert len(pages) == 4
    assert ["—" in page.text for page in pages] == [True, True, False, False]
    assert not pages[2].text.replace(official.verification, "").strip()


def test_numbers_stand_outside_7_mm_below_the_area_odd_right_even_left() -> None:
    """7.5"""
    one = 14 * 25.4 / 72
    for place, page in enumerate(measured(official)[:3], 1):
        number = page.line(f"—{place}—")
        # The dash is drawn in the middle of the square.
        assert number[0].foot - 0.38 * one == near(BOTTOM + 7)
        assert {round(each.size) for each in number} == {14}
        if place % 2:
            assert number[-1].right == near(RIGHT - one)
        else:
            assert number[0].left == near(LEFT + one)


def test_a_paper_to_a_superior_names_its_signer_opposite_the_number() -> None:
    """7.2.6"""
    page = measured(upward)[0]
    line = page.line("许工信〔2026〕3号")
    assert said(line).endswith("签发人：田建国")
    assert line[0].left == near(LEFT + CHARACTER)
    assert line[-1].right == near(RIGHT - CHARACTER)


def test_several_organs_share_the_head_and_sign_in_rows() -> None:
    """7.2.4, 7.3.5.1"""
    first, last = measured(joint)
    heads = [line for line in first.lines if line[0].red]
    assert [said(line).removesuffix("文件") for line in heads] == list(joint.organs)
    assert len({round(line[0].left) for line in heads}) == 1
    names = [line[: len(organ)] for line, organ in zip(heads, joint.organs, strict=True)]
    assert max(line[-1].right for line in names) - min(line[-1].right for line in names) < 1
    signed = last.line(ORGAN)
    assert "许昌市发展和改革委员会" in said(signed)
    assert middle(last.line("许昌市财政局")) == near(middle(last.line(day_text(DAY))))


def test_a_letter_has_its_name_30_mm_from_the_edge_between_double_rules() -> None:
    """10.1"""
    first, second = measured(letter)
    name = first.line(ORGAN)
    assert name[0].top == near(30)
    rules = sorted(first.rules, key=lambda rule: rule[1])
    assert len(rules) == 4
    assert [right - left for left, _top, right, _bottom in rules] == [near(170, 0.2)] * 4
    assert rules[0][1] - name[0].bottom == near(4)
    assert rules[3][1] == near(297 - 20)
    number = first.line("许工信函〔2026〕12号")
    assert number[-1].right == near(RIGHT)
    assert number[0].top - rules[1][1] == near(16 * 7 / 8 * 25.4 / 72)
    assert "—1—" not in first.text.replace(" ", "")
    assert second.line("—2—")
    # Neither rules nor who printed it, at the area's lower edge.
    assert "印发" not in second.text
    assert not second.rules
    assert second.line("抄送")[0].bottom + (PITCH - 14 * 25.4 / 72) / 2 == near(BOTTOM)


def test_minutes_name_who_attended_below_each_other_and_are_not_signed() -> None:
    """10.3"""
    first, last = measured(minutes)
    assert first.line("许昌市企业服务联席会议纪要")[0].red
    assert said(first.line(OFFICE)).endswith(day_text(DAY))
    attended = next(page.line("出席：") for page in (first, last) if "出席：" in page.text)
    assert attended[0].left == near(LEFT + 2 * CHARACTER)
    text = "".join(page.text for page in (first, last))
    assert text.count(day_text(DAY)) == 2
    assert last.line("印发")


def test_a_plain_sheet_has_no_red_and_its_table_the_width_of_the_area() -> None:
    page = measured(sheet())[0]
    assert not any(each.red for each in page.letters)
    across = [rule for rule in page.rules if rule[2] - rule[0] > 1]
    assert (min(rule[0] for rule in across), max(rule[2] for rule in across)) == (
        near(LEFT),
        near(RIGHT),
    )
    assert page.line("企业诉求督办单")[0].top == near(TOP + 1.2)


def test_a_bulletin_repeats_heads_and_lays_wide_tables_across() -> None:
    pages = measured(bulletin)
    assert all(each.red for each in pages[0].line("万人助万企活动简报"))
    upright = [page for page in pages if page.wide < page.high and "诉求" in page.text[:80]]
    across = [page for page in pages if page.wide > page.high]
    assert across
    tables = [page for page in pages if "黄河旋风" in page.text]
    assert len(tables) > 3
    assert all("序号企业诉求完成率" in page.text for page in tables)
    assert upright
    for page in across:
        lines = page.lines
        assert min(each.left for line in lines for each in line) >= 35 - 0.2
        assert max(each.right for line in lines for each in line) <= 297 - 37 + 0.2
        assert max(each.bottom for line in lines for each in line) <= 210 - 26 + 0.2
    # The number of a page that lies across is turned, 7 mm from the area, as if it stood upright.
    for page in across:
        turned = [each for each in page.letters if not each.upright and each.text.strip()]
        assert "".join(each.text for each in turned).startswith("—")
        assert all(35 - 7 - 5 < each.left < 35 - 7 + 5 for each in turned)


@pytest.mark.parametrize("count", [20, 21, 24, 25])
def test_a_date_takes_the_last_lines_of_the_text_over_to_its_page(count: int) -> None:
    """7.3.5.4: there is no page with nothing but who signs."""
    lines = "\n".join([PLAIN_WORDS[:24]] * count)
    body = body_from(f"{lines}\n{PLAIN_WORDS * 3}")
    paper = replace(
        upward, signer="", body=body, attachments=(), note="", copies_to=(), printing=None
    )
    page = next(page for page in measured(paper) if day_text(DAY) in page.text)
    day = page.line(day_text(DAY))
    above = [line for line in body_lines(page) if line[0].foot < day[0].foot]
    assert len(above) >= 2
    assert said(above[0]) != ORGAN


def test_a_heading_is_not_left_at_the_foot_of_a_page() -> None:
    lines = [Paragraph(PLAIN_WORDS[:24])] * 29
    paper = replace(upward, body=(*lines, Heading("一、总体要求", 1), Paragraph("后文。")))
    page = next(page for page in measured(paper) if "一、总体要求" in page.text)
    assert "后文。" in page.text


def test_the_same_paper_is_the_same_bytes() -> None:
    assert to_pdf(upward, Fonts()) == to_pdf(upward, Fonts())
