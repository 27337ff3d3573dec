"""Sheets of historical cases."""

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
