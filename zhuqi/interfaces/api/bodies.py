"""What an operation takes, read off the form that judges it: the schema, and the form's data.

The form stays the judge of everything; the schema tells a program beforehand.
"""

import base64
import binascii
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final, TypeAlias

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, create_model

from zhuqi.foundation.access import NotValid, Person
from zhuqi.foundation.quarantine.actions import passes_of, spend
from zhuqi.foundation.quarantine.marks import marked
from zhuqi.foundation.quarantine.passes import SecretMark, digest_of, passing
from zhuqi.interfaces.api.schemas import told
from zhuqi.interfaces.shell.forms import FilesField, ShellForm

_LONGEST_NAME = 200


class SentFile(BaseModel):
    """A file: its name, and its bytes as base64."""

    model_config = ConfigDict(extra="forbid")
    name: str = Field(min_length=1, max_length=_LONGEST_NAME)
    content: str = Field(json_schema_extra={"format": "byte"}, pattern=r"^[A-Za-z0-9+/]*={0,2}$")


class Body(BaseModel):
    """Base of all bodies: a field nobody knows is a slip, and is said."""

    model_config = ConfigDict(extra="forbid")


def body_of(form: type[ShellForm], name: str) -> type[Body]:
    """The schema of what a form asks. Whether what is required is there, the form says in its own
    words, so no field is missed by the schema alone."""
    fields: dict[str, Any] = {}
    required: list[str] = []
    for key, field in form.base_fields.items():
        kind, rules = _type_of(field)
        if field.required:
            required.append(key)
        fields[key] = (
            kind | None,
            Field(None, description=_said(field), json_schema_extra=told(rules)),
        )

    wanted: dict[str, Any] = {"required": required} if required else {}
    base = type("Base", (Body,), {"model_config": ConfigDict(json_schema_extra=wanted)})
    made: type[Body] = create_model(name, __base__=base, **fields)
    return made


def _said(field: forms.Field) -> str:
    return "；".join(filter(None, (str(field.label or ""), str(field.help_text or ""))))


def _type_of(field: forms.Field) -> tuple[Any, dict[str, Any]]:
    """The type of a field's value, and what else the schema can tell of it."""
    kind, told = next(
        (made for kinds, made in _TYPES if isinstance(field, kinds)), (str, lambda _field: {})
    )
    return kind, told(field)


def _choices(field: Any) -> dict[str, Any]:
    """Choices that are the same for everyone; what a row or a person offers can't be told ahead."""
    keys = [str(key) for key, label in _flat(field.choices)]
    return {"enum": keys} if keys else {}


def _flat(choices: Any) -> Iterator[tuple[Any, Any]]:
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield key, label


def _range(field: forms.Field) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in field.validators:
        if isinstance(one, MinValueValidator):
            found["minimum"] = one.limit_value
        if isinstance(one, MaxValueValidator):
            found["maximum"] = one.limit_value
    return found


def _nothing(_field: forms.Field) -> dict[str, Any]:
    return {}


def _length(field: Any) -> dict[str, Any]:
    return {"maxLength": field.max_length} if field.max_length else {}


Told = Callable[[Any], dict[str, Any]]
# The first that fits.
_TYPES: Final[Sequence[tuple[type[forms.Field], tuple[Any, Told]]]] = (
    (FilesField, (list[SentFile], _nothing)),
    (forms.ModelMultipleChoiceField, (list[int], _nothing)),
    (forms.ModelChoiceField, (int, _nothing)),
    (forms.MultipleChoiceField, (list[str], _nothing)),
    (forms.ChoiceField, (str, _choices)),
    (forms.BooleanField, (bool, _nothing)),
    (forms.DecimalField, (float | str, _nothing)),
    (forms.IntegerField, (int, _range)),
    (forms.DateField, (str, lambda _field: {"format": "date"})),
    (forms.TimeField, (str, lambda _field: {"pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"})),
    (forms.CharField, (str, _length)),
)
Files: TypeAlias = "MultiValueDict[str, UploadedFile[Any]]"


def form_data(body: Body) -> tuple[QueryDict, Files]:
    """What was sent, as a form takes it. NotValid for a file that is no base64."""
    data = QueryDict(mutable=True)
    files: Files = MultiValueDict()
    for name in type(body).model_fields:
        value = getattr(body, name)
        if value is None or value is False:
            continue
        if value is True:
            data[name] = "on"
        elif isinstance(value, list):
            if value and isinstance(value[0], SentFile):
                files.setlist(name, [_file(name, one) for one in value])
            else:
                data.setlist(name, [str(one) for one in value])
        else:
            data[name] = str(value)
    return data, files


def _file(name: str, sent: SentFile) -> "UploadedFile[Any]":
    try:
        content = base64.b64decode(sent.content, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NotValid({name: _("文件内容应为 base64")}) from error
    return SimpleUploadedFile(sent.name, content)


def errors_of(form: ShellForm) -> Mapping[str, str]:
    """A form's complaints by field, in its own words."""
    return {
        "" if name == "__all__" else name: " ".join(map(str, said))
        for name, said in form.errors.items()
    }


def judged(form: ShellForm) -> None:
    """NotValid with what the form says of each field."""
    if not form.is_valid():
        raise NotValid(errors_of(form))


@contextmanager
def no_secrets(person: Person, body: Body) -> Iterator[None]:
    """Text with a mark of secrecy goes no further, as in the pages' forms; a released one may.

    SecretMark, whose texts go to the keeper once nothing holds a transaction.
    """
    found = [text for text in _texts(body) if marked(text)]
    passes = passes_of(person.actor.user_id, [digest_of(text) for text in found])
    if kept := [text for text in found if digest_of(text) not in passes]:
        raise SecretMark(kept)
    with passing(passes):
        yield
    if passes:
        spend(digests=passes, by=person.actor)


def _texts(body: Body) -> Iterator[str]:
    for name in type(body).model_fields:
        value = getattr(body, name)
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, SentFile):
                yield one.name.rpartition(".")[0] or one.name
            elif isinstance(one, str):
                yield one
