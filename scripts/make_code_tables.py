"""Write divisions.csv and industries.csv of the directory from ../shared/data/codes.

Run again when the sources change; the two files are committed. items.csv and size_classes.csv
are written by hand and not touched.
"""

import csv
import gzip
import io
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("ZHUQI_SHARED", ROOT.parent / "shared"))
CODES = SHARED / "data" / "codes"
TARGET = ROOT / "zhuqi" / "foundation" / "directory" / "data"

# Towns of the whole country are 41,000 rows; the prefecture the sample stands in is enough.
TOWNS_OF = "4110"

DIVISIONS_NOTE = (
    "# 行政区划代码（GB/T 2260 样式，统计用区划 2023-06 版，china-division 2.7.0，"
    "许可证 MIT）；停用代码与 411001 为本项目补录（ours），只知年月的停用日期记为当月1日；"
    f"乡镇街道只收 {TOWNS_OF}"
)
INDUSTRIES_NOTE = (
    "# 国民经济行业分类（GB/T 4754-2017，国家标准的代码与名称，"
    "许可证 LicenseRef-PRC-standard-contents）；小类 1381：逐级核对无重码、无断号、无悬空上级；"
    "公布口径有 1380、1381、1382（第1号修改单后）三种，"
    "不计 T9700 国际组织恰为 1380（仅算术相合）；未能与修改单逐条核对"
)

Row = tuple[str, ...]

# code, name, level, parent, retired_on, replaced_by. Registers still carry these codes.
RETIRED: tuple[Row, ...] = (
    ("410426", "襄城县（原属平顶山市）", "county", "410400", "1997-08-01", "411025"),
    # 市辖区 is a line of the statistics, not a place: a firm registered at the city itself.
    ("411001", "市辖区", "county", "411000", "", "411000"),
    ("411021", "禹县", "county", "411000", "1988-06-01", "411081"),
    ("411022", "长葛县", "county", "411000", "1993-12-01", "411082"),
    ("411023", "许昌县", "county", "411000", "2016-12-01", "411003"),
)


def main() -> None:
    """Write both files."""
    divisions = sorted(_divisions())
    _write(
        "divisions.csv", DIVISIONS_NOTE, "code,name,level,parent,retired_on,replaced_by", divisions
    )
    _write("industries.csv", INDUSTRIES_NOTE, "code,name,level,parent", _industries())


def _divisions() -> Iterator[Row]:
    for row in _read("provinces.csv"):
        yield row["code"] + "0000", row["name"], "province", "", "", ""
    cities = {row["code"] + "00": row for row in _read("cities.csv")}
    for code, row in cities.items():
        yield code, row["name"], "city", row["provinceCode"] + "0000", "", ""
    for row in _read("areas.csv"):
        # Cities without counties (东莞, 中山, 儋州) stand in the source twice, as their own.
        if row["code"] not in cities:
            yield row["code"], row["name"], "county", row["cityCode"] + "00", "", ""
    for row in _read("streets.csv.gz"):
        if row["cityCode"] == TOWNS_OF:
            yield row["code"], row["name"], "town", row["areaCode"], "", ""
    yield from RETIRED


def _industries() -> Iterator[Row]:
    levels = {"门类": "section", "大类": "division", "中类": "group", "小类": "class"}
    for row in _read("gb4754_2017.csv"):
        yield row["code"], row["name"], levels[row["level"]], row["parent"]


def _read(name: str) -> Iterator[dict[str, str]]:
    raw = (CODES / name).read_bytes()
    text = (gzip.decompress(raw) if name.endswith(".gz") else raw).decode("utf-8-sig")
    yield from csv.DictReader(io.StringIO(text))


def _write(name: str, note: str, header: str, rows: Iterable[Row]) -> None:
    path = TARGET / name
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(f"{note}\n{header}\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows(rows)
    print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
