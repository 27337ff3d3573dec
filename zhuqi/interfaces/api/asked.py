"""What a verb asks, as its page would show it: fields, what is filled in, what there is to choose.

So a program finds the ids a person finds in a list: the form offers each what they may choose.
"""

from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import Any

from django import forms
from django.db.models import Model
from ninja import Schema
from pydantic import Field

from zhuqi.interfaces.shell.forms import ShellForm


class ChoiceOut(Schema):
    """Something to choose; `group` is the heading it stands under."""

    value: str
    label: str
    group: str


class FieldOut(Schema):
    """A field of a verb."""

    name: str
    label: str
    help: str
    required: bool
    initial: str | list[str] | None = Field(description="页面上预先填好的")
    choices: list[ChoiceOut] | None = Field(description="可选的值；不是选择项时为空")


class AskedOut(Schema):
    """What a verb asks of this person about this row."""

    possible: bool = Field(description="现在能不能办")
    reason: str = Field(description="现在不能办的原因")
    fields: list[FieldOut]


def asked(form: ShellForm, reason: str = "") -> Mapping[str, Any]:
    """The form, told."""
    return {
        "possible": not reason,
        "reason": reason,
        "fields": [
            {
                "name": name,
                "label": str(field.label or ""),
                "help": str(field.help_text or ""),
                "required": field.required,
                "initial": _plain(form.get_initial_for_field(field, name)),
                "choices": list(_choices(field)) if isinstance(field, forms.ChoiceField) else None,
            }
            for name, field in form.fields.items()
        ],
    }


def _choices(field: forms.ChoiceField) -> Iterator[Mapping[str, str]]:
    listed: Any = field.choices
    for key, label in listed:
        several = label if isinstance(label, list | tuple) else [(key, label)]
        group = str(key) if several is label else ""
        for value, said in several:
            if str(value):
                yield {"value": str(value), "label": str(said), "group": group}


def _plain(value: Any) -> str | list[str] | None:
    match value:
        case None | "":
            return None
        case list() | tuple() | set():
            return [str(_plain(one)) for one in value]
        case Model():
            return str(value.pk)
        case date() | time():
            return value.isoformat()
        case bool():
            return "true" if value else None
    return str(getattr(value, "value", value))
