"""Figures and the rows behind them by the API."""

from django.urls import reverse

from tests.permissions.registry import Asked, Found, Room, Row, page


def _rows(asked: Asked) -> Found:
    return f"{reverse('api:figure_rows')}?figure=collected" if asked.own else None


ROOM = Room(
    "api_statistics",
    {
        "api:figures": page(),
        "api:figure_definitions": page(),
        "api:figure_rows": Row(_rows, fixed=True),
    },
)
