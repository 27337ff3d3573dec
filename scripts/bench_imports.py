"""What an old register costs that comes in whole: CPU, and the memory of both processes.

The file is laid out as Excel saves it, with its texts in a table of their own.
"""

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from scripts.bench_measure import Line, line

ROWS, _BARE = 58_000, 500
_HEAD = (
    "编号", "企业名称", "县区", "诉求标题", "具体情况", "提出时间", "责任单位", "办理进展",
    "答复内容", "答复时间", "办理结果", "联系人", "联系电话",
)  # fmt: skip
_BOOK = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>'
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r='
        '"http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
        '<sheet name="台账" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type='
        '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"'
        ' Target="sharedStrings.xml"/></Relationships>'
    ),
}
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def lines(number: int = ROWS) -> Iterator[Line]:
    """The figures; the database is the one of the environment, with the sample city in it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.xlsx"
        _write(path, number)
        size = path.stat().st_size / 1024 / 1024
        told = json.loads(_told("-m", "scripts.bench_imports", str(path)))
        reader = int(_told("-c", _READER, str(path)))
    if told["imported"] != number:
        raise SystemExit(f"the register did not come in whole: {told}")
    whole, bare = told["cpu"] / number * ROWS, told["bare"] * ROWS
    floor = f"two bare rows each {bare * number / ROWS:.0f} s, {whole / bare:.1f} ×"
    yield (
        f"import {number:,} rows, {size:.0f} MB", f"{told['cpu']:.0f} s CPU",
        f"≤ {60 * number / ROWS:.0f} s; {floor}",
    )  # fmt: skip
    yield "  memory of the import", f"{told['own']} MB", "≤ 150 MB"
    yield "  memory of its reader", f"{reader} MB", "≤ 150 MB"


# A process begins with the memory of the one that started it: asked of one that has hardly any.
_READER = """
import resource, sys
from pathlib import Path
from zhuqi.foundation.spreadsheets import read_lines
_book, lines = read_lines(Path(sys.argv[1]))
print(sum(1 for _line in lines) and resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""


def _told(*arguments: str) -> str:
    """The last line another Python says."""
    done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()[-1]


def _write(path: Path, wanted: int) -> None:
    """Rows of about the length real ones have; seeded, so that runs compare."""
    texts: dict[str, int] = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in _BOOK.items():
            book.writestr(name, content)
        with book.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(f'<worksheet xmlns="{_MAIN}"><sheetData>'.encode())
            for number, row in enumerate(_rows(wanted), 1):
                cells = "".join(
                    f'<c r="{chr(65 + at)}{number}" t="s">'
                    f"<v>{texts.setdefault(text, len(texts))}</v></c>"
                    for at, text in enumerate(row)
                )
                sheet.write(f'<row r="{number}">{cells}</row>'.encode())
            sheet.write(b"</sheetData></worksheet>")
        with book.open("xl/sharedStrings.xml", "w") as shared:
            shared.write(f'<sst xmlns="{_MAIN}">'.encode())
            shared.writelines(f"<si><t>{text}</t></si>".encode() for text in texts)
            shared.write(b"</sst>")


def _rows(wanted: int) -> Iterator[tuple[str, ...]]:
    chance = random.Random(58)
    letters = [chr(0x4E00 + place) for place in range(2500)]

    def text(length: int) -> str:
        return "".join(chance.choices(letters, k=length))

    firms = [f"许昌{text(6)}有限公司" for _ in range(3000)]
    yield _HEAD
    for number in range(wanted):
        asked = datetime(2015, 1, 5, 9, tzinfo=UTC) + timedelta(hours=number)
        yield (
            f"HX{number:06}", chance.choice(firms), chance.choice(("襄城县", "禹州市", "长葛市")),
            text(14), text(chance.randint(30, 90)), f"{asked:%Y-%m-%d %H:%M}", "市工业和信息化局",
            text(20), text(chance.randint(30, 90)), f"{asked + timedelta(days=9):%Y-%m-%d}",
            "已解决", text(3), f"138{number:08}",
        )  # fmt: skip


def _import(path: Path) -> dict[str, float]:
    """Bring it in, in a process of its own: CPU of the import with its reader, without the start
    of the process; and the most memory it ever had."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhuqi.config.settings")
    import django

    django.setup()
    # Models can be imported only now.
    from zhuqi.foundation.accounts.models import User
    from zhuqi.foundation.accounts.queries import person_of
    from zhuqi.foundation.directory.models import Unit
    from zhuqi.ledgers.imports.actions.importing import DEFAULT_CHANNEL, import_file, plan_of
    from zhuqi.ledgers.imports.suggesting import suggest

    by = person_of(User.objects.get(username="shouli"))
    office = Unit.objects.get(pk=min(by.scope.offices))
    plan = plan_of(suggest(path).register(DEFAULT_CHANNEL).plain(), office)
    before, _memory = _used()
    report = import_file(path, plan, by=by)
    cpu, memory = _used()
    return {
        "imported": report.imported, "cpu": cpu - before, "own": memory, "bare": _bare(),
    }  # fmt: skip


def _bare() -> float:
    """CPU of two rows by the ORM, five hundred cases in one transaction as an import has them."""
    from django.db import transaction

    from scripts import bench_floors

    bench_floors.make()
    begun = time.process_time()
    with transaction.atomic():
        for place in range(_BARE):
            bench_floors.insert(f"{time.time_ns() % 10**14}-{place}", "电压波动", "每周两三次" * 30)
    each = (time.process_time() - begun) / _BARE
    bench_floors.drop()
    return each


def _used() -> tuple[float, int]:
    """Seconds of CPU so far, of this process and those it started; its own memory in MB."""
    own, others = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return sum(one.ru_utime + one.ru_stime for one in (own, others)), own.ru_maxrss // 1024


def main() -> None:
    """The figures; of a file that is named, what it cost, for the process that asks."""
    if sys.argv[1:] and not sys.argv[1].startswith("-"):
        print(json.dumps(_import(Path(sys.argv[1]))))
        return
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    for told in lines(parser.parse_args().rows):
        line(*told)


if __name__ == "__main__":
    main()
