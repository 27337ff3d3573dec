"""The description as a page shows it: by groups, each operation with what it takes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from zhuqi.interfaces.shell.parts import Heading, Table

Told = Mapping[str, Any]
_PLACES = {"path": "地址", "query": "条件", "header": "请求头"}


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: how it is called, and what it takes."""

    id: str
    method: str
    path: str
    summary: str
    takes: Table | None


@dataclass(frozen=True, slots=True)
class Group:
    """What a token's scope names."""

    label: str
    operations: list[Operation]


def groups(told: Told) -> list[Group]:
    """Every operation of the description, by the group it belongs to."""
    found: dict[str, list[Operation]] = {}
    for path, methods in told["paths"].items():
        for method, one in methods.items():
            takes = [*_parameters(one), *_body(one, told["components"]["schemas"])]
            columns = [Heading(label) for label in (_("名称"), _("在"), _("必填"), _("说明"))]
            table = Table(columns, takes, keys=False) if takes else None
            listed = found.setdefault(one["tags"][0], [])
            said = one["summary"]
            listed.append(Operation(one["operationId"], method.upper(), path, said, table))
    return [Group(label, operations) for label, operations in found.items()]


def _parameters(one: Told) -> Iterator[list[str]]:
    for asked in one.get("parameters", []):
        yield [
            asked["name"],
            _(_PLACES[asked["in"]]),
            _("是") if asked["required"] else "",
            _said(asked["schema"], asked.get("description", "")),
        ]


def _body(one: Told, schemas: Told) -> Iterator[list[str]]:
    content = one.get("requestBody", {}).get("content", {}).get("application/json", {})
    body = schemas.get(content.get("schema", {}).get("$ref", "").rpartition("/")[2], {})
    for name, schema in body.get("properties", {}).items():
        wanted = _("是") if name in body.get("required", ()) else ""
        yield [name, _("正文"), wanted, _said(schema, schema.get("description", ""))]


def _said(schema: Told, words: str) -> str:
    values = schema.get("enum") or schema.get("items", {}).get("enum")
    told = _("可选：%(values)s") % {"values": "、".join(filter(None, values))} if values else ""
    return "；".join(filter(None, (words, told)))
