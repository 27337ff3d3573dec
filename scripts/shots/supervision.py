"""催办督办: the board, the list, one sheet, a new one; what goes out by itself, and under what."""

from scripts.shots import Shot

SHOTS = (
    Shot("supervision-board", "shouli", "/desk/supervision/board/"),
    Shot("supervision-board-leader", "lingdao", "/desk/supervision/board/"),
    Shot("supervision", "shouli", "/desk/supervision/"),
    Shot("supervision-late", "shouli", "/desk/supervision/?replies=late"),
    Shot("supervision-sheet", "shouli", "{link}", "/desk/supervision/"),
    Shot("supervision-new", "shouli", "/desk/supervision/new/"),
    Shot("supervision-plan", "shouli", "/desk/supervision/plan/"),
    Shot("supervision-delegations", "qianfa", "/desk/delegations/"),
    Shot("supervision-delegation", "qianfa", "{link}", "/desk/delegations/"),
    Shot("supervision-delegation-new", "qianfa", "/desk/delegations/new/"),
    Shot("supervision-ladders", "xitong", "/desk/admin/registers/ladder/"),
    Shot("supervision-ladder", "xitong", "/desk/admin/registers/ladder/1/"),
    Shot("supervision-ladder-publish", "xitong", "/desk/admin/registers/ladder/1/publish/"),
)  # fmt: skip
