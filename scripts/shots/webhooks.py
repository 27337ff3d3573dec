"""接口推送: one's own, and those of other systems."""

from scripts.shots import Shot

SHOTS = (
    Shot("webhooks", "shouli", "/desk/account/webhooks/"),
    Shot("webhooks-systems", "anquan", "/desk/account/webhooks/"),
)
