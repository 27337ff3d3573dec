"""Rosters that come in by table."""

from scripts.shots import Shot

SHOTS = (
    Shot("desk-rosters", "xitong", "/desk/rosters/"),
    Shot("desk-roster", "xitong", "/desk/rosters/units/"),
)
