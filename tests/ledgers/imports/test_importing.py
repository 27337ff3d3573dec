"""Historical cases come in from a sheet: every row accounted for, none twice, none in a clock."""

from datetime import datetime
from pathlib import Path
from statistics import median

import pytest
from python_calamine import CalamineWorkbook

from tests.cast import Cast, person
from tests.scenes.imports import GOOD, MAPPING, sheet
from zhuqi.foundation.access import NotNow, NotValid, NotYours
from zhuqi.foundation.audit.models import Event
from zhuqi.ledgers.cases.actions import handling
from zhuqi.ledgers.cases.actions.store import open_case
from zhuqi.ledgers.cases.models import FAR, Case, Clock
from zhuqi.ledgers.cases.queries import median_delay
from zhuqi.ledgers.imports.actions.importing import import_cases

COLUMNS = '\n[columns]\nnumber="a"\ntitle="b"\nbody="c"\nsubmitted_at="d"'


@pytest.mark.thorough
@pytest.mark.shared
def test_all_real_messages_become_historical_cases_and_the_median_delay_agrees(
    cast: Cast, shared_dir: Path
) -> None:
    path = shared_dir / "data" / "messages" / "messages_with_replies_2816.xlsx"
    by = person(cast.he_fan)
    report = import_cases(path, MAPPING, by=by)
    assert report.rows == 2816 == report.imported + len(report.refused)
    again = import_cases(path, MAPPING, by=by)
    assert (again.imported, again.known) == (0, report.imported)
    assert Case.objects.filter(historical=True).count() == report.imported
    assert not Clock.objects.exists()
    assert not Case.objects.exclude(due_at=FAR).exists()

    delays = []
    for row in CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[1:]:
        asked, replied = (
            value if isinstance(value, datetime) else datetime.fromisoformat(_iso(str(value)))
            for value in (row[3], row[6])
        )
        delays.append((replied - asked).total_seconds())
    assert len(delays) == report.imported
    assert median_delay(by.scope).total_seconds() == median(delays)


def _iso(text: str) -> str:
    """2019/4/25 9:32:09 as 2019-04-25T09:32:09; independent of the code under test."""
    day, clock = f"{text.strip().replace('/', '-')} 0:00".split()[:2]
    year, month, date = (int(part) for part in day.split("-"))
    hour, minute, *second = (int(part) for part in clock.split(":"))
    return f"{year}-{month:02}-{date:02}T{hour:02}:{minute:02}:{(second or [0])[0]:02}"


def test_rows_that_cannot_be_used_are_refused_with_line_and_reason_and_the_rest_goes_in(
    cast: Cast, tmp_path: Path
) -> None:
    path = sheet(
        tmp_path,
        GOOD,
        [8.0, "A02", "", "2019/4/25 9:32:09", "内容", "答", "2019-05-08 14:37:26"],
        [9.0, "A03", "主题", "四月二十五", "内容", "答", "2019-05-08 14:37:26"],
        [10.0, "A04", "主题", "2019/4/25 9:32:09", "内容", "答", "2018-05-08 14:37:26"],
        GOOD,
        [11.0, "A05", "主\t题\u3000二", "2019/4/25 9:32", "<script>alert(1)</script>", None, None],
    )
    report = import_cases(path, MAPPING, by=person(cast.he_fan))
    assert (report.rows, report.imported) == (6, 2)
    assert report.refused == [
        (3, "主题为空"),
        (4, "提出时间没有写年份：四月二十五；请在对照里填写默认年份"),
        (5, "答复时间早于提出时间"),
        (6, "同一文件中编号重复"),
    ]
    case = Case.objects.get(foreign_number="11")
    assert (case.title, case.state, case.enterprise) == ("主 题 二", "submitted", None)


def test_events_of_the_past_keep_their_own_time(cast: Cast, tmp_path: Path) -> None:
    import_cases(sheet(tmp_path, GOOD), MAPPING, by=person(cast.he_fan))
    case = Case.objects.get()
    first, second = Event.objects.filter(object_type="case", object_id=case.pk).order_by("seq")
    assert (first.occurred_at, second.occurred_at) == (case.submitted_at, case.answered_at)
    assert first.recorded_at > second.occurred_at


def test_a_historical_case_is_only_read(cast: Cast, tmp_path: Path) -> None:
    import_cases(sheet(tmp_path, GOOD), MAPPING, by=person(cast.he_fan))
    case = Case.objects.get()
    with (
        pytest.raises(NotNow, match="只供查阅"),
        open_case(case.pk, by=person(cast.he_fan)) as work,
    ):
        handling.assign(work, lead=cast.industry)


def test_a_dry_run_writes_nothing(cast: Cast, tmp_path: Path) -> None:
    report = import_cases(sheet(tmp_path, GOOD), MAPPING, by=person(cast.he_fan), dry_run=True)
    assert report.imported == 1
    assert not Case.objects.exists()


def test_only_the_office_of_that_ledger_may_import(cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(NotYours):
        import_cases(sheet(tmp_path, GOOD), MAPPING, by=person(cast.qin_lan))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("office = ", "读不懂"),
        ('office = "1000"\nchannel = "mailbox"\n[columns]\nnumber = "x"', "缺少列"),
        (f'office = "9999"\nchannel = "mailbox"{COLUMNS}', "编号前缀"),
        (f'office = "1000"\nchannel = "pigeon"{COLUMNS}', "channel"),
        (f'office = "1000"\nchannel = "mailbox"{COLUMNS}\ncolour="e"', "不认识"),
    ],
)  # fmt: skip
def test_a_mapping_that_is_wrong_says_what_is_wrong(
    cast: Cast, tmp_path: Path, text: str, complaint: str
) -> None:
    mapping = tmp_path / "m.toml"
    mapping.write_text(text, encoding="utf-8")
    with pytest.raises(NotValid, match=complaint):
        import_cases(sheet(tmp_path, GOOD), mapping, by=person(cast.he_fan))
    assert not Case.objects.exists()
