"""总览: for a leader, an office, a county and a unit; of a past day."""

from scripts.shots import Shot

SHOTS = (
    Shot("overview-leader", "lingdao", "/desk/overview/"),
    Shot("overview-office", "shouli", "/desk/overview/?first=2026-01"),
    Shot("overview-county", "shouli", "/desk/overview/county/?first=2026-01"),
    Shot("overview-unit", "zhujian", "/desk/overview/?first=2026-01"),
    Shot("meeting-pack", "shouli", "/desk/overview/meeting/"),
    Shot("overview-day", "lingdao", "/desk/overview/?day=2026-11-10"),
)  # fmt: skip
