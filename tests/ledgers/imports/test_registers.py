"""Registers as offices keep them come in whole, and each row is accounted for."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from tests.cast import Cast, person
from tests.scenes import imports as scenes
from zhuqi.foundation.access import NotValid, NotYours
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.audit.queries import verify
from zhuqi.foundation.directory.models import Unit
from zhuqi.ledgers.cases.models import Case, Entry, Involvement, Note
from zhuqi.ledgers.cases.numbers import series_year
from zhuqi.ledgers.imports.actions.importing import Plan, import_file, plan_of
from zhuqi.ledgers.imports.models import PastRow
from zhuqi.ledgers.imports.report import Report
from zhuqi.ledgers.imports.suggesting import suggest

pytestmark = pytest.mark.django_db
HEAD = ("编号", "诉求", "提出时间", "答复", "答复时间")
COLUMNS = {
    "number": "编号", "title": "诉求", "submitted_at": "提出时间", "reply": "答复",
    "replied_at": "答复时间",
}  # fmt: skip


def plan(cast: Cast, **more: Any) -> Plan:
    return plan_of({"channel": "mailbox", "columns": COLUMNS, **more}, cast.city_office)


def taken(cast: Cast, path: Path, given: Plan | None = None, **how: Any) -> Report:
    return import_file(path, given or plan(cast), by=person(cast.he_fan), **how)


def sheet(tmp_path: Path, *rows: Sequence[object], name: str = "a.xlsx") -> Path:
    return scenes.book(tmp_path / name, HEAD, *rows)


def suggested(cast: Cast, path: Path) -> Plan:
    register = suggest(path).register("excel").plain()
    return plan_of(register, cast.city_office)


def test_a_register_under_a_title_with_two_rows_of_headings_and_merged_cells(
    cast: Cast, tmp_path: Path
) -> None:
    path = scenes.register(tmp_path / "台账.xlsx")
    report = taken(cast, path, suggested(cast, path))
    assert (report.rows, report.imported, report.refused) == (3, 3, [])
    first, second, third = Case.objects.order_by("foreign_number")
    assert (first.enterprise, first.lead_unit, first.region) == (
        cast.diamond, cast.industry, cast.xiangcheng,
    )  # fmt: skip
    assert first.foreign_number == "2021-1"
    assert timezone.localdate(first.submitted_at) == date(2021, 5, 6)
    assert (first.state, first.disposition) == ("struck_off", "resolved")
    assert first.closed_at is not None
    assert timezone.localdate(first.closed_at) == date(2021, 6, 7)
    # The cell above covers the row: the same firm. 市工信局 helps; the first named leads.
    assert (second.enterprise, second.lead_unit) == (cast.diamond, cast.housing)
    assert Involvement.objects.filter(case=second, unit=cast.industry, role="co").exists()
    assert "备注：常反映" in Note.objects.get(case=second).text
    assert (third.enterprise, third.firm_name) == (None, "襄城无名公司")
    assert "主办单位：县某某局" in Note.objects.get(case=third).text
    assert report.unlinked == {"襄城无名公司": 1}
    assert list(verify()) == []


def test_a_county_writes_its_units_and_what_is_not_solved_in_its_own_way(
    cast: Cast, tmp_path: Path
) -> None:
    path = scenes.book(
        tmp_path / "a.xlsx",
        ("编号", "问题标题", "问题具体内容", "提出时间", "牵头单位", "配合单位", "是否解决"),
        ["A1", "施工许可", "一直没有批", "2021-5-6", "县住建局", "许昌市经信委、市工信局", "否"],
        ["A2", "施工许可", "又没有批", "2021-5-6", "“襄城住建局”", "", "是"],
    )
    register = suggest(path).register("excel").plain()
    assert register["columns"]["body"] == ["问题具体内容"]
    report = import_file(path, plan_of(register, cast.county_office), by=person(cast.qin_lan))
    assert (report.imported, report.refused, report.notes) == (2, [], [])
    first, second = Case.objects.order_by("foreign_number")
    assert {first.lead_unit, second.lead_unit} == {cast.housing}
    assert Involvement.objects.filter(case=first, unit=cast.industry, role="co").exists()
    assert (first.state, first.disposition) == ("in_progress", "")
    assert "办理结果：否" in Note.objects.get(case=first).text
    assert (second.state, second.disposition) == ("completed", "resolved")


def test_the_unit_of_the_register_wrote_the_reply_and_never_the_importer(
    cast: Cast, tmp_path: Path
) -> None:
    path = scenes.book(
        tmp_path / "a.xlsx",
        [*HEAD, "主办单位", "经办人"],
        ["A1", "用电", "2021-5-6", "已增容", "2021-5-9", "市工信局", "周工"],
        ["A2", "用水", "2021-5-6", "已接通", "2021-5-9", "某外地单位", None],
    )
    given = plan(cast, columns={**COLUMNS, "lead": "主办单位", "handler_name": "经办人"})
    taken(cast, path, given)
    signed = Event.objects.filter(object_type="case", kind="answer").order_by("pk")
    assert [one.actor_name for one in signed] == ["周工", "某外地单位"]
    assert {one.actor_id for one in signed} == {0}
    assert set(Entry.objects.values_list("by", flat=True)) == {"周工", "某外地单位"}
    imported = Event.objects.filter(object_type="case", kind="import").first()
    assert imported is not None
    assert imported.actor_name == "何帆"


def test_a_reply_without_a_date_keeps_its_text(cast: Cast, tmp_path: Path) -> None:
    taken(cast, sheet(tmp_path, ["A1", "用电", "2021-5-6", "已增容", None]))
    case = Case.objects.get()
    assert (case.state, case.answered_at) == ("completed", None)
    assert Entry.objects.get().text == "已增容"
    event = Event.objects.get(object_type="case", kind="answer")
    assert event.facts["reason"] == "原台账没有写明时间"


def test_a_reply_of_the_same_day_is_not_before_its_question(cast: Cast, tmp_path: Path) -> None:
    report = taken(
        cast,
        sheet(
            tmp_path,
            ["A1", "用电", "2021-5-6 14:30", "已增容", "2021-5-6"],
            ["A2", "用水", "2021-5-6", "已接通", "2021-5-6 9:00"],
            ["A3", "用气", "2021-5-6 14:30", "已接通", "2021-5-6 9:00"],
            ["A4", "用地", "2021-5-6", "已批", "2021-5-5"],
        ),
    )
    assert report.refused == [(4, "答复时间早于提出时间"), (5, "答复时间早于提出时间")]
    one = Case.objects.get(foreign_number="A1")
    assert one.answered_at == one.submitted_at


@pytest.mark.parametrize(
    ("number", "why"),
    [
        (123456789012345678, "超过 15 位的数字"),
        ("9.14110E+17", "科学记数"),
        ("长" * 61, "编号超过 60 字"),
    ],
)
def test_a_number_the_spreadsheet_has_spoilt_is_refused_and_never_rounded(
    cast: Cast, tmp_path: Path, number: object, why: str
) -> None:
    path = sheet(tmp_path, [number, "用电", "2021-5-6", None, None])
    [(line, reason)] = taken(cast, path).refused
    assert line == 2
    assert why in reason
    assert not Case.objects.exists()


def test_fifteen_digits_are_kept_as_they_are(cast: Cast, tmp_path: Path) -> None:
    taken(cast, sheet(tmp_path, [123456789012345, "用电", "2021-5-6", None, None]))
    assert Case.objects.get().foreign_number == "123456789012345"


def test_one_bad_year_is_refused_alone_and_the_check_knows_it(cast: Cast, tmp_path: Path) -> None:
    path = sheet(
        tmp_path,
        ["A1", "用电", "2026-1-6", None, None],
        ["A2", "用水", "1926-1-6", None, None],
        ["A3", "用气", "2126-1-6", None, None],
        ["A4", "用地", "2025-1-6", "已批", "2099-1-1"],
    )
    checked, report = taken(cast, path, dry_run=True), taken(cast, path)
    assert [line for line, _reason in report.refused] == [3, 4, 5]
    assert checked.refused == report.refused
    assert checked.counts == report.counts
    assert Case.objects.get().number.startswith("1000-26-0001-")


def test_numbers_of_years_a_century_apart_never_meet() -> None:
    assert series_year(1926) == series_year(2026) == series_year(2126) == 2026


def test_columns_one_can_do_without_may_be_missing_and_that_is_said(
    cast: Cast, tmp_path: Path
) -> None:
    path = scenes.book(
        tmp_path / "a.xlsx", ["编号", "诉求", "提出时间"], ["A1", "用电", "2021-5-6"]
    )
    report = taken(cast, path)
    assert (report.imported, report.refused) == (1, [])
    assert report.notes == ["表中没有这些列，已略过：答复、答复时间"]


@pytest.mark.parametrize("gone", [0, 1, 2])
def test_a_heading_that_is_not_there_is_a_sentence_with_those_that_are(
    cast: Cast, tmp_path: Path, gone: int
) -> None:
    head = [*HEAD]
    head[gone] = "别的"
    path = scenes.book(tmp_path / "a.xlsx", head, ["A1", "用电", "2021-5-6", None, None])
    with pytest.raises(NotValid, match=r"没有.*“.*”列；表头现有：.*别的"):
        taken(cast, path)


@pytest.mark.parametrize(
    "data",
    [
        {"columns": "编号"},
        {"columns": {"number": 5}},
        {"columns": {**COLUMNS, "replied_at": ["答复时间", "办结时间"]}},
        {"columns": COLUMNS, "defaults": {"number": "1"}},
        {"columns": COLUMNS, "fill_down": "firm"},
        {"columns": COLUMNS, "words": {"state": {"好了": "nonsense"}}},
        {"columns": COLUMNS, "heading_row": "三"},
        {"columns": COLUMNS, "heading_row": 3, "heading_last": 9},
        {"columns": COLUMNS, "year": 21},
        {"columns": COLUMNS, "sheet": 1},
        {"columns": COLUMNS, "channel": "pigeon"},
        {"columns": {"number": "编号"}},
    ],
)
def test_a_mapping_that_is_wrong_anywhere_is_a_sentence(cast: Cast, data: dict[str, Any]) -> None:
    with pytest.raises(NotValid):
        plan_of(data, cast.city_office)


def test_a_second_run_imports_nothing_and_a_corrected_row_can_be_taken_over(
    cast: Cast, tmp_path: Path
) -> None:
    row = ["A1", "用电", "2021-5-6", "已增容", "2021-5-9"]
    taken(cast, sheet(tmp_path, row))
    again = taken(cast, sheet(tmp_path, row))
    assert (again.imported, again.known, again.differing) == (0, 1, [])
    path = sheet(tmp_path, ["a１", "用电增容", "2021-5-6", "已增容 500 千伏安", "2021-5-10"])
    told = taken(cast, path)
    [difference] = told.differing
    assert "诉求 用电 → 用电增容" in difference.reason
    assert "答复内容 已增容 → 已增容 500 千伏安" in difference.reason
    assert Case.objects.get().title == "用电"
    assert taken(cast, path, take_over=True).corrected == 1
    case = Case.objects.get()
    assert case.title == "用电增容"
    assert case.answered_at is not None
    assert timezone.localdate(case.answered_at) == date(2021, 5, 10)
    texts = list(Entry.objects.order_by("ordinal").values_list("text", flat=True))
    assert texts == ["已增容", "已增容 500 千伏安"]
    assert taken(cast, path).known == 1
    assert list(verify()) == []


def test_what_a_row_is_silent_about_is_no_difference(cast: Cast, tmp_path: Path) -> None:
    taken(cast, sheet(tmp_path, ["A1", "用电", "2021-5-6", "已增容", "2021-5-9"]))
    report = taken(cast, sheet(tmp_path, ["A1", "用电", "2021-5-6", None, None]))
    assert (report.known, report.differing) == (1, [])


def test_without_a_number_rows_are_known_again_by_what_they_say(cast: Cast, tmp_path: Path) -> None:
    columns = {"title": "诉求", "submitted_at": "提出时间"}
    given = plan(cast, columns=columns)
    row = [None, "用电", "2021-5-6", None, None]
    report = taken(cast, sheet(tmp_path, row, row), given)
    assert (report.imported, len(report.refused)) == (1, 1)
    assert taken(cast, sheet(tmp_path, row), given).known == 1
    assert Case.objects.get().foreign_number == ""


def test_a_long_title_stands_whole_in_the_text(cast: Cast, tmp_path: Path) -> None:
    taken(cast, sheet(tmp_path, ["A1", "电" * 200, "2021-5-6", None, None]))
    case = Case.objects.get()
    assert (len(case.title), case.title[-1], case.body) == (120, "…", "电" * 200)


def test_contacts_that_do_not_fit_are_kept_whole(cast: Cast, tmp_path: Path) -> None:
    path = scenes.book(
        tmp_path / "a.xlsx",
        [*HEAD, "联系人"],
        ["A1", "用电", "2021-5-6", None, None, "张三 13800000000"],
        ["A2", "用水", "2021-5-6", None, None, "张" * 50],
    )
    taken(cast, path, plan(cast, columns={**COLUMNS, "reporter_name": "联系人"}))
    one, two = Case.objects.order_by("foreign_number")
    assert (one.reporter_name, one.reporter_phone) == ("张三", "13800000000")
    assert len(two.reporter_name) == 40
    assert "张" * 50 in Note.objects.get(case=two).text


def test_blank_rows_and_headings_again_are_no_rows(cast: Cast, tmp_path: Path) -> None:
    path = sheet(tmp_path, [], ["A1", "用电", "2021-5-6", None, None], HEAD, [None] * 5)
    report = taken(cast, path)
    assert (report.rows, report.imported, report.refused) == (1, 1, [])


def test_empty_cells_repeat_the_one_above_where_the_mapping_says_so(
    cast: Cast, tmp_path: Path
) -> None:
    path = scenes.book(
        tmp_path / "a.xlsx",
        [*HEAD, "企业"],
        ["A1", "用电", "2021-5-6", None, None, "许昌钻石公司"],
        ["A2", "用水", "2021-5-6", None, None, None],
    )
    given = plan(cast, columns={**COLUMNS, "firm": "企业"}, fill_down=["firm"])
    taken(cast, path, given)
    assert Case.objects.filter(enterprise=cast.diamond).count() == 2


def test_a_firm_is_found_by_its_code_before_its_name(cast: Cast, tmp_path: Path) -> None:
    path = scenes.book(
        tmp_path / "a.xlsx",
        [*HEAD, "企业", "信用代码"],
        ["A1", "用电", "2021-5-6", None, None, "钻石（旧名）", "９１411000ma0000001a"],
        ["A2", "用水", "2021-5-6", None, None, "禹州无关公司", None],
    )
    columns = {**COLUMNS, "firm": "企业", "firm_code": "信用代码"}
    report = taken(cast, path, plan(cast, columns=columns))
    assert Case.objects.get(foreign_number="A1").enterprise == cast.diamond
    assert any("信用代码是“许昌钻石公司”的" in note for note in report.notes)
    assert PastRow.objects.filter(unlinked=True).count() == 0


def test_a_county_may_not_link_its_rows_to_firms_it_does_not_see(
    cast: Cast, tmp_path: Path
) -> None:
    path = scenes.book(
        tmp_path / "a.xlsx",
        [*HEAD, "企业"],
        ["A1", "用电", "2021-5-6", None, None, "许昌钻石公司"],
    )
    given = plan_of(
        {"channel": "mailbox", "columns": {**COLUMNS, "firm": "企业"}}, cast.county_office
    )
    import_file(path, given, by=person(cast.qin_lan))
    assert Case.objects.get().enterprise is None
    with pytest.raises(NotYours):
        import_file(path, plan(cast), by=person(cast.qin_lan), dry_run=True)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("台账.xls", "编号\t诉求\t提出时间\nA1\t用电\t2021-5-6\n".encode("gb18030")),
        ("台账.xlsx", "编号,诉求,提出时间\nA1,用电,2021-5-6\n".encode("utf-8-sig")),
        ("台账.xls", "编号\t诉求\t提出时间\nA1\t用电\t2021-5-6\n".encode("utf-16")),
        (
            "台账.xls",
            "<html><head><title>x</title></head><table><tr><td>编号<td>诉求<td>提出时间"
            "<tr><td>A1<td>用电</td><td>2021-5-6</table></html>".encode(),
        ),
    ],
    ids=["tabs", "csv", "utf-16", "web page"],
)
def test_a_file_named_wrongly_is_read_by_its_content(
    cast: Cast, tmp_path: Path, name: str, content: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert taken(cast, path).imported == 1
    assert Case.objects.get().title == "用电"


def test_units_see_the_past_cases_they_led(cast: Cast, tmp_path: Path) -> None:
    path = scenes.register(tmp_path / "a.xlsx")
    taken(cast, path, suggested(cast, path))
    seen = Case.objects.visible_to(person(cast.zhou).scope)
    assert seen.count() == 2
    assert Unit.objects.get(pk=cast.industry.pk).led_cases.count() == 1
