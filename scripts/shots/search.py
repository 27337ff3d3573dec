"""What the search box finds."""

from scripts.shots import Shot

SHOTS = (
    Shot("desk-search", "shouli", "/desk/search/?q=公司"),
)  # fmt: skip
