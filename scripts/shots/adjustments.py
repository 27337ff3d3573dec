"""动态调整: batches, one of them, its lines; and the roll of a day."""

from scripts.shots import Shot

SHOTS = (
    Shot("adjustments", "shouli", "/desk/adjustments/"),
    Shot("adjustment", "shouli", "{link}", "/desk/adjustments/"),
    Shot("adjustment-moves", "shouli", "/desk/adjustments/moves/"),
    Shot("adjustment-new", "shouli", "/desk/adjustments/new/"),
    Shot("visit-coverage", "shouli", "/desk/adjustments/coverage/"),
    Shot("liaison-roll", "shouli", "/desk/adjustments/roll/"),
)
