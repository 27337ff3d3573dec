"""How points and ranks are drawn: the same for a dry run, a draft and what was published."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.desk.verb_views import RowSection
from zhuqi.interfaces.shell.parts import Cell, Heading
from zhuqi.interfaces.shell.tables import quiet, strong
from zhuqi.reporting.appraisal.enums import Better, Part
from zhuqi.reporting.appraisal.models import Award
from zhuqi.reporting.appraisal.rules import Mark, Result, Tally, listed, most_improved, rounded
from zhuqi.reporting.appraisal.scheme_rows import method_words
from zhuqi.reporting.appraisal.schemes import APPRAISALS, Chosen, plain

# The address of a unit's statement; "" for one the person may not read.
Address = Callable[[int], str]


def no_address(_unit: int) -> str:
    """Of what was not published there are no statements."""
    return ""


def points(number: Decimal) -> str:
    """With two decimals, as they were rounded: 18.20."""
    return f"{number:.2f}"


def signed(number: Decimal) -> str:
    """With the sign before them: +2.00; −2.00."""
    return f"+{number:.2f}" if number > 0 else f"−{-number:.2f}" if number < 0 else "0.00"


def percent(rate: Fraction | None) -> str:
    """83.33%; "" of nothing."""
    return "" if rate is None else f"{rounded(rate * 100)}%"


def counted(tally: Tally) -> str:
    """8/10; 无件数."""
    if not tally.denominator:
        return _now("无件数")
    return f"{tally.numerator}/{tally.denominator}"


def rank_words(one: Result, least: int) -> Cell | SafeString:
    """第 3 名; or why there is none."""
    if one.rank is not None:
        return strong(one.rank)
    words = {"n": one.subject.volume, "least": least}
    return Cell(quiet(_now("不排名")), below=_now("基数 %(n)s 件，不足 %(least)s 件") % words)


def rankings(
    chosen: Chosen,
    results: Iterable[Result],
    names: Mapping[int, str],
    statement: Address = no_address,
) -> list[RowSection]:
    """A table a group: rank, total, each indicator with what it counted, items; who has nothing
    that counts is named below."""
    groups: dict[str, list[Result]] = {name: [] for name in chosen.groups}
    for one in results:
        groups.setdefault(one.group, []).append(one)
    scoring = chosen.scoring
    labels = [
        Heading(_("单位")),
        Heading(_("名次"), number=True),
        Heading(_("总分"), number=True),
        *(
            Heading(f"{chosen.name_of(one.code)} {plain(one.weight)}", number=True)
            for one in scoring.indicators
        ),
        Heading(_("加减分"), number=True),
    ]
    sections, idle = list[RowSection](), list[tuple[str, str]]()
    for name, members in groups.items():
        shown = [one for one in members if one.subject.volume or one.rank is not None or one.items]
        rest = [names[one.unit] for one in members if one not in shown]
        sections.append(
            RowSection(name, labels, [_row(one, chosen, names, statement) for one in shown])
        )
        if rest:
            idle.append((name, "、".join(rest)))
    sections.append(RowSection(_("本期没有件数、不参与排名的"), (_("分组"), _("单位")), idle))
    return sections


def _row(
    one: Result, chosen: Chosen, names: Mapping[int, str], statement: Address
) -> list[Cell | object]:
    more = sum(one.items.values(), Decimal(0)) + one.subject.corrected
    said = [chosen.name_of(code) for code in one.items]
    said += [_now("更正")] if one.subject.corrected else []
    marks = {mark.code: mark for mark in one.marks}
    return [
        Cell(names[one.unit], url=statement(one.unit)),
        rank_words(one, chosen.scoring.least),
        strong(points(one.total)),
        *(_mark(marks.get(indicator.code)) for indicator in chosen.scoring.indicators),
        Cell(signed(more), below="、".join(said)) if said else "",
    ]


def _mark(mark: Mark | None) -> Cell:
    if mark is None or mark.counted is None:
        return Cell(quiet(_now("本组无件数，不计分")))
    return Cell(points(mark.points), below=counted(mark.tally))


def lists(chosen: Chosen, results: Sequence[Result], names: Mapping[int, str]) -> list[RowSection]:
    """红榜、黑榜 by the scheme; none where it lists nobody."""
    first, last = chosen.edition.red, chosen.edition.black
    rows = []
    for group in dict.fromkeys(one.group for one in results):
        totals = {one.unit: one.total for one in _ranked(results, group)}
        both = listed(totals, first=first, last=last)
        if both.red or both.black:
            rows.append(
                (
                    group,
                    *("、".join(names[unit] for unit in which) for which in (both.red, both.black)),
                )
            )
    return [RowSection(_("红黑榜"), (_("分组"), _("红榜"), _("黑榜")), rows)]


def improved(
    before: Sequence[Result], after: Sequence[Result], names: Mapping[int, str]
) -> list[RowSection]:
    """进步最大: who gained most points since the review before, by group."""
    rows = []
    for group in dict.fromkeys(one.group for one in after):
        then, now = (
            {one.unit: one.total for one in _ranked(results, group)} for results in (before, after)
        )
        for unit, gain in most_improved(then, now).items():
            was = {one.unit: one.rank for one in before}[unit]
            ranks = {one.unit: one.rank for one in after}
            change = _now("第 %(was)s 名 → 第 %(now)s 名") % {"was": was, "now": ranks[unit]}
            rows.append((group, names[unit], signed(gain), change))
    labels = (_("分组"), _("单位"), Heading(_("比上期"), number=True), _("名次"))
    return [RowSection(_("进步最大"), labels, rows)]


def _ranked(results: Iterable[Result], group: str) -> list[Result]:
    return [one for one in results if one.group == group and one.rank is not None]


def method(chosen: Chosen) -> list[RowSection]:
    """How points come about, in sentences, and what the scheme gives points for."""
    words, edition = APPRAISALS.words, chosen.edition
    said = method_words(edition.least, edition.strength)
    scored = [row for row in chosen.rows if row.part != Part.GROUP]
    rows = [(words.what(row), words.says(row)) for row in scored]
    return [
        RowSection(_("怎么算的"), text="\n\n".join(said)),
        RowSection(_("给分办法"), (_("内容"), _("分值")), rows),
    ]


def worked_out_in_words(mark: Mark, chosen: Chosen) -> str:
    """(8 + 5 × 80.00%) ÷ (10 + 5) = 80.00%; 60% 得零分，100% 得满分."""
    indicator = next(one for one in chosen.scoring.indicators if one.code == mark.code)
    k = chosen.scoring.strength
    line = _now("%(zero)s%% 得零分，%(full)s%% 得满分") % {
        "zero": plain(indicator.zero), "full": plain(indicator.full),
    }  # fmt: skip
    if mark.counted is None:
        return _now("全组没有件数，本项都不计分")
    if not k:
        return _now("计 %(rate)s；%(line)s") % {"rate": percent(mark.counted), "line": line}
    words = {
        "n": mark.tally.numerator, "d": mark.tally.denominator, "k": k,
        "group": percent(mark.of_group.rate), "rate": percent(mark.counted), "line": line,
    }  # fmt: skip
    return _now("(%(n)s + %(k)s × 本组 %(group)s) ÷ (%(d)s + %(k)s) = %(rate)s；%(line)s") % words


def awarded(award: Award, chosen: Chosen) -> str:
    """减分 2; of a correction its sign: −1.00."""
    item = next((row for row in chosen.items if row.code == award.item), None)
    if item is None:
        return signed(award.points)
    return f"{sign_of(item.better)} {plain(award.points)}"


def sign_of(better: Better) -> str:
    """How an item counts, in a word: 加分 or 减分."""
    return _now("加分") if better == Better.HIGHER else _now("减分")
