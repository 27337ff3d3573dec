"""Figures, their file and the rows behind one."""

from django.urls import reverse

from tests.permissions.registry import Asked, Found, Room, Row, page


def _rows(asked: Asked) -> Found:
    return f"{reverse('desk:figure_rows')}?figure=collected" if asked.own else None


ROOM = Room(
    "statistics",
    {
        "desk:figures": page(),
        "desk:figures_file": page(),
        "desk:figure_definitions": page(),
        "desk:figure_rows": Row(_rows, fixed=True),
    },
)
