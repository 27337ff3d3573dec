"""Access tokens: one's own, other systems, and how the API is read."""

from scripts.shots import Shot

SHOTS = (
    Shot("tokens", "shouli", "/desk/account/tokens/"),
    Shot("admin-services", "anquan", "/desk/admin/services/"),
    Shot("api-docs", "shouli", "/api/v1/docs/"),
)  # fmt: skip
