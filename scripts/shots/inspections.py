"""督导检查: rounds, one of them, an inspection of a unit, a notice."""

from scripts.shots import Shot

SHOTS = (
    Shot("inspections", "shouli", "/desk/inspections/"),
    Shot("inspection-round", "lingdao", "{link}", "/desk/inspections/?state=underway"),
    Shot("inspection-new", "shouli", "/desk/inspections/new/"),
    Shot("inspection-visit", "ducha", "{link}", "/desk/inspections/visits/?mine=on"),
    Shot("findings", "shouli", "/desk/inspections/findings/"),
    Shot("finding", "shouli", "{link}", "/desk/inspections/findings/?state=replied"),
)  # fmt: skip
