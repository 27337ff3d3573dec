"""统计: figures whole and told apart, the rows behind one, what each means."""

from scripts.shots import Shot

SHOTS = (
    Shot("figures", "shouli", "/desk/statistics/"),
    Shot("figures-by-office", "lingdao", "/desk/statistics/?by=office&group=time"),
    Shot("figures-by-month", "xiangcheng", "/desk/statistics/?by=month"),
    Shot("figure-rows", "shouli", "/desk/statistics/rows/?figure=completion_rate&part=denominator"),
    Shot("figure-definitions", "zhujian", "/desk/statistics/definitions/"),
)  # fmt: skip
