"""The first page of the day."""

from scripts.shots import Shot

SHOTS = (
    Shot("desk-home-registrar", "shouli", "/desk/"),
    Shot("desk-home-unit", "zhujian", "/desk/"),
    Shot("desk-home-county", "xiangcheng", "/desk/"),
    Shot("desk-home-leader", "lingdao", "/desk/"),
    Shot("desk-home-head", "juzhang", "/desk/"),
    Shot("desk-home-chamber", "shanghui", "/desk/"),
)  # fmt: skip
