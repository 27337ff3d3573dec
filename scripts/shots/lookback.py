"""回头看: the list, one of them, a call, the draws, one draw, a new one, and the schemes."""

from scripts.shots import Shot

SHOTS = (
    Shot("lookback", "shouli", "/desk/lookback/"),
    Shot("lookback-find", "shenhe", "/desk/lookback/?hand=find"),
    Shot("lookback-doubted", "shenhe", "{link}", "/desk/lookback/?state=heard"),
    Shot("lookback-call", "shouli", "/desk/lookback/calls/"),
    Shot("lookback-draws", "shouli", "/desk/lookback/draws/"),
    Shot("lookback-draw", "shouli", "{link}", "/desk/lookback/draws/"),
    Shot("lookback-draw-new", "shouli", "/desk/lookback/draws/new/"),
    Shot("lookback-scheme", "xitong", "{link}", "/desk/admin/registers/lookback/"),
)  # fmt: skip
