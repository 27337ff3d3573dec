"""历史台账: the list, the upload, and the firms that have no file yet."""

from scripts.shots import Shot

SHOTS = (
    Shot("imports", "shouli", "/desk/imports/"),
    Shot("imports-new", "shouli", "/desk/imports/new/"),
    Shot("imports-firms", "shouli", "/desk/imports/firms/"),
)
