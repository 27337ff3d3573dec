"""What stands around the body in a docx: the head, the signature, the 版记. Pure."""

from collections.abc import Callable, Sequence
from typing import Final

from zhuqi.foundation.papers.layout import geometry, words
from zhuqi.foundation.papers.layout.document import Document, Form, day_text
from zhuqi.foundation.papers.layout.texts import one_line, width_of
from zhuqi.foundation.papers.layout.word_parts import (
    CELL_BLANK,
    CHARACTER,
    LINE,
    RED,
    aligned,
    cell_of,
    empty,
    indented,
    no_rules,
    paragraph,
    row,
    rule_at,
    ruled,
    run,
    spaced,
    stops,
    styled,
    tab,
    table,
    twips,
)

Add = Callable[..., None]
# An eighth of a point is a rule's unit: 1.5 pt red; 0.35 and 0.25 mm black.
_RED_RULE, _THICK, _THIN = 12, 8, 6
_ONE: Final = round(geometry.FOURTH * 20)


def begin(document: Document, add: Add) -> None:
    """Head, title and addressees."""
    match document.form:
        case Form.OFFICIAL | Form.MINUTES | Form.BULLETIN:
            _red_head(document, add)
        case Form.LETTER:
            _letter_head(document, add)
    title = words.title_of(document)
    if title:
        add(paragraph("PaperTitle", run("\n".join(title))), lines=len(title))
    number = one_line(document.number or "")
    if document.form == Form.PLAIN and number:
        add(paragraph("Flush", run(number), having=[aligned("right"), indented(right=1)]), lines=1)
    if title:
        add(empty(), lines=1)
    if addressees := words.addressees_of(document):
        lines = -(-width_of(addressees) // geometry.CHARACTERS)
        add(paragraph("Flush", run(addressees)), lines=lines)


def _red_head(document: Document, add: Add) -> None:
    below = twips(geometry.HEAD_BELOW_AREA)
    urgency = one_line(document.urgency)
    if urgency:
        add(paragraph("Flush", run(urgency, styled("Hei"))))
        below -= LINE
    high = _names(document, add, below)
    add(empty(2))
    line, rows = _number_line(document)
    # The text of a line ends as far above its lower edge as the line is higher than it.
    space = geometry.RULE_BELOW * geometry.POINTS_A_MM - (LINE / 20 - geometry.THIRD) / 2
    rule = ruled("bottom", "single", _RED_RULE, round(space), RED)
    add(line(rule))
    add(empty(2))
    add(lines=(twips(geometry.HEAD_BELOW_AREA) + high) / LINE + 4 + rows)


def _number_line(document: Document) -> tuple[Callable[[str], str], int]:
    """The line above the red rule, and how many lines stand there in all."""
    number = one_line(document.number or "")
    masthead = document.masthead
    if document.form == Form.BULLETIN and masthead is not None:
        return _below(one_line(masthead.issue), one_line(masthead.organ), day_text(masthead.day)), 3
    if document.form == Form.MINUTES:
        signed = one_line(document.signed_by[0]) if document.signed_by else ""
        return _below(number, signed, words.day_of(document)), 3
    if signer := one_line(document.signer):
        runs = (tab(), run(number), tab(), run("签发人："), run(signer, styled("Kai")))
        return lambda rule: paragraph("Flush", *runs, having=[rule, _SIDES]), 1
    return lambda rule: paragraph("Flush", run(number), having=[rule, aligned("center")]), 1


# One character from either edge, by stops: an indent would shorten the rule below.
_SIDES: Final = stops(("left", CHARACTER), ("right", twips(geometry.AREA_WIDTH) - CHARACTER))


def _below(above: str, left: str, right: str) -> Callable[[str], str]:
    """A line in the middle, one left free, and one with something at either side."""
    middle = paragraph("Flush", run(above), having=[aligned("center")])
    runs = (tab(), run(left), tab(), run(right))
    return lambda rule: middle + empty() + paragraph("Flush", *runs, having=[rule, _SIDES])


def _names(document: Document, add: Add, before: float) -> float:
    """The red names, so far below what stands above; how high they are, in twips."""
    head = geometry.head_of(document)
    if len(head.names) == 1:
        add(_name(document, having=[spaced(before=before, line=round(head.size * 20))]))
        return head.size * 20
    # Several stand below each other, spread to the same width, the word in the middle of them.
    high = round(head.size * 20 * geometry.HEAD_LEADING)
    look = _red(head.size, head.narrow)
    wide = [head.size * 20 * head.narrow * 1.02 * letters for letters in (
        max(map(width_of, head.names)), width_of(head.word) + 0.5)]  # fmt: skip
    widths = [round(each) + 2 * CELL_BLANK for each in wide]
    line = spaced(line=high)
    rows = []
    for place, name in enumerate(head.names):
        spread = paragraph("RedHead", run(name, look), having=[line, aligned("distribute")])
        word = paragraph("RedHead", run(head.word if place == 0 else "", look), having=[line])
        merged = "restart" if place == 0 else "continue"
        rows.append(row([cell_of(spread, widths[0]), cell_of(word, widths[1], merged=merged)]))
    above = paragraph("Flush", having=[spaced(before=max(before - 20, 0), line=20)])
    add(above, table(widths, rows, rules=no_rules()))
    return high * len(head.names)


def _name(document: Document, having: Sequence[str]) -> str:
    head = geometry.head_of(document)
    text = "　".join((*head.names, head.word)).strip()
    return paragraph("RedHead", run(text, _red(head.size, head.narrow)), having=having)


def _red(size: float, narrow: float) -> str:
    half_points = round(size * 2)
    return (
        f'<w:color w:val="{RED}"/><w:spacing w:val="0"/><w:w w:val="{round(narrow * 100)}"/>'
        f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
    )


def letter_header(document: Document) -> str:
    """The red name 30 mm below the page's edge, and the double rule, thick above thin."""
    out = twips((geometry.LETTER_RULE - geometry.AREA_WIDTH) / 2)
    space = round(geometry.RULE_BELOW * geometry.POINTS_A_MM)
    rule = ruled("bottom", "thickThinSmallGap", 24, space, RED)
    high = round(geometry.head_of(document).size * 20)
    wider = f'<w:ind w:left="-{out}" w:right="-{out}" w:firstLine="0"/>'
    return _name(document, having=[spaced(line=high), rule, wider])


def _letter_head(document: Document, add: Add) -> None:
    """What stands below the header: it begins 7/8 of a character below the rule."""
    before = geometry.THIRD * 20 * 7 / 8 - (LINE - geometry.THIRD * 20) / 2
    number, urgency = one_line(document.number or ""), one_line(document.urgency)
    runs = (run(urgency, styled("Hei")), tab(), run(number))
    sides = stops(("right", twips(geometry.AREA_WIDTH)))
    add(paragraph("Flush", *runs, having=[spaced(before=before), sides]), empty(2))
    high = geometry.LETTER_HEAD_BELOW_PAGE + geometry.RULE_BELOW - geometry.TOP
    add(lines=(twips(high) + geometry.head_of(document).size * 20 + before) / LINE + 3)


def end(document: Document, add: Add) -> None:
    """Attachments, signatures and date, note, and who attended."""
    _attachments(document, add)
    _signatures(document, add)
    if note := one_line(document.note):
        add(paragraph("Normal", run(f"（{note}）")), lines=1)
    for each in document.attendance:
        label = f"{one_line(each.label)}："
        runs = (run(label, styled("Hei")), run(one_line(each.names)))
        in_all = len(label) + 2
        having = [indented(left=in_all, hanging=len(label))]
        add(empty(), paragraph("Flush", *runs, having=having))
        add(lines=1 - -width_of(each.names) // (geometry.CHARACTERS - in_all))


def _attachments(document: Document, add: Add) -> None:
    many = len(document.attachments) > 1
    for place, name in enumerate(document.attachments):
        if place == 0:
            add(empty(), lines=1)
        number = f"{place + 1}. " if many else ""
        label = "附件：" if place == 0 else ""
        # The first line stands out by what is before the name; names begin below each other.
        wide = width_of(number)
        having = [indented(left=_LABELLED + wide, hanging=wide + len(label))]
        text = run(f"{label}{number}{one_line(name)}")
        add(paragraph("Flush", text, having=[*having, aligned("left"), "<w:keepNext/>"]))
        add(lines=-(-width_of(name) // (geometry.CHARACTERS - _LABELLED - wide)))


_LABELLED: Final = 5


def _signatures(document: Document, add: Add) -> None:
    rows, day = words.signature_rows(document), words.day_of(document)
    if not rows and not (day and words.is_signed(document)):
        return
    kept = "<w:keepNext/>"
    add(paragraph("Flush", having=[kept]) * 2, lines=2)
    # Figures are half as wide as a character.
    wide = sum(0.5 if char.isascii() else 1 for char in day)
    last = max((_wide(names[-1]) for names in rows), default=0)
    middle = max(4 + wide / 2, last / 2)
    for place, names in enumerate(rows):
        own = _wide(names[-1])
        begins = geometry.CHARACTERS - middle - own / 2
        share = begins / max(len(names) - 1, 1)
        centres = [round((at + 0.5) * share * CHARACTER) for at in range(len(names) - 1)]
        tabs = [("center", at) for at in centres] + [("left", round(begins * CHARACTER))]
        if len(names) > 1:
            runs = [part for name in names for part in (tab(), run(name))]
            add(paragraph("Flush", *runs, having=[kept, stops(*tabs)]), lines=1)
        else:
            right = [kept, aligned("right"), indented(right=max(middle - own / 2, 0))]
            add(paragraph("Flush", run(names[0]), having=right), lines=1)
        if place < len(rows) - 1:
            add(paragraph("Flush", having=[kept]) * 3, lines=3)
    at = indented(right=middle - wide / 2)
    add(paragraph("Flush", run(day), having=[aligned("right"), at]), lines=1)


def _wide(name: str) -> float:
    return min(width_of(name), geometry.CHARACTERS)


def imprint(document: Document) -> list[str]:
    """The 版记 at the foot of the page; nothing where there is nothing to say."""
    if not words.has_imprint(document):
        return []
    wide = twips(geometry.AREA_WIDTH)
    lines = []
    if copies := words.copies_of(document):
        label = _ONE * 3
        own = f'<w:ind w:left="{_ONE + label}" w:right="{_ONE}" w:hanging="{label}"/>'
        lines.append(paragraph("Imprint", run(f"抄送：{copies}"), having=[own]))
    if document.printing is not None and document.form != Form.LETTER:
        printing = document.printing
        runs = (run(one_line(printing.organ)), tab(), run(f"{day_text(printing.day)}印发"))
        own = f'<w:ind w:left="{_ONE}" w:firstLine="0"/>'
        right = stops(("right", wide - _ONE))
        lines.append(paragraph("Imprint", *runs, having=[own, right]))
    if document.form == Form.LETTER:
        rules = no_rules()
    else:
        rules = rule_at("top", "bottom", eighths=_THICK) + rule_at("insideH", eighths=_THIN)
    # A table that does not move with the text: at the left and lower edge of the area.
    foot = (
        '<w:tblpPr w:vertAnchor="margin" w:horzAnchor="margin" w:tblpXSpec="left" '
        'w:tblpYSpec="bottom"/>'
    )
    rows = [row([cell_of(line, wide)]) for line in lines]
    return [
        table([wide], rows, rules=rules, where=foot, blank=0),
        paragraph("Flush", having=[spaced(line=20)]),
    ]
