"""The log."""

from scripts.shots import Shot

SHOTS = (
    Shot("admin-log", "shenji", "/desk/admin/log/"),
    Shot("admin-log-case", "shenji", "/desk/admin/log/?object_type=case"),
    Shot("desk-forbidden", "zhujian", "/desk/admin/log/"),
)  # fmt: skip
