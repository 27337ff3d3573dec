"""Draws tables. In Python, as eight hundred cells through a template cost 50 ms (measured)."""

from collections.abc import Iterable, Iterator, Sequence

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from zhuqi.interfaces.shell.markup import escaped
from zhuqi.interfaces.shell.parts import Cell, Heading, RowForm, Table

_ARROWS = {"ascending": "↑", "descending": "↓"}


def drawn(table: Table, csrf_token: str = "") -> SafeString:
    """The <table>, in its scrolling box where it is pinned; forms in its rows send the token."""
    body = rows_drawn(table, table.rows, csrf_token)
    whole = SafeString(f"{begun(table)}{body}{ENDED}")
    if not table.pinned:
        return whole
    return format_html(
        '<div class="z-scroll z-scroll--tall" tabindex="0" role="region" aria-label="{}">{}</div>',
        table.label,
        whole,
    )


ENDED = "</tbody></table>"


def begun(table: Table) -> str:
    """The <table> as far as its first row; a table that is streamed begins with it."""
    classes = ["z-table", *(["z-table--pin"] if table.pinned else []), *table.css.split()]
    classes += ["z-table--ticks"] if table.ticks else []
    caption = _caption(table) if table.caption else ""
    return (
        f'<table class="{" ".join(classes)}"{" data-rows" if table.keys else ""}>{caption}'
        f"<thead><tr>{_tick_all() if table.ticks else ''}{''.join(map(_heading, table.columns))}"
        "</tr></thead>\n<tbody>"
    )


def rows_drawn(table: Table, rows: Iterable[Sequence[Cell | object]], csrf_token: str = "") -> str:
    """Rows under the columns of this table."""
    # Labels are looked up and escaped once, not once a cell.
    opened = [
        _opening(column, heads=table.headed and not place)
        for place, column in enumerate(table.columns)
    ]
    if table.ticks:
        ticks = _ticks(table)
        return "".join(f"<tr>{next(ticks)}{_row(row, opened, csrf_token)}</tr>\n" for row in rows)
    return "".join(f"<tr>{_row(row, opened, csrf_token)}</tr>\n" for row in rows)


def _tick_all() -> SafeString:
    return format_html(
        '<th scope="col" class="z-table__tick">'
        '<input type="checkbox" data-tick-all aria-label="{}"></th>',
        _("选择本页全部"),
    )


def _ticks(table: Table) -> Iterator[SafeString]:
    """The cells that choose a row, one after the other."""
    begins = f'<td class="z-table__tick"><input type="checkbox" name="{escaped(table.ticks_as)}"'
    sent_by = f' form="{escaped(table.ticks_for)}" autocomplete="off"'
    for tick in table.ticks:
        yield SafeString(
            f'{begins} value="{escaped(tick.value)}"{sent_by} data-can="{escaped(tick.fits)}"'
            f' aria-label="{escaped(tick.label)}"></td>'
        )


def strong(words: object) -> SafeString:
    """What a reader of the column must not overlook."""
    return format_html("<b>{}</b>", words)


def from_template(name: str, **context: object) -> SafeString:
    """What a cell or a fact shows that is more than words, by a template of its own."""
    return mark_safe(render_to_string(name, context))  # noqa: S308 (our template)


def lines(several: Iterable[str]) -> SafeString:
    """Each on a line of its own, empty ones left out."""
    return format_html_join(mark_safe("<br>"), "{}", ((one,) for one in several if one))


def quiet(words: object) -> SafeString:
    """What stands where there is nothing to read."""
    return format_html('<span class="z-quiet">{}</span>', words)


def placeholder(name: str) -> SafeString:
    """What stands in a text for something else, as it is typed."""
    return format_html("<code>{{{}}}</code>", name)


def _caption(table: Table) -> SafeString:
    css = SafeString(' class="z-sr"') if table.silent else ""
    return format_html("<caption{}>{}</caption>", css, table.caption)


def _heading(column: Heading) -> str:
    label = escaped(column.label)
    if column.silent:
        label = f'<span class="z-sr">{label}</span>'
    if column.url:
        arrow = _ARROWS.get(column.sorted, "")
        mark = f'<span aria-hidden="true">{arrow}</span>' if arrow else ""
        label = f'<a href="{escaped(column.url)}">{label}{mark}</a>'
    classes = _classes("", column)
    css = f' class="{escaped(classes)}"' if classes else ""
    turned = f' aria-sort="{escaped(column.sorted)}"' if column.sorted else ""
    return f'<th scope="col"{css}{turned}>{label}</th>'


def _classes(css: str, column: Heading) -> str:
    marks = [css] if css else []
    marks += ["z-num"] if column.number else []
    return " ".join([*marks, *([] if column.printed else ["z-noprint"])])


def _opening(column: Heading, *, heads: bool) -> tuple[str, str]:
    """How a cell of the column begins and ends; `heads`: it says what its row is about."""
    classes = _classes(column.css, column)
    css = f' class="{escaped(classes)}"' if classes else ""
    if heads:
        return f'<th scope="row"{css}>', "</th>"
    label = escaped(column.short or column.label)
    named = "" if column.silent or column.bare else f' data-label="{label}"'
    return f"<td{css}{named}>", "</td>"


def _row(cells: Sequence[Cell | object], opened: Sequence[tuple[str, str]], csrf_token: str) -> str:
    return "".join(
        f"{begins}{_inside(cell, csrf_token)}{ends}"
        for cell, (begins, ends) in zip(cells, opened, strict=True)
    )


def _inside(cell: Cell | object, csrf_token: str) -> str:
    """What is in a cell; an empty one has no child, so that a card leaves it out."""
    if not isinstance(cell, Cell):
        return "" if cell is None or cell == "" else _text(cell, csrf_token)
    if (cell.value is None or cell.value == "") and not cell.below:
        return ""
    value = _text(cell.value, csrf_token)
    if cell.url:
        value = f'<a href="{escaped(cell.url)}">{value}</a>'
    below = _below(cell) if cell.below else ""
    if not cell.clamp:
        return f"{value}{below}"
    title = f' title="{escaped(cell.value)}"' if cell.whole else ""
    return f'<div class="z-cell"{title}><span class="z-clamp">{value}</span>{below}</div>'


def _below(cell: Cell) -> str:
    """What stands quietly with the value; in a clamped cell it may be cut, and shows on hover."""
    below = escaped(cell.below)
    whole = f' title="{below}"' if cell.clamp else ""
    return f'<span class="z-below"{whole}>{below}</span>'


def _text(value: object, csrf_token: str) -> str:
    if isinstance(value, RowForm):
        return from_template("shell/parts/row_form.html", form=value, csrf_token=csrf_token)
    if isinstance(value, tuple):
        several = "".join(_text(one, csrf_token) for one in value)
        return f'<div class="z-row">{several}</div>'
    return escaped(value)
