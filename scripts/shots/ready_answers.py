"""常用答复: the list, one of them, and where they are put into an answer."""

from scripts.shots import Shot

SHOTS = (
    Shot("ready-answers", "jingban", "/desk/ready/"),
    Shot("ready-answer", "jingban", "{link}", "/desk/ready/"),
    Shot("grounds", "xitong", "/desk/admin/registers/grounds/"),
)  # fmt: skip
