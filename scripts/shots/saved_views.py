"""Views of lists that people saved."""

from scripts.shots import Shot

SHOTS = (Shot("desk-saved-views", "shouli", "/desk/views/"),)
