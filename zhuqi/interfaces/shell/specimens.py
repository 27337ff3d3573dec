"""The invented case the style guide is drawn with. Nothing here is data of anyone."""

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from zhuqi.interfaces.shell.context import Surroundings
from zhuqi.interfaces.shell.forms import FilesField, ShellForm
from zhuqi.interfaces.shell.navigation import NavItem
from zhuqi.interfaces.shell.parts import (
    Action,
    Clock,
    Fact,
    Happening,
    Light,
    Paper,
    Stat,
    Step,
    Tab,
)

LAYOUTS = {"desk": "shell/desk.html", "portal": "shell/portal.html"}

PARTS = (
    ("reference", "版面、块、小类"),
    ("lights", "时间的灯、状态、时刻"),
    ("buttons", "按钮和不能办的理由"),
    ("notices", "提示、接下来、空状态"),
    ("facts", "事实"),
    ("clocks", "时限"),
    ("timeline", "经过"),
    ("papers", "文件"),
    ("steps", "步骤和进度"),
    ("list_head", "列表页的上部：视图、数字、筛选"),
    ("table", "台账表格"),
    ("cards", "手机上的列表"),
    ("form", "表单"),
    ("icons", "图标"),
)

ICONS_LIST = Path(__file__).parent / "icons.json"


class AskForm(ShellForm):
    """A form with every kind of control."""

    subject = forms.CharField(
        label="一句话说明问题",
        max_length=60,
        help_text="例如：厂区东侧道路未通，货车进不来",
        error_messages={"required": "请用一句话说明问题"},
    )
    kind = forms.ChoiceField(
        label="您想要的是",
        choices=[
            ("help", "求助：请政府帮忙解决"),
            ("question", "咨询：想问清楚政策"),
            ("suggestion", "建议"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "请选一项"},
    )
    county = forms.ChoiceField(
        label="在哪个县区",
        choices=[("", "请选择"), ("1", "襄东县"), ("2", "临川区")],
        required=False,
    )
    story = forms.CharField(
        label="具体情况", widget=forms.Textarea(attrs={"rows": 4}), required=False
    )
    attachments = FilesField(
        label="附件", required=False, help_text="照片、合同、批文都可以；身份证请遮住号码中间几位"
    )
    agreed = forms.BooleanField(label="我确认所填内容属实", required=False)


class LedgerFilter(forms.Form):
    """What the ledger can be narrowed by."""

    q = forms.CharField(
        label="查找",
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "企业、编号或字句"}),
    )
    light = forms.ChoiceField(
        label="时限", required=False, choices=[("", "全部"), ("red", "逾期"), ("yellow", "临期")]
    )
    unit = forms.ChoiceField(
        label="主办单位",
        required=False,
        choices=[("", "全部"), ("1", "市自然资源局"), ("2", "市交通运输局")],
    )


@dataclass(frozen=True, slots=True)
class SpecimenRow:
    """A row of the invented ledger."""

    number: str
    firm: str
    subject: str
    unit: str
    light: Light
    due: datetime
    urged: int
    can: str


class InventedSurroundings(Surroundings):
    """The shell's surroundings with an invented office and two places to go."""

    area = "desk"
    place = "市自然资源局"
    person = "赵明"

    @cached_property
    def nav(self) -> list[NavItem]:
        """The style guide's two tempers, and what a desk would offer."""
        guide = reverse("shell:styleguide")
        portal = reverse("shell:styleguide_temper", args=["portal"])
        items = [
            NavItem("待办", guide, "inbox", count=12),
            NavItem("台账", "#table", "list-details"),
            NavItem("通知", portal, "bell", count=3),
        ]
        return [replace(item, active=item.url == self._request.path) for item in items]


def context(request: HttpRequest, temper: str) -> dict[str, Any]:
    """All that the style guide's parts are drawn with."""
    now = timezone.localtime().replace(hour=9, minute=30, second=0, microsecond=0)
    return {
        "layout": LAYOUTS.get(temper, LAYOUTS["desk"]),
        "parts": PARTS,
        "icons": json.loads(ICONS_LIST.read_text(encoding="utf-8")),
        "shell": InventedSurroundings(request),
        "now": now,
        "last_year": now.replace(year=now.year - 1, day=1),
        "main_action": Action("签收", url="#", icon="check", main=True),
        "new_action": Action("登记诉求", url="#", icon="plus"),
        "actions_now": [
            Action("答复", url="#", icon="send", main=True),
            Action("申请延期", url="#"),
            Action("记一笔进展", url="#", icon="note"),
            Action("提异议", reason="签收后 1 个工作日内可以提，已于昨天 17:30 截止。"),
        ],
        "facts_case": _facts(),
        "clocks": _clocks(now),
        "happenings": _happenings(now),
        "papers_shown": [
            Paper("交办单〔2026〕第 118 号", "#", "PDF · 86 KB"),
            Paper("厂区东侧道路现状照片.jpg", "#", "图片 · 2.4 MB"),
        ],
        "form_steps": [
            Step("选企业", "done", url="#"),
            Step("说情况", "now"),
            Step("留电话"),
            Step("确认提交"),
        ],
        "case_way": [
            Step("已提交", "done", note="11月16日 周一 10:12"),
            Step("已受理，转给市自然资源局", "done", note="11月17日 周二 09:40"),
            Step("正在办理", "now", note="承诺 11月28日 前答复您"),
            Step("请您评价"),
        ],
        "list_tabs": [
            Tab("待我办", "#", active=True, count=12),
            Tab("快到期", "#", count=3),
            Tab("已逾期", "#", count=1),
            Tab("本单位全部", "#"),
        ],
        "list_stats": [
            Stat("在办", 46, "#"),
            Stat("临期", 3, "#", Light.YELLOW),
            Stat("逾期", 1, "#", Light.RED),
            Stat("本月办结", 28, "#"),
        ],
        "rows": _rows(now),
        "filter_form": LedgerFilter(),
        "wrong_form": AskForm({"subject": "", "county": "1", "story": "门前道路"}),
    }


def _facts() -> list[Fact]:
    return [
        Fact("企业", "襄东县恒泰精密铸造有限公司", hint="91411025MA3X0000X0", url="#"),
        Fact("联系人", "王秋生 · 139****2816"),
        Fact("诉求类别", "用地 / 道路配套"),
        Fact("层级", "市级台账"),
        Fact("主办", "市自然资源局"),
        Fact("协办", ""),
        Fact(
            "诉求",
            "厂区东侧规划道路 2021 年立项，至今未开工，货车绕行 6 公里，雨天无法进出。",
            wide=True,
        ),
    ]


def _clocks(now: datetime) -> list[Clock]:
    resolve = [
        ("交办单下发", "11月10日 周二 15:00"),
        ("限 10 个工作日", "到 11月24日"),
        ("扣除", "11月14日、15日、21日、22日 周末"),
        ("暂停", "没有"),
        ("到期", "11月24日 周二 17:30"),
    ]
    return [
        Clock("办结", Light.YELLOW, now + timedelta(days=1, hours=8), "还剩 1 个工作日", resolve),
        Clock("阶段报告", Light.RED, now - timedelta(days=2), "已超 2 个工作日"),
        Clock("签收", Light.DONE, now - timedelta(days=9), "用时 3 小时"),
    ]


def _happenings(now: datetime) -> list[Happening]:
    return [
        Happening(now - timedelta(days=11), "王秋生", "提交诉求", unit="恒泰精密铸造"),
        Happening(
            now - timedelta(days=10),
            "李文静",
            "受理并交办",
            unit="市助企活动办",
            note="主办市自然资源局，协办市交通运输局，限 10 个工作日办结。",
            papers=(Paper("交办单〔2026〕第 118 号", "#", "PDF · 86 KB"),),
        ),
        Happening(
            now - timedelta(days=4),
            "赵明",
            "内部备注",
            unit="市自然资源局",
            internal=True,
            note="规划条件已核，缺土地报批的一份附图，已向县局要。",
        ),
        Happening(
            now - timedelta(days=1),
            "赵明",
            "报进展",
            unit="市自然资源局",
            note="已到现场，与企业商定先修 380 米临时通道。",
        ),
    ]


def _rows(now: datetime) -> list[SpecimenRow]:
    long = "厂区东侧规划道路立项五年未开工，货车绕行六公里，雨天无法进出，客户验厂两次未通过"
    rows = (
        ("XC-2026-0118", "恒泰精密铸造", long, "市自然资源局", Light.RED, -2, 6),
        (
            "XC-2026-0131",
            "鼎信纺织",
            "申请增容 800 千伏安，供电公司答复需等变电站扩建",
            "市发展和改革委员会",
            Light.YELLOW,
            1,
            1,
        ),
        ("XC-2026-0140", "天源食品", "两笔政府采购货款逾期未付", "临川区政府", Light.GREEN, 6, 2),
        (
            "XC-2026-0142",
            "宏图机械",
            "想了解设备更新贷款贴息怎么申请",
            "市工业和信息化局",
            Light.PAUSED,
            9,
            0,
        ),
    )
    return [
        SpecimenRow(
            number,
            firm,
            subject,
            unit,
            light,
            now + timedelta(days=days, hours=8),
            urged,
            "" if light == Light.PAUSED else "urge",
        )
        for number, firm, subject, unit, light, days, urged in rows
    ]
