"""领导调研: the list of those one is named for, one of them, and a new plan."""

from scripts.shots import Shot

SHOTS = (
    Shot("leader-visits", "lingdao", "/desk/leader-visits/"),
    Shot("leader-visit", "lingdao", "{link}", "/desk/leader-visits/"),
    Shot("leader-visit-new", "lingdao", "/desk/leader-visits/new/"),
)  # fmt: skip
