"""事项, 来源, 标签: how what comes in is sorted."""

from typing import Any

from django import forms
from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Scope
from zhuqi.foundation.directory.actions import ITEMS, TAGS
from zhuqi.foundation.directory.models import Item, ItemName, Tag, Unit
from zhuqi.foundation.directory.queries import units_under
from zhuqi.interfaces.desk.tables.reference_tables.base import (
    Column,
    Register,
    RegisterForm,
    within,
)
from zhuqi.interfaces.shell import wording
from zhuqi.ledgers.cases.channels.actions import CHANNELS
from zhuqi.ledgers.cases.models import Allowed, Boundary, Channel, ForeignNumber
from zhuqi.ledgers.cases.transfers.boundaries import BOUNDARIES

_ORDER = _("数字小的排在前面。")
_UNITS_SHOWN = 4
_WORDS_SHOWN = 5


def _number(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=0, max_value=32767, initial=0, help_text=_ORDER
    )


# Items ------------------------------------------------------------------------------------------


class ItemForm(RegisterForm):
    """A matter of the first or second level."""

    code = forms.CharField(label=_("代码"), max_length=20)
    name = forms.CharField(label=_("名称"), max_length=40)
    parent = forms.ModelChoiceField(
        label=_("所属大类"),
        queryset=Item.objects.none(),
        required=False,
        empty_label=_("自己是大类"),
    )
    order = _number(_("顺序"))
    words = forms.CharField(
        label=_("关键词"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("企业会怎么说，用空格或顿号分开。受理时按它们推测事项，选事项时也按它们查找。"),
    )

    def set_choices(self) -> None:
        """Under a heading in use, or the one it is under."""
        item = self.row if isinstance(self.row, Item) else None
        own = item.parent_id if item else None
        heads = Item.objects.filter(Q(active=True, parent=None) | Q(pk=own or 0))
        self.choose_from("parent", heads.exclude(pk=item.pk) if item else heads)
        if item is not None:
            del self.fields["code"]


def _answering(row: Item) -> str:
    units: list[Unit] = getattr(row, "answering", [])
    names = "、".join(str(unit) for unit in units[:_UNITS_SHOWN])
    more = len(units) - _UNITS_SHOWN
    return f"{names} 等 {len(units)} 个" if more > 0 else names


def _former(row: Item) -> str:
    """已改称的：11月29日前称“用电” …; empty for what was never renamed or moved."""
    told = []
    for one in row.former.all():
        path = f"{one.parent} › {one.name}" if one.parent_id != row.parent_id else one.name
        words = _("%(day)s前称“%(name)s”")
        told.append(words % {"day": wording.day(one.until, weekday=False), "name": path})
    return "，".join(told)


def _few(words: str) -> str:
    listed = words.split()
    more = len(listed) - _WORDS_SHOWN
    shown = "、".join(listed[:_WORDS_SHOWN])
    return _("%(words)s 等 %(n)s 个词") % {"words": shown, "n": len(listed)} if more > 0 else shown


def _told(row: Item) -> str:
    return "；".join(filter(None, (_former(row), _few(row.words))))


class Items(Register[Item]):
    """事项."""

    key, table, shared, icon = "items", ITEMS, True, "list-details"
    name, one = _("事项"), _("事项")
    note = _(
        "两级事项，和受理时推测它们的关键词。哪个单位负责，在单位的页面里勾选。"
        "改名、改归大类从保存时起算，此前受理的诉求仍用当时的名称。"
    )
    form = ItemForm
    searched = ("name", "code", "parent__name", "words")
    columns = (
        Column(_("代码"), lambda row: row.code),
        Column(_("事项"), lambda row: row.name, _told, wide=True),
        Column(_("大类"), lambda row: row.parent.name if row.parent else ""),
        Column(_("顺序"), lambda row: str(row.order), number=True),
        Column(_("负责单位"), _answering, wide=True),
    )
    retiring = _("停用后受理时不能再选，已有诉求的事项不变。")

    def rows(self, scope: Scope) -> QuerySet[Item]:
        """Headings, each with what is below it, and who answers for it here."""
        near = units_under(within(scope)).filter(active=True).order_by("region__code", "id")
        return (
            Item.objects.select_related("parent")
            .order_by("order", "code")
            .prefetch_related(
                Prefetch("units", near, to_attr="answering"),
                Prefetch("former", ItemName.objects.select_related("parent")),
            )
        )

    def hint(self, row: Item) -> str:
        """Its code, who answers for it, and what it was called."""
        units = _answering(row)
        by = _("由%(units)s负责") % {"units": units} if units else ""
        return "，".join(filter(None, (row.code, by, _former(row))))


# Channels ---------------------------------------------------------------------------------------


class ChannelForm(RegisterForm):
    """An inlet: who may use it, and what the source wants to know."""

    code = forms.CharField(
        label=_("代码"), max_length=12, help_text=_("小写英文字母开头，定了不能改，如 fax。")
    )
    name = forms.CharField(label=_("名称"), max_length=30)
    for_registrar = forms.BooleanField(label=_("活动办受理人员可用"), required=False)
    for_liaison = forms.BooleanField(label=_("助企干部可用"), required=False)
    for_chamber = forms.BooleanField(label=_("工商联、商会可用"), required=False)
    foreign_number = forms.ChoiceField(label=_("来源编号"), choices=ForeignNumber.choices)
    result_owed = forms.BooleanField(
        label=_("结果须回复来源"), required=False, help_text=_("如 12345 工单、上级交办件。")
    )
    order = _number(_("顺序"))
    note = forms.CharField(label=_("说明"), max_length=200, required=False)

    def set_choices(self) -> None:
        """Its code is on old cases."""
        if self.row is not None:
            del self.fields["code"]


def _users(row: Channel) -> str:
    words = (
        (row.for_portal, _("企业")),
        (row.for_registrar, _("活动办")),
        (row.for_liaison, _("助企干部")),
        (row.for_chamber, _("商会")),
    )
    return "、".join(str(word) for on, word in words if on) or str(_("系统自动"))


class Channels(Register[Channel]):
    """来源."""

    key, table, shared, icon = "channels", CHANNELS, True, "inbox"
    name, one = _("来源"), _("来源")
    note = _("诉求从哪里来、谁可以登记、来源要不要编号和回复。")
    form = ChannelForm
    searched = ("name", "code", "note")
    columns = (
        Column(_("来源"), lambda row: row.name, lambda row: row.code),
        Column(_("谁可以用"), _users),
        Column(_("来源编号"), lambda row: str(ForeignNumber(row.foreign_number).label)),
        Column(_("结果"), lambda row: str(_("须回复来源")) if row.result_owed else ""),
        Column(_("说明"), lambda row: row.note, wide=True),
    )
    retiring = _("停用后不能再登记，已有诉求仍显示它的名称。")

    def rows(self, scope: Scope) -> QuerySet[Channel]:  # noqa: ARG002
        """All of them."""
        return Channel.objects.order_by("order", "id")

    def hint(self, row: Channel) -> str:
        """Its code, and who uses it."""
        return f"{row.code}，{_users(row)}"


# Boundaries -------------------------------------------------------------------------------------


class BoundaryForm(RegisterForm):
    """A boundary, and what may be done on the other side of it."""

    code = forms.CharField(
        label=_("代码"), max_length=12, help_text=_("小写英文字母开头，定了不能改。")
    )
    name = forms.CharField(label=_("边界"), max_length=30)
    organ = forms.CharField(label=_("主管机关"), max_length=80)
    ground = forms.CharField(
        label=_("依据"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    statement = forms.CharField(
        label=_("告知企业的去处"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    order = _number(_("顺序"))

    def set_choices(self) -> None:
        """A tick for everything it may allow; its code is on old cases."""
        for what in Allowed:
            self.fields[what.value] = forms.BooleanField(label=what.label, required=False)
        self.fields[Allowed.KEEP_COPY.value].help_text = _(
            "不勾选的，移送时密封，收到回执后平台内容销毁。"
        )
        if self.row is not None:
            del self.fields["code"]


class Boundaries(Register[Boundary]):
    """边界."""

    key, table, shared, icon = "boundaries", BOUNDARIES, True, "flag"
    name, one = _("边界"), _("边界")
    note = _("不由活动办办理的事项：归谁管、能做什么、怎样告知企业。")
    form = BoundaryForm
    searched = ("name", "code", "organ")
    columns = (
        Column(_("边界"), lambda row: row.name, lambda row: row.code),
        Column(_("主管机关"), lambda row: row.organ),
        Column(
            _("允许"), lambda row: "、".join(a.label for a in Allowed if row.allows(a)), wide=True
        ),
        Column(_("告知企业的去处"), lambda row: row.statement, wide=True),
    )
    retiring = _("停用后受理时不能再选，已有诉求不变。")

    def rows(self, scope: Scope) -> QuerySet[Boundary]:  # noqa: ARG002
        """All of them."""
        return Boundary.objects.order_by("order", "id")

    def hint(self, row: Boundary) -> str:
        """Its code, and whose matter it is."""
        return f"{row.code}，{row.organ}"


# Tags -------------------------------------------------------------------------------------------


class TagForm(RegisterForm):
    """A word, and what it may be put on."""

    name = forms.CharField(label=_("标签"), max_length=20)
    for_cases = forms.BooleanField(label=_("用于诉求"), required=False, initial=True)
    for_enterprises = forms.BooleanField(label=_("用于企业"), required=False)
    order = _number(_("顺序"))
    note = forms.CharField(label=_("说明"), max_length=200, required=False)


class Tags(Register[Tag]):
    """标签."""

    key, table, shared, icon = "tags", TAGS, True, "flag"
    name, one = _("标签"), _("标签")
    note = _("活动办给诉求和企业贴的标签，台账里可以按它筛选。企业看不到。")
    form = TagForm
    searched = ("name", "note")
    columns = (
        Column(_("标签"), lambda row: row.name),
        Column(_("诉求"), lambda row: str(row.case_count or ""), number=True),  # type: ignore[attr-defined]
        Column(_("企业"), lambda row: str(row.firm_count or ""), number=True),  # type: ignore[attr-defined]
        Column(
            _("用途"),
            lambda row: "、".join(
                str(word)
                for on, word in ((row.for_cases, _("诉求")), (row.for_enterprises, _("企业")))
                if on
            ),
        ),
        Column(_("说明"), lambda row: row.note, wide=True),
    )
    retiring = _("停用后不能再贴，已经贴上的不变。")

    def rows(self, scope: Scope) -> QuerySet[Tag]:  # noqa: ARG002
        """All of them, with how often each is used."""
        return Tag.objects.annotate(
            case_count=Count("cases", distinct=True),
            firm_count=Count("enterprises", distinct=True),
        ).order_by("order", "id")
