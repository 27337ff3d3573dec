"""企业服务日: the list, one that was held, and a new one."""

from scripts.shots import Shot

SHOTS = (
    Shot("service-days", "shouli", "/desk/service-days/"),
    Shot("service-day", "shouli", "{link}", "/desk/service-days/?state=held"),
    Shot("service-day-new", "shouli", "/desk/service-days/new/"),
)  # fmt: skip
