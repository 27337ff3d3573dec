"""Draws what is filled in. In Python, as a template for a control and two for every choice in it
took a quarter of a page's time (measured). The HTML is that of Django's templates."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zhuqi.interfaces.shell.markup import attributes, escaped

Widget = Mapping[str, Any]


def drawn(template_name: str, widget: Widget) -> SafeString | None:
    """The control; None for one that has no drawing here, only a template."""
    draw = _DRAWN.get(template_name)
    return None if draw is None else SafeString(draw(widget))


def _input(widget: Widget) -> str:
    value = widget["value"]
    said = "" if value is None else f' value="{escaped(value)}"'
    kind, name = escaped(widget["type"]), escaped(widget["name"])
    return f'<input type="{kind}" name="{name}"{said}{attributes(widget["attrs"])}>'


def _textarea(widget: Widget) -> str:
    name, attrs = escaped(widget["name"]), attributes(widget["attrs"])
    # A browser leaves the first line break out.
    return f'<textarea name="{name}"{attrs}>\n{escaped(widget["value"] or "")}</textarea>'


def _select(widget: Widget) -> str:
    name, attrs = escaped(widget["name"]), attributes(widget["attrs"])
    groups = "".join(_select_groups(widget["optgroups"]))
    return f'<select name="{name}"{attrs}>{groups}</select>'


def _select_groups(groups: Iterable[tuple[Any, list[Widget], int]]) -> Iterable[str]:
    for group, options, _index in groups:
        listed = "".join(map(_select_option, options))
        yield f'<optgroup label="{escaped(group)}">{listed}</optgroup>' if group else listed


def _select_option(option: Widget) -> str:
    value, attrs = escaped(option["value"]), attributes(option["attrs"])
    return f'<option value="{value}"{attrs}>{escaped(option["label"])}</option>\n'


def _box(option: Widget) -> str:
    """A tick or a dot, with its words unless the page sets them itself."""
    if not option["wrap_label"]:
        return _input(option)
    id_ = option["attrs"].get("id")
    for_ = f' for="{escaped(id_)}"' if id_ else ""
    return f"<label{for_}>{_input(option)} {escaped(option['label'])}</label>"


def _boxes(widget: Widget) -> str:
    attrs = widget["attrs"]
    named = {key: str(attrs[key]) for key in ("id", "class") if attrs.get(key)}
    lines = "".join(_box_groups(widget["optgroups"]))
    return f"<div{attributes(named)}>{lines}</div>"


def _box_groups(groups: Iterable[tuple[Any, list[Widget], int]]) -> Iterable[str]:
    for group, options, _index in groups:
        listed = "".join(f"<div>{_box(option)}</div>\n" for option in options)
        yield f"<div><label>{escaped(group)}</label>{listed}</div>" if group else listed


def _ticks(widget: Widget) -> str:
    id_ = widget["attrs"].get("id")
    named = f' id="{escaped(id_)}"' if id_ else ""
    lines = "".join(_tick_groups(widget["optgroups"]))
    return f'<div{named} class="z-ticks" data-sift="{escaped(widget["noun"])}">{lines}</div>'


def _tick_groups(groups: Iterable[tuple[Any, list[Widget], int]]) -> Iterable[str]:
    for group, options, _index in groups:
        listed = "".join(f'<div class="z-ticks__line">{_box(one)}</div>\n' for one in options)
        yield (
            f'<div role="group" aria-label="{escaped(group)}">'
            f'<p class="z-ticks__group" aria-hidden="true">{escaped(group)}</p>{listed}</div>'
            if group
            else listed
        )


def _files(widget: Widget) -> str:
    name, most = escaped(widget["name"]), widget["max_files"]
    where = _("或把文件拖到这里") if most == 1 else _("可以多选，最多 %(n)s 个") % {"n": most}
    return (
        f'<div class="z-files" data-files data-max-bytes="{escaped(widget.get("max_bytes", ""))}"'
        f' data-max-files="{most}"><div class="z-files__pick">\n'
        f'<input type="file" name="{name}"{attributes(widget["attrs"])}>\n'
        f'<span class="z-btn" aria-hidden="true">{_("选择文件")}</span>\n'
        f'<span class="z-quiet" aria-hidden="true">{where}</span>\n'
        f"</div>{_place_wish(widget)}"
        '<ul class="z-files__list" aria-live="polite"></ul></div>'
    )


def _place_wish(widget: Widget) -> str:
    if not (name := widget.get("place_name")):
        return ""
    checked = " checked" if widget["keeps_places"] else ""
    return (
        '<label class="z-tick z-files__place">'
        f'<input type="checkbox" name="{escaped(name)}"{checked}>\n'
        f"<span>{_('保留照片里的拍摄位置（不勾选则去掉）')}</span></label>"
    )


_DJANGO = "django/forms/widgets"
_INPUTS = (
    "text", "number", "email", "url", "color", "search", "tel", "password", "hidden", "date",
    "datetime", "time", "checkbox",
)  # fmt: skip
_DRAWN: dict[str, Callable[[Widget], str]] = {
    **{f"{_DJANGO}/{name}.html": _input for name in _INPUTS},
    f"{_DJANGO}/textarea.html": _textarea,
    f"{_DJANGO}/select.html": _select,
    f"{_DJANGO}/radio.html": _boxes,
    f"{_DJANGO}/checkbox_select.html": _boxes,
    f"{_DJANGO}/radio_option.html": _box,
    f"{_DJANGO}/checkbox_option.html": _box,
    "shell/widgets/ticks.html": _ticks,
    "shell/widgets/files.html": _files,
}
