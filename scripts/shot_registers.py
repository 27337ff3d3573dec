"""Run as a module in the server's environment: a register at each stage of coming in."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django

_HEAD: tuple[tuple[object, ...], ...] = (
    (
        *("序号", "企业名称", "县区", "存在问题", "收集时间", "责任单位"),
        *("办理情况", None, None, "联系人", "联系电话", "备注"),
    ),
    (None, None, None, None, None, None, "办理进展", "办理结果", "销号日期"),
)
_ASKED = (
    ("用电不足，二期投产需要增容到 10000 千伏安，现有线路已经满负荷", "市工信局", "{}年5月6日"),
    ("门前道路破损，雨天积水，货车进出困难", "市住建局；市城管局", "{}-05-07"),
    ("技术工人招不到，请协助对接职业院校", "市人社局", "{}0508"),
    ("厂房产权证办理时间长", "市某某局", "{}.5.9"),
    ("流动资金贷款到期，请协调银行续贷", "市金融局", "待定"),
    ("环评批复后项目用地指标一直没有落实", "市自然资源局", "{}/5/11"),
)
_ENDED = (
    ("已协调供电公司现场踏勘，列入本年度改造计划", "已解决", "{}.6.7"),
    ("已排入修缮计划", "部分解决", None),
    (None, "已解释", None),
)


def main() -> None:
    """Bring them in once; a second run changes nothing."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhuqi.config.settings")
    django.setup()
    # Models can be imported only now.
    from zhuqi.ledgers.imports.models import ImportRun

    if ImportRun.objects.exists():
        return
    _bring_in("2018年以前问题台账", 2018, upto="done")
    _bring_in("2019年现场会问题清单", 2019, upto="importing")
    # The same rows once more, some corrected since, and more of them.
    _bring_in("2018年以前问题台账", 2018, upto="checked", later=True)
    _bring_in("2021年企业问题台账", 2021, upto="uploaded")


def _bring_in(name: str, year: int, *, upto: str, later: bool = False) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from zhuqi.foundation.accounts.models import User
    from zhuqi.foundation.accounts.queries import person_of
    from zhuqi.foundation.directory.models import Unit
    from zhuqi.ledgers.imports.actions import runs
    from zhuqi.ledgers.imports.actions.importing import DEFAULT_CHANNEL
    from zhuqi.ledgers.imports.files import path_of
    from zhuqi.ledgers.imports.models import ImportRun
    from zhuqi.ledgers.imports.suggesting import suggest

    by = person_of(User.objects.get(username="shouli"))
    office = Unit.objects.get(pk=min(by.scope.offices))
    with tempfile.TemporaryDirectory() as folder:
        content = _register(Path(folder) / "a.xlsx", year, later=later).read_bytes()
    staged = runs.stage(SimpleUploadedFile(f"{name}.xlsx", content))
    run = runs.upload(office=office, file=staged, by=by)
    if upto == "uploaded":
        return
    mapping = suggest(path_of(run.stored_as), file_name=run.file_name)
    with runs.RUNS.open(run.pk, by=by) as change:
        runs.match(change, name=name, register=mapping.register(DEFAULT_CHANNEL).plain())
    runs.carry_on(run.pk)
    if upto == "checked":
        return
    with runs.RUNS.open(run.pk, by=by) as change:
        runs.start(change, take_over=False)
    if upto == "importing":
        # As far as a worker says it is while it works.
        ImportRun.objects.filter(pk=run.pk).update(done=12)
    else:
        runs.carry_on(run.pk)


def _register(path: Path, year: int, *, later: bool) -> Path:
    from openpyxl import Workbook

    book = Workbook()
    page = book.active
    if page is None:
        raise RuntimeError("a new workbook has a sheet")
    page.title = "台账"
    page.append([f"{year}年重点企业问题收集办理台账"])
    for row in (*_HEAD, *_rows(year, later=later)):
        page.append(list(row))
    page.merge_cells("A1:L1")
    for column in "ABCDEFJKL":
        page.merge_cells(f"{column}2:{column}3")
    page.merge_cells("G2:I2")
    book.save(path)
    return path


def _rows(year: int, *, later: bool) -> Iterator[tuple[object, ...]]:
    from zhuqi.foundation.directory.models import Enterprise

    firms = list(Enterprise.objects.order_by("pk").values_list("name", "region__name")[:40])
    firms = [*firms[: 26 if later else 20], ("许昌新来科技有限公司", "魏都区")]
    for number, (firm, county) in enumerate(firms, 1):
        problem, unit, when = _ASKED[number % len(_ASKED)]
        told, result, ended = _ENDED[number % len(_ENDED)]
        if later and told and number % 5 == 0:
            told += "，已完成"
        phone = "13800000000" if number % 3 else "0374-2961234"
        when, ended = when.format(year), ended and ended.format(year)
        yield (number, firm, county, problem, when, unit, told, result, ended, "张三", phone, None)


if __name__ == "__main__":
    main()
