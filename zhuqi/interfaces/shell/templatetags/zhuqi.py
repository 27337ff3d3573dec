"""The shell's components as tags and filters. The style guide shows each with its markup."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.template import loader
from django.utils.safestring import SafeString, mark_safe

from zhuqi.interfaces.shell import drawing, fields, icons, tables, wording
from zhuqi.interfaces.shell.bulk.bars import bar_of, with_ticks
from zhuqi.interfaces.shell.charts import Chart
from zhuqi.interfaces.shell.listing import Shown
from zhuqi.interfaces.shell.listing.exporting import export_url
from zhuqi.interfaces.shell.parts import (
    Action,
    Cell,
    Heading,
    Stat,
    Step,
    Tab,
    Table,
)

register = template.Library()

NOTICE_ICONS = {"info": "info-circle", "done": "circle-check", "warn": "alert-triangle"}


register.simple_tag(icons.icon)
for part in (
    drawing.light, drawing.pill, drawing.when, drawing.reason, drawing.field_list, drawing.papers,
    drawing.timeline, drawing.clock_card,
):  # fmt: skip
    register.simple_tag(part)


@register.filter
def moment(value: datetime | date | None, form: str = "") -> str:
    """11月21日 周六 17:30; `moment:"plain"` leaves the weekday out."""
    return wording.moment(value or None, weekday=form != "plain")


@register.filter
def day(value: date | datetime | None, form: str = "") -> str:
    """11月21日 周六; `day:"plain"` leaves the weekday out."""
    return wording.day(value or None, weekday=form != "plain")


@register.inclusion_tag("shell/parts/due.html")
def due(at: datetime | date | None, remaining: str = "", reading: Any = None) -> dict[str, Any]:
    """还剩 1 个工作日 · 11月24日 周二 17:30: relative words only beside the exact time."""
    return {"at": at, "remaining": remaining, "reading": reading}


@register.simple_block_tag(takes_context=True)
def page_header(
    context: template.Context,
    content: str,
    title: str,
    *,
    actions: Action | Iterable[Action] | None = None,
    back_url: str = "",
    back_label: str = "返回",
) -> SafeString:
    """The page's object, its state line (the content), and its main action."""
    return _render(
        "page_header",
        title=title,
        line=_trimmed(content),
        actions=_several(actions),
        back_url=back_url,
        back_label=back_label,
        csrf_token=context.get("csrf_token", ""),
    )


@register.simple_block_tag
def notice(content: str, kind: str = "info", title: str = "") -> SafeString:
    """Something to know before going on: info, done (what was just done), warn."""
    return _render(
        "notice", kind=kind, icon=NOTICE_ICONS[kind], title=title, body=_trimmed(content)
    )


@register.simple_block_tag
def next_step(content: str, title: str = "接下来") -> SafeString:
    """What happens next and by when: on every portal page of a case."""
    return _render("next_step", title=title, body=_trimmed(content))


@register.simple_block_tag(takes_context=True)
def empty(
    context: template.Context,
    content: str,
    title: str,
    actions: Action | Iterable[Action] | None = None,
    icon: str = "inbox",
) -> SafeString:
    """Nothing here: what will appear, and how (the content)."""
    return _render(
        "empty",
        title=title,
        body=_trimmed(content),
        actions=_several(actions),
        icon=icon,
        csrf_token=context.get("csrf_token", ""),
    )


@register.simple_block_tag
def explain(content: str, summary: str) -> SafeString:
    """A closed explanation, opened by whoever wants to know."""
    return _render("explain", summary=summary, body=_trimmed(content))


@register.inclusion_tag("shell/parts/action.html", takes_context=True)
def action(context: template.Context, what: Action) -> dict[str, Any]:
    """A button, link or one-button form; or, where it can't be done now, the reason."""
    return {"what": what, "csrf_token": context.get("csrf_token", "")}


@register.inclusion_tag("shell/parts/actions.html", takes_context=True)
def actions(context: template.Context, several: Iterable[Action]) -> dict[str, Any]:
    """Actions in a row, in their order; what can't be done now follows as a list of reasons."""
    listed = list(several)
    return {
        "possible": [one for one in listed if not one.reason],
        "impossible": [one for one in listed if one.reason],
        "csrf_token": context.get("csrf_token", ""),
    }


@register.simple_tag(takes_context=True)
def table(
    context: template.Context,
    what: Table | Iterable[Sequence[Cell | object]],
    *labels: str,
    css: str = "",
) -> SafeString:
    """Any table: one that a page has declared, or plain rows under these labels.

    Its rows may carry forms (`RowForm`).
    """
    token = str(context.get("csrf_token", ""))
    if isinstance(what, Table):
        return tables.drawn(what, token)
    columns = [Heading(label) for label in labels]
    return tables.drawn(Table(columns, list(what), css=css, keys=False), token)


@register.inclusion_tag("shell/listing/filters.html", takes_context=True)
def listing_filters(
    context: template.Context, listing: Shown[Any, Any], *, tools: bool = True
) -> dict[str, Any]:
    """The filters of a list as a form in one line, those in force as chips; at the line's end,
    unless the page has them elsewhere, its tools."""
    return {
        "listing": listing,
        "form": listing.form,
        "chips": listing.chips,
        "clear_url": listing.path,
        "tools": tools,
        "csrf_token": context.get("csrf_token", ""),
    }


@register.inclusion_tag("shell/listing/tools.html", takes_context=True)
def listing_tools(context: template.Context, listing: Shown[Any, Any]) -> dict[str, Any]:
    """Which columns of a list to show, its print, and its file."""
    return {
        "choices": listing.choices if len(listing.choices) > 1 else [],
        "kept": listing.kept,
        "print_url": listing.print_url,
        "export_url": export_url(listing),
        "csrf_token": context.get("csrf_token", ""),
    }


@register.inclusion_tag("shell/listing/views.html", takes_context=True)
def listing_views(context: template.Context, listing: Shown[Any, Any]) -> dict[str, Any]:
    """Saved views of a list as tabs, and the form that saves what it shows now."""
    return {"saved": listing.saved, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("shell/listing/table.html")
def listing_table(listing: Shown[Any, Any]) -> dict[str, Any]:
    """The rows of a list with its pages, or what will appear here and how; where they can be
    chosen, with what can be done to those."""
    bar = bar_of(listing)
    table = listing.table if listing.rows else None
    return {
        "listing": listing,
        "bar": bar,
        "table": with_ticks(table, listing, bar) if table and bar else table,
    }


@register.inclusion_tag("shell/listing/pages.html")
def listing_pages(listing: Shown[Any, Any]) -> dict[str, Any]:
    """The pages of a list whose rows the page draws itself."""
    return {"listing": listing}


@register.inclusion_tag("shell/listing/empty.html")
def listing_empty(listing: Shown[Any, Any]) -> dict[str, Any]:
    """What stands where such a list has no row."""
    return {"listing": listing}


@register.inclusion_tag("shell/parts/steps.html")
def steps(several: Sequence[Step], label: str = "步骤") -> dict[str, Any]:
    """Where one is on the way through a form."""
    place = next((n for n, step in enumerate(several, 1) if step.state == "now"), len(several))
    return {"steps": several, "label": label, "place": place, "here": several[place - 1]}


@register.inclusion_tag("shell/parts/way.html")
def way(several: Sequence[Step], label: str = "办理进度") -> dict[str, Any]:
    """A case's way from top to bottom: what is done, what is on now, what comes."""
    return {"steps": several, "label": label}


@register.inclusion_tag("shell/parts/tabs.html")
def tabs(several: Iterable[Tab], label: str = "视图") -> dict[str, Any]:
    """Views of one list, as links."""
    return {"tabs": list(several), "label": label}


@register.inclusion_tag("shell/parts/stats.html")
def stats(several: Iterable[Stat]) -> dict[str, Any]:
    """A line of figures; each opens its rows."""
    return {"stats": list(several)}


@register.inclusion_tag("shell/parts/chart.html")
def chart(what: Chart) -> dict[str, Any]:
    """A picture beside its table; a page with one loads `shell/parts/chart_head.html`."""
    return {"chart": what}


@register.inclusion_tag("shell/parts/pager.html")
def pager(previous_url: str = "", next_url: str = "", shown: str = "") -> dict[str, str]:
    """上一页 / 下一页 by key; `shown` says what is on this page ("第 41-80 件")."""
    return {"previous_url": previous_url, "next_url": next_url, "shown": shown}


@register.inclusion_tag("shell/parts/filter_bar.html")
def filter_bar(form: BaseForm, clear_url: str = "", result: str = "") -> dict[str, Any]:
    """A GET form in one line; `clear_url` is given when something is filtered."""
    return {"form": form, "clear_url": clear_url, "result": result}


register.simple_tag(fields.errors_drawn, name="error_summary")
register.simple_tag(fields.field_drawn, name="form_field")
register.simple_tag(fields.form_drawn, name="form_fields")


register.filter(wording.capped)


@register.filter
def first_input(field: BoundField) -> str:
    """The id an error links to: the field's control, or the first choice of a group."""
    return f"{field.auto_id}_0" if field.use_fieldset else str(field.id_for_label or field.auto_id)


def _several(value: Action | Iterable[Action] | None) -> list[Action]:
    if isinstance(value, Action):
        return [value]
    return list(value or ())


def _trimmed(content: str) -> SafeString:
    """What a block tag was given is already escaped by the template; `strip` would forget that."""
    return mark_safe(content.strip())  # noqa: S308


def _render(name: str, **context: Any) -> SafeString:
    drawn = loader.get_template(f"shell/parts/{name}.html").render(context)
    return mark_safe(drawn)  # noqa: S308


@register.inclusion_tag("shell/parts/specimen.html", takes_context=True)
def specimen(context: template.Context, name: str) -> dict[str, Any]:
    """A part of the style guide: drawn, and its own source beneath."""
    source = loader.get_template(f"shell/styleguide/{name}.html")
    path = Path(str(source.origin.name))  # type: ignore[attr-defined]
    values: dict[str, Any] = {str(key): value for key, value in context.flatten().items()}
    return {
        "drawn": source.render(values, context.get("request")),
        "source": path.read_text(encoding="utf-8").strip(),
        "name": name,
    }
