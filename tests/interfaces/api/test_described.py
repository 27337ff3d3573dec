"""What the description allows is answered as the description says: no fault, nothing beside it.

schemathesis makes requests out of the OpenAPI document, by and against its rules; each goes to a
row that is there, by somebody who may, and is taken back. Making them takes long: the suite tries a
few operations of each kind, the same every time; `make fuzz-api` all of them, much and at random.
"""

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import transaction
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as bounds
from pytest_django import Settings
from schemathesis import openapi
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.permissions.places import places, routes
from tests.permissions.registry import Asked
from tests.permissions.table import address
from tests.permissions.town import Town, build_town
from tests.scenes.api import bearer

EXAMPLES = int(os.environ.get("ZHUQI_FUZZ_EXAMPLES", "0"))
CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance,
    response_schema_conformance,
]  # fmt: skip
HOW = bounds(
    max_examples=EXAMPLES or 1,
    derandomize=not EXAMPLES,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@dataclass
class Asking:
    """Where each operation is tried, and by whom; what was wrong with the answers."""

    town: Town
    where: Mapping[str, tuple[str, str]]
    wrong: dict[str, str] = field(default_factory=dict)
    statuses: list[int] = field(default_factory=list)

    def try_out(self, operation: Any, mode: GenerationMode) -> None:
        """A few requests of one operation."""
        role, place = self.where[name_of(operation)]
        headers, held = bearer(self.town.people[role]), in_path(operation.path, place)

        @HOW
        @given(case=operation.as_strategy(generation_mode=mode))
        def send(case: Any) -> None:
            if mode is GenerationMode.POSITIVE:
                case.path_parameters = held
            self.one(case, headers)

        send()

    def one(self, case: Any, headers: Mapping[str, str]) -> None:
        """One request, of which nothing is kept."""
        kept = transaction.savepoint()
        try:
            answer = case.call(headers=headers)
            self.statuses.append(answer.status_code)
            case.validate_response(answer, checks=CHECKS)
        except (Failure, FailureGroup) as found:
            self.wrong.setdefault(f"{case.method} {case.path}", str(found))
        finally:
            transaction.savepoint_rollback(kept)


def name_of(operation: Any) -> str:
    """The name of its address."""
    return f"api:{operation.definition.raw['operationId'].removesuffix('_asks')}"


def chosen(several: Sequence[Any]) -> Sequence[Any]:
    """All of them, or one of twenty: they are many of few kinds."""
    return several if EXAMPLES else several[::20]


def in_path(template: str, place: str) -> dict[str, str]:
    """What stands in an address in the place of each name."""
    path = place.partition("?")[0]
    found = re.fullmatch(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", template), path)
    assert found, (template, place)
    return found.groupdict()


@pytest.mark.django_db
def test_every_operation_answers_as_it_is_described(settings: Settings) -> None:
    settings.API_PER_MINUTE = 10**9
    town = build_town()
    registrar = Asked(town, "own", town.people["registrar"])
    # What nobody may do now is asked all the same.
    where = {one: ("registrar", str(address(one, registrar))) for one in routes("api:")}
    where |= {route: (role, place) for route, role, place in places(town, "api:")}
    reader = bearer(town.people["registrar"])
    told: Any = openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler(), headers=reader)
    asking = Asking(town, where)
    for operation in chosen([found.ok() for found in told.get_all_operations()]):
        for mode in GenerationMode:
            asking.try_out(operation, mode)
    assert asking.wrong == {}
    # A few operations are not answered in every way.
    assert {200, 404} | ({422} if EXAMPLES else set()) <= set(asking.statuses)
