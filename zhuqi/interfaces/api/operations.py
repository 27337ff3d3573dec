"""How a room adds an operation: what all of them say of themselves."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from django_stubs_ext import StrOrPromise
from ninja import Router

from zhuqi.interfaces.api.problems import KINDS, MEDIA, Problem

_SCHEMAS: Final = "#/components/schemas/"
_USUAL: Final = (401, 403, 404, 422, 429)
CHANGES: Final = (400, 409, 412, 413, 415, 428)


def add(
    router: Router,
    method: str,
    path: str,
    view: Callable[..., Any],
    *,
    name: str,
    summary: StrOrPromise,
    response: Any,
    url_name: str = "",
    status: int = 200,
    description: str = "",
    parameters: Sequence[Mapping[str, Any]] = (),
    more: Sequence[int] = (),
) -> None:
    """Add it, with the problems it may answer; `more`: their status beside the usual.

    `url_name`: of the address, where several operations share it.
    """
    problems = {
        str(code): {
            "description": str(KINDS[code][1]),
            "content": {MEDIA: {"schema": {"$ref": f"{_SCHEMAS}{Problem.__name__}"}}},
        }
        for code in sorted({*_USUAL, *more})
    }
    extra: dict[str, Any] = {"responses": problems}
    if parameters:
        extra["parameters"] = [dict(one) for one in parameters]
    view.__name__ = name
    router.add_api_operation(
        path,
        [method],
        view,
        response={status: response},
        operation_id=name,
        summary=str(summary),
        description=description or None,
        url_name=url_name or name,
        openapi_extra=extra,
    )


def schemas() -> dict[str, Any]:
    """What the problems are described by, once for all operations."""
    told = Problem.model_json_schema(ref_template=f"{_SCHEMAS}{{model}}")
    return {**told.pop("$defs", {}), Problem.__name__: told}
