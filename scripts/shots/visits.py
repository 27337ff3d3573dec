"""走访: what is planned and made, and one visit."""

from scripts.shots import Shot

SHOTS = (
    Shot("visits", "zhuqi", "/desk/visits/"),
    Shot("visits-planned", "zhuqi", "/desk/visits/?state=planned"),
    Shot("visits-pocket", "zhuqi", "/desk/visits/pocket/"),
    Shot("visit-new", "zhuqi", "/desk/visits/new/"),
    Shot("visit", "zhuqi", "{link}", "/desk/visits/"),
)  # fmt: skip
