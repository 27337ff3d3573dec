"""专项整治: the ledger, and one of its rows."""

from scripts.shots import Shot

SHOTS = (
    Shot("rectifications", "shouli", "/desk/rectification/"),
    Shot("rectification", "shouli", "{link}", "/desk/rectification/?state=proven"),
    Shot("rectification-new", "shouli", "/desk/rectification/new/"),
)  # fmt: skip
