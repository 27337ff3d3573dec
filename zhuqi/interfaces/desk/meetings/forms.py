"""Forms of bodies and meetings; fields are named like the actions' keywords."""

from collections.abc import Iterable
from datetime import time
from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Scope
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.models import Enterprise, Unit
from zhuqi.interfaces.desk.forms.base import (
    DeskForm,
    RowForm,
    choose_one,
    day_field,
    offer_rows,
    text_area,
)
from zhuqi.interfaces.shell.forms import FilesField, PapersInput, PickInput, TicksInput
from zhuqi.mechanisms.meetings import queries
from zhuqi.mechanisms.meetings.actions.bodies import LONGEST_EVERY, MOST_COUNTED
from zhuqi.mechanisms.meetings.enums import (
    AdviserKind,
    Attending,
    BodyKind,
    ItemState,
    Proposers,
)
from zhuqi.mechanisms.meetings.models import Adviser, Body, Item, Member

MOST_PAPERS = 20


def units_field(label: Any, **more: Any) -> "forms.ModelMultipleChoiceField[Unit]":
    """Units to tick."""
    return forms.ModelMultipleChoiceField(
        Unit.objects.none(), label=label, widget=TicksInput(_("单位")), **more
    )


# Bodies -------------------------------------------------------------------------------------------


class _BodyForm(DeskForm):
    name = forms.CharField(label=_("名称"), help_text=_("如：市企业服务联席会议。"))
    duty = text_area(_("职责"), rows=3, required=False)
    cadence = forms.CharField(
        label=_("多久开一次"), help_text=_("如：每月一次，遇有急事随时召开。")
    )
    every = forms.IntegerField(
        label=_("间隔天数"), required=False, min_value=1, max_value=LONGEST_EVERY,
        help_text=_("用来提示下次该什么时候开；不定期的不填。"),
    )  # fmt: skip
    chair = forms.ModelChoiceField(
        User.objects.none(), label=_("召集人"), required=False, widget=PickInput,
        help_text=_("召集人看得到这个机构的全部会议，可以确认纪要。"),
    )  # fmt: skip
    proposers = choose_one(_("谁可以提议题"), Proposers.choices, initial=Proposers.OFFICE)


class SetUpForm(_BodyForm):
    """设会议机构."""

    office = forms.ModelChoiceField(Unit.objects.none(), label=_("活动办"), empty_label=None)
    kind = choose_one(_("类别"), BodyKind.choices)
    group = forms.ModelChoiceField(
        Enterprise.objects.none(), label=_("会商的集团企业"), required=False, widget=PickInput,
        help_text=_("只有集团会商要选；各县区把集团所属企业的诉求提上来，一起研究。"),
    )  # fmt: skip
    units = units_field(
        _("成员单位"), required=False, help_text=_("从今天起；以后进出都记日期，不覆盖。")
    )
    field_order = ("office", "kind", "name")

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = Unit.objects.filter(pk__in=sorted(scope.units(*queries.WRITERS)))
        offer_rows(self, "office", offices.order_by("level", "pk"))
        heads = Enterprise.objects.filter(subsidiaries__isnull=False).order_by("name", "pk")
        offer_rows(self, "group", heads.distinct())
        kept = [Body(office=office) for office in offices]
        if kept:
            offer_rows(self, "chair", _either(queries.officials(one) for one in kept))
            offer_rows(self, "units", _either(queries.answering(one) for one in kept))


def _either(several: Iterable[QuerySet[Any]]) -> QuerySet[Any]:
    """Rows of any of them."""
    return reduce(or_, several).distinct()


class ReviseForm(RowForm, _BodyForm):
    """修改: as it was."""

    def set_choices(self) -> None:
        """What stands there now."""
        offer_rows(self, "chair", queries.officials(self.row))
        for name in ("name", "duty", "cadence", "every", "chair", "proposers"):
            self.fields[name].initial = getattr(self.row, name)


def _counted(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=0, max_value=MOST_COUNTED, help_text=_("0 表示不按这条找。")
    )


class RuleForm(RowForm):
    """定议题规则."""

    by_scheme = forms.BooleanField(
        label=_("按本活动办选用的“办理去向”方案"), required=False,
        help_text=_("方案规定交联席会议的，由联席会议研究；交专班的，由专项小组、行业专班研究。"),
    )  # fmt: skip
    takes_disputed = forms.BooleanField(label=_("有争议的诉求"), required=False)
    takes_major = forms.BooleanField(label=_("重大诉求"), required=False)
    takes_common = _counted(_("共性问题归集满几件"))
    takes_urged = _counted(_("同一诉求催办满几次"))

    def set_choices(self) -> None:
        """What holds now."""
        for name in self.fields:
            self.fields[name].initial = getattr(self.row, name)


class AddForm(RowForm):
    """增加成员单位."""

    units = units_field(_("成员单位"))
    since = day_field(_("从哪天起"), required=True, initial=timezone.localdate)

    def set_choices(self) -> None:
        """Those not in it."""
        there = Member.objects.filter(body=self.row, until=None).order_by().values("unit")
        offer_rows(self, "units", queries.answering(self.row).exclude(pk__in=there))


class LeaveForm(RowForm):
    """成员单位退出."""

    member = forms.ModelChoiceField(Member.objects.none(), label=_("成员单位"), widget=PickInput)
    until = day_field(_("到哪天止"), required=True, initial=timezone.localdate)

    def set_choices(self) -> None:
        """Those in it now."""
        rows = Member.objects.filter(body=self.row, until=None).select_related("unit")
        offer_rows(self, "member", rows.order_by("pk"))


class NameForm(RowForm):
    """聘请专家顾问."""

    user = forms.ModelChoiceField(User.objects.none(), label=_("姓名"), widget=PickInput)
    kind = choose_one(_("身份"), AdviserKind.choices)
    since = day_field(_("从哪天起"), required=True, initial=timezone.localdate)

    def set_choices(self) -> None:
        """Whoever signs in here."""
        offer_rows(self, "user", queries.officials(self.row))


class ReleaseForm(RowForm):
    """解除聘请."""

    adviser = forms.ModelChoiceField(Adviser.objects.none(), label=_("姓名"), widget=PickInput)
    until = day_field(_("到哪天止"), required=True, initial=timezone.localdate)

    def set_choices(self) -> None:
        """Those who advise it now."""
        rows = Adviser.objects.filter(body=self.row, until=None).select_related("user")
        offer_rows(self, "adviser", rows.order_by("pk"))


# Meetings -----------------------------------------------------------------------------------------


def _at() -> forms.TimeField:
    clock = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=_("几点"), widget=clock, initial=time(9))


class PlanForm(DeskForm):
    """筹备会议."""

    body = forms.ModelChoiceField(Body.objects.none(), label=_("会议机构"))
    day = day_field(_("哪天开"), required=True)
    at = _at()
    place = forms.CharField(label=_("地点"))
    subject = forms.CharField(label=_("会议主题"), required=False)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Body.objects.filter(office__in=sorted(scope.units(*queries.WRITERS)))
        offer_rows(self, "body", mine.filter(state="active").order_by("office", "pk"))


class AgendaForm(RowForm):
    """排议程."""

    listed = forms.ModelMultipleChoiceField(
        Item.objects.none(), label=_("列入哪些议题"), required=False, widget=TicksInput(_("议题"))
    )
    order = forms.CharField(
        label=_("次序"), required=False, max_length=200,
        help_text=_("已列入的按现在的序号写新次序，如 2,1,3；新列入的排在后面。不填的，次序不变。"),
    )  # fmt: skip

    def set_choices(self) -> None:
        """Those on it in their order, then those that wait."""
        field = self.fields["listed"]
        assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101 (for the type checker)
        there = {line.item_id: line.ordinal for line in self.row.lines.all()}
        ready = Item.objects.filter(body=self.row.body_id, state=ItemState.READY)
        field.queryset = Item.objects.filter(pk__in=there) | ready
        rows = sorted(field.queryset, key=lambda row: (there.get(row.pk, 999), row.pk))
        field.choices = [
            (row.pk, f"{there[row.pk]}. {row}" if row.pk in there else str(row)) for row in rows
        ]
        field.initial = list(there)


class PapersForm(RowForm):
    """上传会议材料."""

    papers = FilesField(label=_("会议材料"), required=False, widget=PapersInput(MOST_PAPERS))


class CallForm(RowForm):
    """通知开会."""

    guests = units_field(
        _("列席单位"), required=False, help_text=_("成员单位都会通知；还请谁列席，在这里选。")
    )

    def set_choices(self) -> None:
        """Those that are no members."""
        day = timezone.localdate(self.row.at)
        members = queries.members_on(self.row.body, day).order_by().values("pk")
        offer_rows(self, "guests", queries.answering(self.row.body).exclude(pk__in=members))


class AnswerForm(RowForm):
    """报参会情况."""

    answer = choose_one(_("参会情况"), Attending.choices)
    remark = forms.CharField(
        label=_("说明"), required=False, help_text=_("谁参加；不能参加的，写原因。")
    )


class PostponeForm(RowForm):
    """改期."""

    day = day_field(_("改到哪天"), required=True)
    at = _at()
    place = forms.CharField(label=_("地点"))
    reason = forms.CharField(label=_("改期的原因"))

    def set_choices(self) -> None:
        """As it stands."""
        local = timezone.localtime(self.row.at)
        for name, value in (("day", local.date()), ("at", local.time()), ("place", self.row.place)):
            self.fields[name].initial = value


class HoldForm(RowForm):
    """记录到会、开会."""

    came = units_field(_("到会单位"), required=False)
    opening = text_area(
        _("纪要开头"),
        rows=4,
        required=False,
        help_text=_("谁主持、研究了什么；议题和决定自动列在后面。"),
    )

    def set_choices(self) -> None:
        """Those invited; who said that they come is ticked."""
        rows = list(self.row.invitations.all())
        offer_rows(self, "came", Unit.objects.filter(pk__in=[one.unit_id for one in rows]))
        comes = (Attending.COMES, Attending.SENDS)
        known = any(one.present is not None for one in rows)
        self.fields["came"].initial = [
            one.unit_id for one in rows if (one.present if known else one.answer in comes)
        ]
        chair = self.row.body.chair
        usual = _("%(who)s主持召开%(what)s，研究有关事项。") % {
            "who": chair.name if chair else str(self.row.body.office), "what": self.row,
        }  # fmt: skip
        self.fields["opening"].initial = self.row.opening or usual
