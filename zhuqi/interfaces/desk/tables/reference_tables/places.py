"""区划 and 单位: where things are, and who answers there."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person, Scope
from zhuqi.foundation.directory import actions
from zhuqi.foundation.directory.actions import REGIONS, UNITS
from zhuqi.foundation.directory.codes import prefix
from zhuqi.foundation.directory.enums import Level, UnitKind
from zhuqi.foundation.directory.models import Item, Official, Post, Region, Unit
from zhuqi.foundation.directory.queries import current_regions, units_under
from zhuqi.foundation.directory.rules import level_of
from zhuqi.interfaces.desk.forms.choices import items_by_group
from zhuqi.interfaces.desk.tables.reference_tables.base import (
    KEEPERS,
    Act,
    ActForm,
    Cleaned,
    Column,
    Register,
    RegisterForm,
    within,
)
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.forms import NOTHING_YET, row_choice
from zhuqi.ledgers.cases.deadline_schemes.queries import APPROVALS, DEADLINES
from zhuqi.ledgers.cases.models import ApprovalScheme, Scheme

PHONE = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})


def under(scope: Scope) -> Q:
    """Regions at and below the administrator's own."""
    units = Unit.objects.filter(pk__in=within(scope)).select_related("region")
    reach = Q(pk__in=())
    for code in {unit.region.code for unit in units}:
        reach |= Q(code__startswith=prefix(code))
    return reach


def in_groups(units: Sequence[Unit]) -> list[tuple[str, Any]]:
    """Units under the name of their region, for a select."""
    ordered = sorted(units, key=lambda unit: (unit.region.code, unit.kind, unit.pk))
    groups = [
        (name, [row_choice(unit, unit.name) for unit in below])
        for name, below in groupby(ordered, key=lambda unit: unit.region.name)
    ]
    return [("", NOTHING_YET), *groups]


# Regions ----------------------------------------------------------------------------------------


class RegionForm(RegisterForm):
    """A region is its code and its name; the rest follows from the code."""

    code = forms.CharField(
        label=_("区划代码"),
        max_length=9,
        help_text=_("6 位；乡镇街道 9 位。层级和上级由代码决定。"),
    )
    name = forms.CharField(label=_("名称"), max_length=60)

    def set_choices(self) -> None:
        """Another code is another region."""
        if self.row is not None:
            del self.fields["code"]


class RetireRegionForm(ActForm):
    """From when, and what stands in its place."""

    retired_on = forms.DateField(
        label=_("停用日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    replaced_by = forms.ModelChoiceField(
        label=_("由哪个区划接替"),
        queryset=Region.objects.none(),
        required=False,
        help_text=_("以后填写旧代码的，按接替的区划登记。"),
    )

    def set_choices(self) -> None:
        """Heirs of the same level and under the same roof."""
        self.fields["retired_on"].initial = timezone.localdate
        row = self.row
        assert isinstance(row, Region)  # noqa: S101 (for the type checker)
        others = current_regions().filter(level=row.level, parent=row.parent_id)
        self.choose_from("replaced_by", others.exclude(pk=row.pk))


class MoveFirmsForm(ActForm):
    """Where to, and how many: typed as read, so that nobody moves a county by a slip."""

    to = forms.ModelChoiceField(label=_("改登到哪个区划"), queryset=Region.objects.none())
    count = forms.IntegerField(label=_("确认企业数"), min_value=1)

    def set_choices(self) -> None:
        """Regions in use, those of the same level and under the same roof first."""
        row = self.row
        assert isinstance(row, Region)  # noqa: S101 (for the type checker)
        near = Q(parent=row.parent_id) | Q(parent=row.pk) | Q(pk=row.parent_id)
        others = current_regions().filter(near | under(self.scope)).exclude(pk=row.pk)
        self.choose_from("to", others.order_by("code"))
        self.fields["count"].help_text = _("现在有 %(count)s 家，照填这个数才会改。") % {
            "count": row.enterprises.count()
        }


class Regions(Register[Region]):
    """区划."""

    key, table, shared, icon = "regions", REGIONS, True, "map-pin"
    name, one = _("区划"), _("区划")
    note = _("行政区划代码。停用的代码留着，旧数据照常显示。不查找时只列本地区。")
    form = RegionForm
    searched = ("name", "code")
    columns = (
        Column(_("代码"), lambda row: row.code),
        Column(_("名称"), lambda row: row.name),
        Column(_("层级"), lambda row: str(Level(row.level).label)),
        Column(_("上级"), lambda row: row.parent.name if row.parent else ""),
        Column(_("接替"), lambda row: row.replaced_by.name if row.replaced_by else ""),
    )
    acts = (
        Act(
            "retire",
            _("停用"),
            _("区划已停用"),
            lambda row: row.retired_on is None and row.replaced_by_id is None,
            lambda row, data, by: actions.retire_region(
                region=row,
                on=data["retired_on"],
                replaced_by=data["replaced_by"],
                reason=data["reason"],
                by=by,
            ),
            _("停用后不能再选它登记企业和单位，已登记的数据不变。"),
            RetireRegionForm,
        ),
        Act(
            "move_firms",
            _("企业整批改登"),
            _("企业已全部改登，每家企业的修改记录里都有这一笔"),
            lambda row: row.enterprises.exists(),
            lambda row, data, by: actions.move_firms(
                region=row, to=data["to"], count=data["count"], reason=data["reason"], by=by
            ),
            _(
                "把登记在这里的企业一次全部改到另一个区划，之后才能停用。服务企业的活动办不变；"
                "已提出的诉求仍记在提出时的区划，统计数字不变。"
            ),
            MoveFirmsForm,
        ),
        Act(
            "restore",
            _("恢复使用"),
            _("区划已恢复使用"),
            lambda row: row.retired_on is not None or row.replaced_by_id is not None,
            lambda row, data, by: actions.restore_region(region=row, reason=data["reason"], by=by),
        ),
    )

    def rows(self, scope: Scope) -> QuerySet[Region]:  # noqa: ARG002
        """The whole country: firms come from anywhere."""
        return Region.objects.select_related("parent", "replaced_by").order_by("code")

    def usual(self, rows: QuerySet[Region], scope: Scope) -> QuerySet[Region]:
        """One's own region and what lies below."""
        return rows.filter(under(scope))

    def in_use(self, rows: QuerySet[Region]) -> QuerySet[Region]:
        """A stand-in for another code is not in use either."""
        return rows.filter(retired_on=None, replaced_by=None)

    def is_used(self, row: Region) -> bool:
        """Neither retired nor replaced."""
        return row.retired_on is None and row.replaced_by_id is None

    def hint(self, row: Region) -> str:
        """Its code, where it lies, and since when it is out of use."""
        above = f"，属{row.parent.name}" if row.parent else ""
        out = f"，{wording.day(row.retired_on, weekday=False)}停用" if row.retired_on else ""
        return f"{row.code} {Level(row.level).label}{above}{out}"


# Units ------------------------------------------------------------------------------------------


class UnitForm(RegisterForm):
    """Everything of a unit; kind and level stay what they were when it was entered."""

    name = forms.CharField(label=_("单位名称"), max_length=80, help_text=_("写全称，公文上用它。"))
    short_name = forms.CharField(
        label=_("简称"), max_length=30, required=False, help_text=_("表格里用它。")
    )
    former_names = forms.CharField(
        label=_("曾用名"),
        max_length=300,
        required=False,
        help_text=_("几个的用“、”分开。企业写以前的名称，也认得是这个单位；改名时自动记入。"),
    )
    kind = forms.ChoiceField(label=_("类型"), choices=UnitKind.choices)
    region = forms.ModelChoiceField(label=_("所在区划"), queryset=Region.objects.none())
    parent = forms.ModelChoiceField(
        label=_("上级单位"), queryset=Unit.objects.none(), required=False
    )
    case_prefix = forms.CharField(
        label=_("编号前缀"),
        max_length=4,
        required=False,
        help_text=_("活动办填四位数字，诉求编号以它开头；其他单位不填。"),
    )
    scheme = forms.ModelChoiceField(
        label=_("时限方案"),
        queryset=Scheme.objects.all(),
        required=False,
        help_text=_("活动办须选定；其他单位不选。"),
    )
    signing = forms.ModelChoiceField(
        label=_("签发方案"),
        queryset=ApprovalScheme.objects.all(),
        required=False,
        help_text=_("活动办可以不选，不选就只写签发人姓名。"),
    )
    commandable = forms.BooleanField(
        label=_("可以交办"),
        required=False,
        help_text=_("法院、税务、电网、银行等不能交办，发商请函，不参加排名。"),
    )
    leader = forms.ModelChoiceField(
        label=_("分管领导"), queryset=Official.objects.none(), required=False
    )
    contact = forms.ModelChoiceField(
        label=_("单位联络员"),
        queryset=Official.objects.none(),
        required=False,
        help_text=_("从本单位在任的干部中选；没有的，先在“职务”中登记。"),
    )
    phone = forms.CharField(label=_("值班电话"), max_length=30, required=False, widget=PHONE)
    items = forms.ModelMultipleChoiceField(
        label=_("负责的事项"),
        queryset=Item.objects.none(),
        required=False,
        to_field_name="code",
        widget=forms.CheckboxSelectMultiple,
        help_text=_("交办时按事项推荐单位。"),
    )

    def set_choices(self) -> None:
        """What is in use and within reach, and whatever the unit has already."""
        unit = self.row if isinstance(self.row, Unit) else None
        here = current_regions().filter(under(self.scope))
        self.choose_from("region", _and_own(here, Region, unit.region_id if unit else None))
        near = units_under(self.scope.units(*KEEPERS)).filter(active=True)
        near = near.exclude(pk=unit.pk) if unit else near
        self.choose_from("parent", _and_own(near, Unit, unit.parent_id if unit else None))
        parents = self.fields["parent"]
        assert isinstance(parents, forms.ModelChoiceField)  # noqa: S101 (for the type checker)
        parents.choices = in_groups(list(parents.queryset.select_related("region")))  # type: ignore[union-attr]
        self._set_items(unit)
        for name in ("kind", "scheme", "signing") if unit else ("leader", "contact", "commandable"):
            del self.fields[name]
        if unit is not None:
            self._set_people(unit)
            if unit.kind != UnitKind.OFFICE:
                del self.fields["case_prefix"]

    def _set_items(self, unit: Unit | None) -> None:
        had = unit.items.values("pk") if unit else Item.objects.none().values("pk")
        offered = Item.objects.filter(Q(active=True, parent__isnull=False) | Q(pk__in=had))
        self.choose_from("items", offered)
        field = self.fields["items"]
        assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101 (for the type checker)
        rows = list(offered.select_related("parent"))
        codes = {item.pk: item.code for item in rows}
        field.choices = [
            (name, [(codes[pk.value], label) for pk, label in below])
            for name, below in items_by_group(rows)
        ]

    def _set_people(self, unit: Unit) -> None:
        today = timezone.localdate()
        running = Post.objects.filter(Q(until=None) | Q(until__gte=today), official=OuterRef("pk"))
        for name, own in (("leader", unit.leader_id), ("contact", unit.contact_id)):
            people = Official.objects.filter(
                Q(Exists(running.filter(unit=unit)), active=True) | Q(pk=own or 0)
            )
            self.choose_from(name, people)

    def clean_case_prefix(self) -> str | None:
        """No prefix is none, not an empty one: two units may have none."""
        return self.cleaned_data["case_prefix"] or None


def _and_own(rows: QuerySet[Any], model: type[Any], own: int | None) -> QuerySet[Any]:
    """The rows offered, and the one that is in the unit already."""
    ids = rows.order_by().values("pk")
    found: QuerySet[Any] = model.objects.filter(Q(pk__in=ids) | Q(pk=own or 0))
    return found


class Units(Register[Unit]):
    """单位."""

    key, table, icon = "units", UNITS, "building"
    name, one = _("单位"), _("单位")
    note = _("部门、活动办、园区、乡镇和垂管单位，及其领导、联络员和负责的事项。")
    form = UnitForm
    searched = ("name", "short_name", "region__name")
    columns = (
        Column(_("单位"), lambda row: row.name, lambda row: row.short_name, wide=True),
        Column(_("类型"), lambda row: str(UnitKind(row.kind).label)),
        Column(_("区划"), lambda row: row.region.name, lambda row: str(Level(row.level).label)),
        Column(
            _("分管领导"),
            lambda row: row.leader.name if row.leader else "",
            lambda row: _("联络员 %s") % row.contact.name if row.contact else "",
        ),
        Column(_("负责事项"), lambda row: str(row.item_count or ""), number=True),  # type: ignore[attr-defined]
    )
    retiring = _("停用后不再推荐、不能交办给它，办过的诉求仍记在它名下。")

    def rows(self, scope: Scope) -> QuerySet[Unit]:
        """Those of the administrator's region."""
        units = units_under(within(scope)).select_related("leader", "contact")
        return units.annotate(item_count=Count("items")).order_by("region__code", "kind", "id")

    def title(self, row: Unit) -> str:
        """In full."""
        return row.name

    def hint(self, row: Unit) -> str:
        """What it is."""
        number = f"，编号前缀 {row.case_prefix}" if row.case_prefix else ""
        return f"{UnitKind(row.kind).label}，{Level(row.level).label}，{row.region.name}{number}"

    def add(self, data: Cleaned, by: Person) -> Unit:
        """The unit, and for an office the scheme it promises by, both or neither."""
        kind, given = UnitKind(data["kind"]), dict(data)
        scheme, signing = given.pop("scheme"), given.pop("signing")
        with transaction.atomic():
            unit = UNITS.add(
                **given,
                level=level_of(kind, Level(data["region"].level)),
                commandable=kind != UnitKind.EXTERNAL,
                by=by.actor,
            )
            if scheme:
                DEADLINES.adopt(office=unit, code=scheme.code, by=by.actor)
            if signing:
                APPROVALS.adopt(office=unit, code=signing.code, by=by.actor)
        return unit
