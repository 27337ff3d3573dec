"""The tables of figures as pages and files show them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.access import Scope
from zhuqi.foundation.spreadsheets.writing import Holds, Row, SheetColumn
from zhuqi.interfaces.desk.statistics.asking import Place, Question, period_words
from zhuqi.interfaces.desk.statistics.cells import (
    address_columns,
    addresses,
    cell,
    count_cell,
    file_unit,
    in_file,
    words_of,
)
from zhuqi.interfaces.desk.statistics.words import GROUPS, cut_words, interval, names_of
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.parts import Cell, Heading, Tab, Table
from zhuqi.reporting.statistics import queries
from zhuqi.reporting.statistics.figures import (
    FIGURES,
    AsOf,
    Cut,
    Dimension,
    Figure,
    Part,
    Period,
    Value,
)

Key = tuple[object, ...]
# Two dimensions may have thousands of pairs; a page shows so many, the file all.
_MOST_ROWS = 300
_COLUMNS = (
    Heading(gettext_lazy("指标"), css="d-fig__name"),
    Heading(gettext_lazy("数值"), number=True, css="d-fig__number"),
    Heading(gettext_lazy("分子"), number=True, css="d-fig__number"),
    Heading(gettext_lazy("分母"), number=True, css="d-fig__number"),
    Heading(gettext_lazy("未计入"), number=True, css="d-fig__number"),
    Heading(gettext_lazy("算法"), css="d-fig__how"),
)


@dataclass(frozen=True)
class FiguresPage:
    """Figures for one question: whole, or told apart by one dimension or two."""

    question: Question
    reach: Cut
    as_of: AsOf
    found: Mapping[Key, Mapping[str, Value]]
    names: Sequence[Mapping[object, str]]

    @classmethod
    def of(cls, question: Question, scope: Scope, codes: Sequence[str] = ()) -> "FiguresPage":
        """Measured for somebody, those of the page or these: NotYours for what they may not
        read."""
        reach = queries.readable_cut(scope, question.cut)
        as_of = question.as_of()
        codes, by = codes or cls._codes(question), question.by
        found = queries.measure(codes, period=question.period, by=by, cut=reach, as_of=as_of)
        names = [names_of(one, {key[place] for key in found}) for place, one in enumerate(by)]
        return cls(question, reach, as_of, found, names)

    @staticmethod
    def _codes(question: Question) -> list[str]:
        if not question.by:
            return [code for _name, codes in GROUPS.values() for code in codes]
        return list(GROUPS[question.group if question.group in GROUPS else "intake"][1])

    @property
    def line(self) -> str:
        """Scope and moment of the numbers, beside the title."""
        parts = [period_words(self.question.period)]
        parts += [words for _dimension, words in cut_words(self.question.cut)]
        return " · ".join(parts)

    @property
    def known(self) -> str:
        """Until when something is counted."""
        if not self.as_of.event:
            return _("还没有统计过，后台几分钟内会补上")
        return _("截至 %(at)s，第 %(n)s 条日志") % {
            "at": wording.moment(self.as_of.at), "n": f"{self.as_of.event:,}"
        }  # fmt: skip

    @property
    def tabs(self) -> list[Tab]:
        """The groups of figures, where they are told apart."""
        chosen = self.question.group if self.question.group in GROUPS else "intake"
        return [
            Tab(str(name), self.question.url(group=key), active=key == chosen)
            for key, (name, _codes) in GROUPS.items()
        ]

    @property
    def tables(self) -> list[tuple[StrOrPromise, Table]]:
        """A named table for each group; a single one where a dimension has the rows."""
        if self.question.by:
            return [("", self._told_apart)] if self.found else []
        return [
            (name, Table(_COLUMNS, [self._figure(FIGURES[code]) for code in codes], css="d-fig"))
            for name, codes in GROUPS.values()
        ]

    def _figure(self, figure: Figure) -> list[Cell | object]:
        value, here = self.found[()][figure.code], self._place(self.question.period)
        return [
            Cell(figure.name),
            Cell(words_of(figure, value), below=interval(value)),
            *(count_cell(figure, part, value, here) for part in Part),
            Cell(figure.formula),
        ]

    def _place(self, period: Period, cut: Cut | None = None) -> Place:
        return Place(period, cut or self.question.cut, self.as_of)

    @property
    def _told_apart(self) -> Table:
        by, codes = self.question.by, self._codes(self.question)
        return Table(
            [
                *(Heading(one.label) for one in by),
                *(Heading(FIGURES[code].name, number=True) for code in codes),
            ],
            [self._row(key, codes) for key in self.ordered[:_MOST_ROWS]],
            css="d-fig d-fig--by",
            label=_("指标表"),
            pinned=True,
        )

    @property
    def more(self) -> int:
        """How many rows stand in the file alone."""
        return max(0, len(self.found) - _MOST_ROWS) if self.question.by else 0

    @cached_property
    def ordered(self) -> list[Key]:
        """Months in their order, everything else with the most of the first figure first."""
        sums = Counter[Key]()
        for key, values in self.found.items():
            first = next(iter(values.values()))
            for place in range(len(key)):
                sums[key[: place + 1]] += first.numerator

        def rank(key: Key) -> list[tuple[int, str]]:
            return [
                (int(str(key[place])), "")
                if one is Dimension.MONTH
                else (-sums[key[: place + 1]], self.names[place][key[place]])
                for place, one in enumerate(self.question.by)
            ]

        return sorted(self.found, key=rank)

    def _row(self, key: Key, codes: Sequence[str]) -> list[Cell | object]:
        here = self.place_of(key)
        return [
            *(
                Cell(self.names[place][one], url=self._opens(key[: place + 1]))
                for place, one in enumerate(key)
            ),
            *(cell(FIGURES[code], self.found[key][code], here) for code in codes),
        ]

    def _opens(self, key: Key) -> str:
        """All figures of the rows of these values."""
        here = self.place_of(key)
        return replace(self.question, period=here.period, cut=here.cut, by=()).url()

    def place_of(self, key: Key) -> Place:
        """Of which rows the numbers of these values are."""
        period, chosen = self.question.period, dict(zip(self.question.by, key, strict=False))
        if Dimension.MONTH in chosen:
            number = int(str(chosen[Dimension.MONTH]))
            month = date(number // 100, number % 100, 1)
            period = Period(month, month)
        return self._place(period, queries.narrowed(self.question.cut, chosen))

    # Files -----------------------------------------------------------------------------------

    @property
    def columns(self) -> list[SheetColumn]:
        """Of the file: what is told apart, then value, numerator, denominator and the rest."""
        first = [str(one.label) for one in self.question.by] or [_("范围")]
        return [
            *(SheetColumn(one, Holds.TEXT, 24) for one in first),
            SheetColumn(_("指标"), Holds.TEXT, 18),
            SheetColumn(_("数值"), Holds.NUMBER, 12),
            SheetColumn(_("单位"), Holds.TEXT, 8),
            SheetColumn(_("分子"), Holds.NUMBER, 10),
            SheetColumn(_("分母"), Holds.NUMBER, 10),
            SheetColumn(_("未计入"), Holds.NUMBER, 10),
            SheetColumn(_("95% 区间"), Holds.TEXT, 14),
            SheetColumn(_("算法"), Holds.TEXT, 40),
            *address_columns(),
        ]

    def rows(self) -> Iterator[Row]:
        """A line for every figure of every row of the page."""
        for key in self.ordered:
            values, here = self.found[key], self.place_of(key)
            names = [self.names[place][one] for place, one in enumerate(key)] or [self.line]
            for code, value in values.items():
                figure = FIGURES[code]
                bounds = value.interval
                yield [
                    *names, str(figure.name), in_file(figure, value), file_unit(figure),
                    value.numerator, value.denominator, value.excluded,
                    f"{bounds[0]:.1%}～{bounds[1]:.1%}" if bounds else "", str(figure.formula),
                    *addresses(figure, value, here),
                ]  # fmt: skip
