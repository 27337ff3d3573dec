"""Sheets of historical cases."""

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

MAPPING = Path("zhuqi/ledgers/cases/data/mappings/leaders_mailbox.toml")
HEAD = ["留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间"]
GOOD = [7.0, "A01", "路灯不亮", "2019/4/25 9:32:09", "三个月了", "已修复", "2019-05-08 14:37:26"]


def sheet(tmp_path: Path, *rows: list[object]) -> Path:
    book = Workbook()
    assert book.active is not None
    book.active.append(HEAD)
    for row in rows:
        book.active.append(row)
    path = tmp_path / "messages.xlsx"
    book.save(path)
    return path


# A register as a county office keeps it: a title, headings in two rows, merged cells, dates as
# everybody writes them.
REGISTER_HEAD: list[list[object]] = [
    ["襄城县企业问题台账（2021年）"],
    [
        *("序号", "企业名称", "县区", "存在问题", "收集时间", "责任单位"),
        *("办理情况", None, None, "联系人", "联系电话", "备注"),
    ],
    [None, None, None, None, None, None, "办理进展", "办理结果", "销号日期"],
]
REGISTER_ROWS: list[list[object]] = [
    [
        *(1, "许昌钻石公司", "襄城县", "用电不足，需要增容", "5月6日", "市工信局"),
        *("已协调供电公司", "已解决", "2021.6.7", "张三", "13800000000", None),
    ],
    [
        *(2, None, None, "门前积水", "2021年5月7日", "襄城住建局；市工信局"),
        *("正在推进", "部分解决", None, "李四", "0374-2961234", "常反映"),
    ],
    [
        *(3, "襄城无名公司", "襄城县", "招工难", 20210508, "县某某局"),
        *(None, "已解释", None, "王五", "13900000000", None),
    ],
]


def register(path: Path, rows: Sequence[Sequence[object]] = REGISTER_ROWS) -> Path:
    """The register; its second row shares firm and county with the first."""
    made = Workbook()
    page = made.active
    assert page is not None
    page.title = "台账"
    for row in (*REGISTER_HEAD, *rows):
        page.append(list(row))
    page.merge_cells("A1:L1")
    for column in "ABCDEFJKL":
        page.merge_cells(f"{column}2:{column}3")
    page.merge_cells("G2:I2")
    if len(rows) > 1:
        page.merge_cells("B4:B5")
        page.merge_cells("C4:C5")
    made.save(path)
    return path


def book(path: Path, *rows: Sequence[object]) -> Path:
    """Any rows."""
    made = Workbook()
    assert made.active is not None
    for row in rows:
        made.active.append(list(row))
    made.save(path)
    return path
