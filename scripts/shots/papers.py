"""公文: what was issued, one of them, and whether one is genuine."""

from scripts.shots import Shot

SHOTS = (
    Shot("papers", "shouli", "/desk/papers/"),
    Shot("paper", "shouli", "{link}", "/desk/papers/?state=issued"),
    Shot("paper-verify", "shouli", "/desk/papers/verify/"),
)
