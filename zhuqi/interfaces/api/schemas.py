"""What the description says of a field that may be left out."""

from collections.abc import Callable, Mapping
from typing import Any


def told(rules: Mapping[str, Any]) -> Callable[[dict[str, Any]], None]:
    """For `json_schema_extra`: these rules as well, and no null, which nobody has to send. Values
    to choose from are those of a list's items."""

    def tell(schema: dict[str, Any]) -> None:
        without_null(schema)
        values = rules.get("enum")
        if values is not None and "items" in schema:
            schema["items"]["enum"] = values
        else:
            schema.update(rules)

    return tell


def without_null(schema: dict[str, Any]) -> None:
    """A field is sent or left out."""
    kinds = [one for one in schema.pop("anyOf", []) if one != {"type": "null"}]
    schema.pop("default", None)
    if len(kinds) == 1:
        schema.update({**kinds[0], **schema})
    elif kinds:
        schema["anyOf"] = kinds
