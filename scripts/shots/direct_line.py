"""信息直通车: the firm's letters on a phone, the desk's list and one letter."""

from scripts.shots import Shot

SHOTS = (
    Shot("letters", "shouli", "/desk/letters/"),
    Shot("letter", "shouli", "{link}", "/desk/letters/"),
    Shot("portal-letters", "qiye", "/portal/letters/"),
    Shot("portal-letter-new", "qiye", "/portal/letters/new/"),
)
