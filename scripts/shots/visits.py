"""走访: what is planned and made, and one visit."""

from scripts.shots import Shot

SHOTS = (
    Shot("visits", "zhuqi", "/desk/visits/"),
    Shot("visits-planned", "zhuqi", "/desk/visits/?state=planned"),
    Shot("visit", "zhuqi", "{link}", "/desk/visits/"),
)  # fmt: skip
