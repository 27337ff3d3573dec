"""How the system runs."""

from scripts.shots import Shot

SHOTS = (
    Shot("admin-system", "xitong", "/desk/admin/system/"),
    Shot("admin-work", "xitong", "/desk/admin/system/work/"),
)  # fmt: skip
