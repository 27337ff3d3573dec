"""Draws the shell's small parts. In Python, as they stand on a page by the dozen, and each through
a template of its own cost as much as the query for its row (measured)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.template import TemplateSyntaxError
from django.template.defaultfilters import linebreaks_filter
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.icons import icon
from zhuqi.interfaces.shell.markup import escaped, unbroken
from zhuqi.interfaces.shell.navigation import NavGroup, NavItem
from zhuqi.interfaces.shell.parts import Clock, Fact, Happening, Light, Paper

PILL_KINDS = ("open", "active", "waiting", "closed")
_LINE = 'class="z-light__line"'
_SHAPES = {
    Light.GREEN: '<circle cx="5" cy="5" r="4"/>',
    Light.YELLOW: '<path d="M5 .6 9.8 9.2H.2z"/>',
    Light.RED: '<path d="M.8.8h8.4v8.4H.8z"/>',
    Light.PAUSED: '<path d="M1.5 1h2.6v8H1.5zM5.9 1h2.6v8H5.9z"/>',
    Light.DONE: f'<path {_LINE} d="M1 5.4 3.9 8.2 9 1.8"/>',
    Light.NONE: f'<circle {_LINE} cx="5" cy="5" r="3.6"/>',
}


# `typed`: a plain text and the same text drawn are equal, and only one of them is escaped.
@lru_cache(maxsize=512, typed=True)
def light_mark(light: str, word: str = "") -> SafeString:
    """A light by its name; its shape never stands without a word."""
    kind = Light(light)
    return SafeString(
        f'<span class="z-light z-light--{kind.value}">'
        '<svg class="z-light__mark" viewBox="0 0 10 10" aria-hidden="true" focusable="false">'
        f"{_SHAPES[kind]}</svg>\n{escaped(word or kind.word)}</span>"
    )


def light(reading: Any, word: str = "") -> SafeString:
    """Shape and word for a reading: a light's name, or anything with `.light` (and `.word`)."""
    kind = Light(getattr(reading, "light", None) or reading or Light.NONE)
    return light_mark(kind.value, str(word or getattr(reading, "word", "")))


@lru_cache(maxsize=256, typed=True)
def pill(label: str, kind: str = "open") -> SafeString:
    """A state in its word. Kinds differ in weight, never in colour: open active waiting closed."""
    if kind not in PILL_KINDS:
        raise TemplateSyntaxError(f"pill: kind must be one of {PILL_KINDS}, not {kind!r}")
    return SafeString(f'<span class="z-pill z-pill--{kind}">{escaped(label)}</span>')


def when(value: datetime | date | None, form: str = "") -> SafeString:
    """The same as `moment`, as a <time> element that never breaks in the middle of a figure."""
    if not value:
        return SafeString("")
    words = wording.moment(value, weekday=form != "plain")
    return SafeString(f'<time class="z-when" datetime="{value.isoformat()}">{words}</time>')


def reason(text: object, label: object = "") -> SafeString:
    """Why something can't be done now, said quietly where the button would be."""
    named = f"<b>{escaped(label)}</b>：" if label else ""
    words = f"<span>{named}{escaped(text)}</span>"
    return SafeString(f'<p class="z-reason">{icon("lock")}{words}</p>')


def field_list(items: Iterable[Fact | tuple[str, object]], columns: int = 1) -> SafeString:
    """Labels and values; pairs will do. Empty values are shown as 未填, not hidden."""
    lines = "\n".join(_fact(item if isinstance(item, Fact) else Fact(*item)) for item in items)
    two = " z-facts--two" if columns == 2 else ""  # noqa: PLR2004 (its name says it)
    return SafeString(f'<dl class="z-facts{two}">{lines}</dl>')


def _fact(line: Fact) -> str:
    if line.value is None or line.value == "":
        value = f'<span class="z-quiet">{_("未填")}</span>'
    elif line.url:
        value = f'<a href="{escaped(line.url)}">{escaped(line.value)}</a>'
    else:
        value = unbroken(line.value)
    hint = f'\n<span class="z-facts__hint">{escaped(line.hint)}</span>' if line.hint else ""
    wide = " z-facts__line--wide" if line.wide else ""
    direction = ' dir="auto"' if line.typed else ""
    return (
        f'<div class="z-facts__line{wide}"><dt>{escaped(line.label)}</dt>\n'
        f"<dd{direction}>{value}{hint}</dd></div>"
    )


def papers(listed: Iterable[Paper]) -> SafeString:
    """Files and documents to open."""
    return SafeString(f'<ul class="z-papers">{"".join(map(_paper, listed))}</ul>')


def _paper(paper: Paper) -> str:
    drawn, css = icon("paperclip"), ""
    if paper.picture:
        css = ' class="z-papers__pictured"'
        drawn = SafeString(
            f'<img class="z-papers__picture" src="{escaped(paper.picture)}" alt=""'
            ' loading="lazy" decoding="async">'
        )
    note = f' <span class="z-quiet">{escaped(paper.note)}</span>' if paper.note else ""
    label = f"\n{drawn}<span>{escaped(paper.label)}</span>"
    return f'<li{css}><a href="{escaped(paper.url)}">{label}</a>{note}</li>\n'


def timeline(happenings: Iterable[Happening]) -> SafeString:
    """What happened, newest last."""
    return SafeString(f'<ol class="z-timeline">{"".join(map(_happening, happenings))}</ol>')


def _happening(one: Happening) -> str:
    inner, mark = "", ""
    if one.internal:
        inner = " z-timeline__item--internal"
        mark = f' <span class="z-mark">{icon("lock")}{_("内部，企业看不到")}</span>'
    unit = f" · {escaped(one.unit)}" if one.unit else ""
    note = f'<div class="z-said">{linebreaks_filter(one.note)}</div>' if one.note else ""
    files = papers(one.papers) if one.papers else ""
    return (
        f'<li class="z-timeline__item{inner}"><p class="z-timeline__when">{when(one.at)}</p>'
        f'<div class="z-timeline__body"><p class="z-timeline__what">\n<b>{escaped(one.what)}</b> '
        f'<span class="z-quiet">{escaped(one.who)}{unit}</span>\n{mark}</p>{note}{files}</div></li>'
    )


def clock_card(clock: Clock) -> SafeString:
    """A due time that explains itself."""
    due = ""
    if clock.due:
        left = f"<b>{escaped(clock.remaining)}</b> · " if clock.remaining else ""
        due = f'<p class="z-clock__due">{left}{when(clock.due)}</p>'
    elif clock.remaining:
        due = f'<p class="z-clock__due">{escaped(clock.remaining)}</p>'
    return SafeString(
        '<section class="z-clock"><div class="z-clock__row">'
        f'<h3 class="z-clock__name">{escaped(clock.name)}</h3>{light(clock)}</div>'
        f"{due}{_sum(clock.explanation) if clock.explanation else ''}</section>"
    )


def _sum(explanation: Sequence[tuple[str, str]]) -> str:
    """How a due time was worked out, behind a fold."""
    lines = "".join(
        f"<div><dt>{escaped(label)}</dt><dd>{escaped(value)}</dd></div>"
        for label, value in explanation
    )
    return (
        f'<details class="z-explain"><summary>{_("怎么算的")}{icon("chevron-down")}</summary>'
        f'<dl class="z-sum">{lines}</dl></details>'
    )


def nav_groups(groups: Iterable[NavGroup]) -> SafeString:
    """The navigation under its headings, one of them open."""
    lines = "".join(f"<li>{_nav_group(group)}</li>" for group in groups)
    return SafeString(f'<ul class="z-nav__list">{lines}</ul>')


def _nav_group(group: NavGroup) -> str:
    if group.single:
        return _nav_item(group.single, icon(group.single.icon) if group.single.icon else "")
    items = "".join(f"<li>{_nav_item(item)}</li>" for item in group.items)
    return (
        f'<details class="z-nav__fold"{" open" if group.open else ""}>'
        f'<summary class="z-nav__item">\n{icon(group.icon)}\n<span>{escaped(group.label)}</span>\n'
        f"{_nav_count(group.count)}\n{icon('chevron-down')}</summary>"
        f'<ul class="z-nav__list z-nav__list--in">{items}</ul></details>'
    )


def _nav_item(item: NavItem, drawn: str = "") -> str:
    here = ' aria-current="page"' if item.active else ""
    return (
        f'<a class="z-nav__item" href="{escaped(item.url)}"{here}>\n{drawn}\n'
        f"<span>{escaped(item.label)}</span>\n{_nav_count(item.count)}</a>"
    )


def _nav_count(count: int | None) -> str:
    if not count:
        return ""
    return f'<span class="z-count">{wording.capped(count)}</span>'
