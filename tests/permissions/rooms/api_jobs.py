"""Long work one asked for, by the API."""

from tests.permissions.registry import Room, Row, page
from tests.permissions.rooms.jobs import job

ROOM = Room(
    "api_jobs",
    {
        "api:jobs": page(),
        "api:job": Row(job, fixed=True),
        "api:job_cancel": Row(job, fixed=True),
    },
)
