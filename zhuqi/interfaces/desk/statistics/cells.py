"""A figure as a cell of a page and a number of a file; its counts open the rows behind them."""

from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zhuqi.foundation.spreadsheets.writing import Holds, SheetColumn
from zhuqi.interfaces.desk.statistics.asking import Place
from zhuqi.interfaces.desk.statistics.words import interval, written
from zhuqi.interfaces.shell.markup import escaped
from zhuqi.interfaces.shell.parts import Cell
from zhuqi.reporting.statistics.figures import Figure, Measure, Part, Value


def number(figure: Figure, value: Value) -> float | int | None:
    """As a picture or a program takes it: a share of one, a count, days, 10,000 yuan; None where
    there is nothing to say."""
    match figure.unit:
        case Measure.RATE:
            return value.share
        case Measure.DAYS:
            return value.days
        case Measure.MONEY:
            return float(value.money or 0)
        case _:
            return value.numerator if value.total is None else value.total


def in_file(figure: Figure, value: Value) -> float | int | None:
    """For Excel: shares in percent."""
    plain = number(figure, value)
    return round(plain * 100, 2) if plain is not None and figure.unit is Measure.RATE else plain


def file_unit(figure: Figure) -> str:
    """What the number of a file is measured in."""
    words = {Measure.RATE: "%", Measure.COUNT: _("件")}
    return words.get(figure.unit) or str(figure.unit.label)


def address_columns(name: str = "", parts: Sequence[Part] = tuple(Part)) -> list[SheetColumn]:
    """Columns of a file for where the rows behind each part of a number are."""
    words = _("%(name)s%(part)s的诉求")
    return [SheetColumn(words % {"name": name, "part": one.label}, Holds.TEXT, 16) for one in parts]


def addresses(
    figure: Figure, value: Value, place: Place, parts: Sequence[Part] = tuple(Part)
) -> list[str]:
    """Where they are; "" for a part without any."""
    return [place.address(figure.code, one) if value.of(one) else "" for one in parts]


def words_of(figure: Figure, value: Value) -> str:
    """7.5 天, 1,200.00 万元, 93.23%; a dash where there is nothing to say."""
    return "—" if number(figure, value) is None else f"{written(figure, value)}{_unit_of(figure)}"


def _unit_of(figure: Figure) -> str:
    match figure.unit:
        case Measure.DAYS:
            return _(" 天")
        case Measure.MONEY | Measure.PEOPLE | Measure.FIRMS:
            return f" {figure.unit.label}"
        case _:
            return ""


def count_cell(figure: Figure, part: Part, value: Value, place: Place) -> Cell:
    """A count that opens its rows; empty for a part the figure has not."""
    if not figure.mask(part):
        return Cell("")
    count = value.of(part)
    return Cell(f"{count:,}", url=place.url(figure.code, part) if count else "")


def cell(figure: Figure, value: Value, place: Place) -> Cell:
    """A figure with its rows behind it, and those it is a share of."""
    url = place.url(figure.code, Part.NUMERATOR) if value.numerator else ""
    return Cell(words_of(figure, value), url=url, below=_fraction(figure, value, place))


def _fraction(figure: Figure, value: Value, place: Place) -> SafeString | str:
    """12 / 20, whose second number opens its rows; the interval where it is small."""
    if not value.denominator:
        return ""
    around = f"（{interval(value)}）" if value.is_small else ""
    url = escaped(place.url(figure.code, Part.DENOMINATOR))
    return SafeString(f'{value.numerator:,} / <a href="{url}">{value.denominator:,}</a>{around}')
