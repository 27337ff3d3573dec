"""What is asked about firms: the list's filters, a firm's facts, contacts, notes, replies."""

from collections.abc import Collection
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person, Scope
from zhuqi.foundation.directory import codes
from zhuqi.foundation.directory.enums import EnterpriseStatus, Sector, SizeClass, UnitKind
from zhuqi.foundation.directory.models import Enterprise, Region, Tag, Unit
from zhuqi.foundation.directory.queries import named, regions_under
from zhuqi.foundation.directory.size import size_class
from zhuqi.interfaces.desk.forms.base import DeskForm, text_area
from zhuqi.interfaces.desk.forms.choices import regions_of_office
from zhuqi.interfaces.shell.listing import Choices, Filter, Kind
from zhuqi.ledgers.cases.models.case import READING_ROLES

CANDIDATES = 5


def _codes(person: Person) -> list[str]:
    """The code of the region one works in; of the first, where there are several."""
    units = Unit.objects.filter(pk__in=person.scope.units(*READING_ROLES)).order_by("region__code")
    return list(units.values_list("region__code", flat=True)[:1])


def _regions(person: Person) -> Choices:
    return regions_of_office(_codes(person))


def _parks(person: Person) -> Choices:
    near = Q(pk__in=())
    for code in _codes(person):
        near = Q(region__code__startswith=codes.prefix(code))
    parks = Unit.objects.filter(near, kind=UnitKind.PARK, active=True)
    return [(park.pk, park.name) for park in parks]


def _tags(_person: Person) -> Choices:
    return [(tag.pk, tag.name) for tag in Tag.objects.filter(for_enterprises=True)]


def _in_office(person: Person) -> bool:
    return bool(person.scope.offices)


# By name those of `FirmFilters`, which looks them up.
FILTERS: tuple[Filter[Enterprise], ...] = (
    Filter("text", _("查找"), Kind.TEXT, hint=_("企业名称中的字、信用代码")),
    Filter("region", _("县区"), choices=_regions, read=codes.prefix),
    Filter("sector", _("行业台账"), choices=Sector),
    Filter("park", _("园区"), choices=_parks, read=int),
    Filter("tag", _("标签"), choices=_tags, read=int),
    Filter("with_open", _("有在办诉求"), Kind.YES),
    Filter("correcting", _("有更正申请"), Kind.YES, offered=_in_office),
    Filter("alone", _("没有人包联"), Kind.YES, offered=_in_office),
)


class FactsForm(DeskForm):
    """A firm's facts. An industry may be typed by name, a group by name or code."""

    name = forms.CharField(label=_("企业名称"), max_length=120)
    uscc = forms.CharField(
        label=_("统一社会信用代码"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    status = forms.ChoiceField(label=_("状态"), choices=EnterpriseStatus.choices)
    sector = forms.ChoiceField(label=_("行业台账"), choices=Sector)
    industry = forms.CharField(
        label=_("行业"),
        max_length=60,
        required=False,
        help_text=_("国民经济行业分类的代码或名称，如 C3099 或“其他非金属矿物制品制造”。"),
    )
    region = forms.ModelChoiceField(label=_("所在地"), queryset=Region.objects.none())
    park = forms.ModelChoiceField(
        label=_("园区"), queryset=Unit.objects.none(), required=False, empty_label=_("不在园区")
    )
    address = forms.CharField(label=_("地址"), max_length=200, required=False)
    employees = forms.IntegerField(label=_("从业人员（人）"), required=False, min_value=0)
    revenue = forms.DecimalField(
        label=_("营业收入（万元）"), required=False, max_digits=14, decimal_places=2
    )
    assets = forms.DecimalField(
        label=_("资产总额（万元）"), required=False, max_digits=14, decimal_places=2
    )
    size_class = forms.ChoiceField(
        label=_("规模"),
        required=False,
        choices=[("", _("按行业和数据划型")), *SizeClass.choices],
    )
    parent_group = forms.CharField(
        label=_("上级集团"), max_length=120, required=False, help_text=_("企业全称或信用代码。")
    )

    def __init__(self, *args: Any, firm: Enterprise, scope: Scope, **kwargs: Any) -> None:
        self.firm, self.scope = firm, scope
        super().__init__(*args, initial=_present(firm), **kwargs)
        code = firm.office.region.code
        regions = self.fields["region"]
        assert isinstance(regions, forms.ModelChoiceField)  # noqa: S101 (for the type checker)
        under = regions_under(code) | Region.objects.filter(pk=firm.region_id)
        regions.queryset = under.select_related("parent").order_by("code")
        regions.choices = _by_county(list(regions.queryset))
        parks = self.fields["park"]
        assert isinstance(parks, forms.ModelChoiceField)  # noqa: S101 (for the type checker)
        parks.queryset = Unit.objects.filter(
            kind=UnitKind.PARK, active=True, region__code__startswith=codes.prefix(code)
        )

    def clean_industry(self) -> str:
        """The code; a name is looked up, and what it may mean is said if it is not clear."""
        typed = str(self.cleaned_data.get("industry") or "").strip()
        if not typed or codes.industry(typed):
            return typed
        known = list(codes.industries().values())
        exact = [one for one in known if one.name == typed]
        if len(exact) > 1:
            # A division and its only group may share the name: the finer one says more.
            exact = [max(exact, key=lambda one: len(one.code))]
        near = exact or [one for one in known if typed in one.name]
        if len(near) == 1:
            return near[0].code
        raise ValidationError(_unclear(typed, [f"{one.name} {one.code}" for one in near]))

    def clean_parent_group(self) -> Enterprise | None:
        """The group meant, among the firms in one's reach."""
        typed = str(self.cleaned_data.get("parent_group") or "").strip()
        if not typed:
            return None
        if self.firm.parent_group and typed == self.firm.parent_group.name:
            return self.firm.parent_group
        match = named(typed)
        seen = Enterprise.objects.visible_to(self.scope).exclude(pk=self.firm.pk)
        found = list(seen.filter(match).order_by("name", "pk")[: CANDIDATES + 1]) if match else []
        exact = [one for one in found if typed in {one.name, one.uscc}] or found
        if len(exact) == 1:
            return exact[0]
        raise ValidationError(_unclear(typed, [one.name for one in exact]))


def _present(firm: Enterprise) -> dict[str, Any]:
    """The facts as they are; a class that follows from the figures is left to them."""
    worked_out = size_class(firm.industry, firm.employees, firm.revenue, firm.assets).size
    return {
        "name": firm.name,
        "uscc": firm.uscc or "",
        "status": firm.status,
        "sector": firm.sector,
        "industry": firm.industry,
        "region": firm.region_id,
        "park": firm.park_id,
        "address": firm.address,
        "employees": firm.employees,
        "revenue": firm.revenue,
        "assets": firm.assets,
        "size_class": "" if firm.size_class == (worked_out or "") else firm.size_class,
        "parent_group": firm.parent_group.name if firm.parent_group else "",
    }


def _unclear(typed: str, candidates: list[str]) -> str:
    if not candidates:
        return _now("没有找到“%(typed)s”") % {"typed": typed}
    listed = "、".join(candidates[:CANDIDATES])
    more = _now("等") if len(candidates) > CANDIDATES else ""
    return _now("“%(typed)s”可能是：%(listed)s%(more)s，请填写其中一个") % {
        "typed": typed,
        "listed": listed,
        "more": more,
    }


def _by_county(regions: list[Region]) -> list[Any]:
    """Towns under their county, so that a long list is read by its headings."""

    def county(region: Region) -> str:
        return region.code[:6]

    names = {region.code: region.name for region in regions}
    groups: list[Any] = [("", _("请选择"))]
    for code, several in groupby(regions, key=county):
        below = [(region.pk, region.name) for region in several]
        groups.append((names.get(code, code), below))
    return groups


class ContactForm(DeskForm):
    """One of the firm's own people."""

    name = forms.CharField(label=_("姓名"), max_length=40)
    title = forms.CharField(label=_("职务"), max_length=40, required=False)
    phone = forms.CharField(
        label=_("电话"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    email = forms.EmailField(label=_("电子邮箱"), required=False)


class NoteForm(DeskForm):
    """A note of one's own unit."""

    text = text_area(_("备注"), rows=3, help_text=_("只有本单位看得到，2000 字以内。"))


class FirmTagsForm(DeskForm):
    """The firm's tags. Which may be put on anew is the verb's rule."""

    tags = forms.ModelMultipleChoiceField(
        label=_("标签"),
        queryset=Tag.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def offer(self, had: Collection[Tag]) -> "FirmTagsForm":
        """Those in use, and those the firm has."""
        field = self.fields["tags"]
        assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101 (for the type checker)
        ids = [tag.pk for tag in had]
        field.queryset = Tag.objects.filter(Q(active=True, for_enterprises=True) | Q(pk__in=ids))
        field.initial = ids
        return self


class StrikeForm(DeskForm):
    """Why a note no longer holds."""

    reason = forms.CharField(label=_("划去原因"), max_length=200)


class ReplyForm(DeskForm):
    """What the firm is told about its request."""

    reason = text_area(_("答复"), rows=2, required=False, help_text=_("企业看得到，200 字以内。"))
