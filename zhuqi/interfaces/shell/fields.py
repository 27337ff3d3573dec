"""Draws fields with their labels, hints and errors, and whole forms. In Python, as the page of a
case may hold a hundred fields, and one through its template cost a millisecond (measured)."""

from collections.abc import Iterable

from django.forms import BaseForm, BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zhuqi.interfaces.shell.icons import icon
from zhuqi.interfaces.shell.markup import escaped


def form_drawn(form: BaseForm) -> SafeString:
    """Error summary and all fields; the <form>, its token and buttons are the page's."""
    hidden = "".join(str(field) for field in form.hidden_fields())
    visible = "\n".join(field_drawn(field) for field in form.visible_fields())
    return SafeString(f"{errors_drawn(form)}{hidden}{visible}")


def errors_drawn(form: BaseForm) -> SafeString:
    """All errors of a form at its top, each leading to its field. Nothing where there is none."""
    if not form.errors:
        return SafeString("")
    lines = [(bound, error) for bound in form for error in bound.errors]
    whole = list(form.non_field_errors())
    context = {"lines": lines, "whole": whole, "count": len(lines) + len(whole)}
    return SafeString(render_to_string("shell/parts/error_summary.html", context))


def field_drawn(field: BoundField) -> SafeString:
    """Label, hint, error and control of one field."""
    errors = list(field.errors)
    classes = " ".join(
        filter(None, ["z-field", "z-field--wrong" if errors else "", field.css_classes()])
    )
    error = _error(field, errors) if errors else ""
    inside = _ticked(field, error) if field.widget_type == "checkbox" else _asked(field, error)
    return SafeString(f'<div class="{classes}">{inside}</div>')


def _asked(field: BoundField, error: str) -> str:
    """What is asked stands over its control; over several controls as their legend."""
    begins, ends = "", ""
    if field.use_fieldset:
        described = field.aria_describedby
        by = f' aria-describedby="{escaped(described)}"' if described else ""
        begins, ends = f'<fieldset class="z-field__group"{by}>', "</fieldset>"
        label = f'<legend class="z-field__label">{_label(field)}</legend>'
    else:
        for_ = escaped(field.id_for_label)
        label = f'<label class="z-field__label" for="{for_}">{_label(field)}</label>'
    return f"{begins}{label}\n{_hint(field)}{error}{field}{ends}"


def _ticked(field: BoundField, error: str) -> str:
    """A single tick has its words behind it, and its hint below."""
    for_ = escaped(field.id_for_label)
    return (
        f'{error}<label class="z-tick" for="{for_}">\n{field}\n'
        f"<span>{escaped(field.label)}</span></label>{_hint(field)}"
    )


def _label(field: BoundField) -> str:
    label = escaped(field.label)
    if field.field.required:
        return label
    return f'{label}<span class="z-field__optional">{_("选填")}</span>'


def _hint(field: BoundField) -> str:
    if not field.help_text:
        return ""
    id_ = escaped(f"{field.auto_id}_helptext")
    return f'<p class="z-field__hint" id="{id_}">{escaped(field.help_text)}</p>'


def _error(field: BoundField, errors: Iterable[object]) -> str:
    said = "；".join(map(escaped, errors))
    id_ = escaped(f"{field.auto_id}_error")
    return (
        f'<p class="z-field__error" id="{id_}">\n{icon("alert-triangle")}\n<span>{said}</span></p>'
    )
