"""日程安排: what comes round, one of them, whom it told."""

from scripts.shots import Shot

SHOTS = (
    Shot("rhythms", "shouli", "/desk/rhythm/"),
    Shot("rhythm", "shouli", "{link}", "/desk/rhythm/"),
    Shot("rhythm-notes", "shouli", "/desk/rhythm/notes/"),
    Shot("rhythm-new", "shouli", "/desk/rhythm/new/"),
)
