"""`zhuqi import`: every row accounted for, on the screen and in a file."""

import csv
import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.interfaces.console.console_place import Zhuqi
from zhuqi.foundation.directory.models import CalendarNotice
from zhuqi.foundation.workdays.provisional import statutory_rules
from zhuqi.ledgers.cases.models import Case

pytestmark = pytest.mark.usefixtures("cast")

MAPPING = "zhuqi/ledgers/cases/data/mappings/leaders_mailbox.toml"
HEAD = ["留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间"]


def row(number: int, title: str = "路灯不亮") -> list[object]:
    return [number, "A01", title, "2019/4/25 9:32:09", "三个月了", "已修", "2019-05-08 14:37:26"]


def sheet(path: Path, *rows: list[object]) -> str:
    book = Workbook()
    assert book.active is not None
    for cells in (HEAD, *rows):
        book.active.append(cells)
    book.save(path)
    return str(path)


def test_what_went_in_and_what_did_not_is_said_line_by_line(zhuqi: Zhuqi, tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.xlsx", row(1), row(2, title=""), row(3), row(3))
    refused = tmp_path / "refused.csv"

    call = ("import", "cases", path, "--mapping", MAPPING, "--as", "hefan")
    answer = zhuqi(*call, "--refused", str(refused))

    assert answer.code == 1
    assert "共 4 行：导入 2 行，以前已导入 0 行，未导入 2 行" in answer.out
    assert "第 3 行：主题为空" in answer.out
    with refused.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [
            ["行号", "原因"],
            ["3", "主题为空"],
            ["5", "同一文件中编号重复"],
        ]
    again = zhuqi(*call)
    assert "导入 0 行，以前已导入 2 行" in again.out
    assert Case.objects.count() == 2


def test_a_dry_run_writes_nothing(zhuqi: Zhuqi, tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.xlsx", row(1))

    answer = zhuqi("import", "cases", path, "--mapping", MAPPING, "--as", "hefan", "--dry-run")

    assert (answer.code, Case.objects.count()) == (0, 0)
    assert "可以导入 1 行" in answer.out


def test_a_text_table_as_excel_saves_it_goes_in_too(zhuqi: Zhuqi, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows((HEAD, row(1)))

    answer = zhuqi("import", "cases", str(path), "--mapping", MAPPING, "--as", "hefan")

    assert (answer.code, Case.objects.get().title) == (0, "路灯不亮")


def test_a_file_wrong_in_every_row_shows_fifty_and_counts_the_reasons(
    zhuqi: Zhuqi, tmp_path: Path
) -> None:
    path = sheet(tmp_path / "a.xlsx", *(row(number, title="") for number in range(60)))

    answer = zhuqi("import", "cases", path, "--mapping", MAPPING, "--as", "hefan")

    assert answer.code == 1
    assert answer.out.count("行：主题为空") == 51
    assert "  60 行：主题为空" in answer.out


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"username": "zhou"}, "只有本级活动办人员可以导入历史诉求"),
        ({"username": "qinlan"}, "只有本级活动办人员可以导入历史诉求"),
        ({"username": "nobody"}, "没有用户名为“nobody”的在用账号"),
        ({"file": "no.xlsx"}, "no.xlsx"),
        ({"mapping": "no.toml"}, "no.toml"),
    ],
)
def test_what_is_refused_is_refused_in_one_sentence(
    zhuqi: Zhuqi, tmp_path: Path, changed: dict[str, str], reason: str
) -> None:
    sheet(tmp_path / "a.xlsx", row(1))
    call = {"username": "hefan", "file": "a.xlsx", "mapping": MAPPING} | changed

    answer = zhuqi(
        *("import", "cases", str(tmp_path / call["file"])),
        *("--mapping", call["mapping"], "--as", call["username"]),
    )

    assert answer.code == 1
    assert reason in answer.err
    assert len(answer.err.strip().splitlines()) == 1
    assert not Case.objects.exists()


def test_an_older_list_of_refused_rows_is_not_overwritten_and_nothing_goes_in(
    zhuqi: Zhuqi, tmp_path: Path
) -> None:
    path = sheet(tmp_path / "a.xlsx", row(1))
    kept = tmp_path / "refused.csv"
    kept.write_text("old")
    call = ("import", "cases", path, "--mapping", MAPPING, "--as", "hefan", "--refused")

    assert zhuqi(*call, str(kept)).code == 1
    assert zhuqi(*call, str(tmp_path / "no" / "refused.csv")).code == 1
    assert kept.read_text() == "old"
    assert not Case.objects.exists()


def notice(path: Path) -> str:
    path.write_text(
        json.dumps(
            {
                "year": 2027,
                "papers": ["https://www.gov.cn/notice"],
                "days": [
                    *(
                        {"name": rule.name, "date": rule.day.isoformat(), "isOffDay": True}
                        for rule in statutory_rules(2027)
                    ),
                    {"name": "元旦", "date": "2027-01-02", "isOffDay": True},
                    {"name": "元旦", "date": "2027-01-09", "isOffDay": False},
                ],
            }
        )
    )
    return str(path)


def test_a_years_holidays_are_imported_and_taken_back(zhuqi: Zhuqi, tmp_path: Path) -> None:
    path = notice(tmp_path / "2027.json")

    assert zhuqi("import", "calendar", path).code == 0
    assert CalendarNotice.objects.filter(year=2027).exists()
    assert "已撤销 2027 年" in zhuqi("import", "calendar", path, "--undo").out
    assert zhuqi("import", "calendar", path, "--undo").code == 1


def test_the_notice_itself_is_imported_and_a_lost_holiday_has_to_be_confirmed(
    zhuqi: Zhuqi, tmp_path: Path
) -> None:
    zhuqi("import", "calendar", notice(tmp_path / "2027.json"))
    path = tmp_path / "second.txt"
    title = "国务院办公厅关于调整2027年元旦假期安排的通知\n"
    path.write_text(f"{title}一、2027年1月2日（星期六）上班。", encoding="utf-8")
    refused = zhuqi("import", "calendar", str(path))
    assert refused.code == 1
    assert "1月2日（元旦）" in refused.err
    assert zhuqi("import", "calendar", str(path), "--worked", "2027-01-02").code == 0
    assert CalendarNotice.objects.filter(year=2027).count() == 2


@pytest.mark.parametrize("text", ["not json", "[]", "{}", '{"year": "2027"}', "\ud800", "[" * 9999])
def test_a_calendar_that_is_none_is_refused(zhuqi: Zhuqi, tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))

    answer = zhuqi("import", "calendar", str(path))

    assert answer.code == 1
    assert answer.err.strip()


def test_a_calendar_file_that_is_not_there_ends_with_2(zhuqi: Zhuqi) -> None:
    answer = zhuqi("import", "calendar", "/no/such/2027.json")

    assert answer.code == 2
    assert "/no/such/2027.json" in answer.err
