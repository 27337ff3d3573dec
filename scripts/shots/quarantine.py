"""What is kept back."""

from scripts.shots import Shot

SHOTS = (
    Shot("desk-quarantine", "baomi", "/desk/quarantine/"),
)  # fmt: skip
