"""会议: the lists, a meeting to come, its minutes, an item, a late decision and a body."""

from scripts.shots import Shot

SHOTS = (
    Shot("meetings", "shouli", "/desk/meetings/"),
    Shot("meeting", "shouli", "{link}", "/desk/meetings/?state=called"),
    Shot("meeting-held", "shouli", "{link}", "/desk/meetings/?state=minuted"),
    Shot("meeting-minutes", "shouli", "{link}minutes/", "/desk/meetings/?state=minuted"),
    Shot("meeting-counts", "shouli", "/desk/meetings/counts/"),
    Shot("meeting-new", "shouli", "/desk/meetings/new/"),
    Shot("meeting-items", "shouli", "/desk/meetings/items/"),
    Shot("meeting-item", "shouli", "{link}", "/desk/meetings/items/?state=listed"),
    Shot("meeting-decisions", "shouli", "/desk/meetings/decisions/"),
    Shot("meeting-decision", "shouli", "{link}", "/desk/meetings/decisions/?late=on"),
    Shot("meeting-bodies", "shouli", "/desk/meetings/bodies/"),
    Shot("meeting-item-new", "shouli", "/desk/meetings/items/new/"),
    Shot("meeting-body-rule", "shouli", "{link}rule/", "/desk/meetings/bodies/?kind=joint"),
    Shot("meeting-routing", "xitong", "{link}", "/desk/admin/registers/routing/"),
    Shot("meeting-body", "shouli", "{link}", "/desk/meetings/bodies/?kind=joint"),
)
