"""常用答复: the list, one of them, and where they are put into an answer."""

from scripts.shots import Shot

SHOTS = (
    Shot("ready-answers", "zhuqi", "/desk/ready/"),
    Shot("ready-answer", "zhuqi", "{link}", "/desk/ready/"),
)  # fmt: skip
