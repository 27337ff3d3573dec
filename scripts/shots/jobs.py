"""我的任务: the list, and one with its file."""

from scripts.shots import Shot

SHOTS = (
    Shot("jobs", "shouli", "/desk/jobs/"),
    Shot("job", "shouli", "{link}", "/desk/jobs/"),
)
