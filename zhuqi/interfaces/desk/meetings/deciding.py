"""Forms of items and decisions; fields are named like the actions' keywords."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Scope
from zhuqi.foundation.directory.models import Unit
from zhuqi.interfaces.desk.forms.base import (
    DeskForm,
    RowForm,
    choose_one,
    day_field,
    offer_rows,
    proofs_field,
    text_area,
)
from zhuqi.interfaces.desk.meetings.forms import units_field
from zhuqi.interfaces.shell.forms import PickInput, TicksInput
from zhuqi.ledgers.cases.models import Case, Topic
from zhuqi.ledgers.cases.numbers import parse
from zhuqi.mechanisms.meetings import queries
from zhuqi.mechanisms.meetings.actions.bodies import advisers_on
from zhuqi.mechanisms.meetings.enums import ASKS_WORK, TO_COME, DecisionKind
from zhuqi.mechanisms.meetings.models import Adviser, Body, Meeting

# Items --------------------------------------------------------------------------------------------


class PutForm(DeskForm):
    """提出议题."""

    body = forms.ModelChoiceField(Body.objects.none(), label=_("会议机构"))
    title = forms.CharField(label=_("议题"), max_length=120, help_text=_("不写企业名称。"))
    text = text_area(_("情况和建议"), rows=6, help_text=_("参会单位看得到。"))
    case = forms.CharField(
        label=_("诉求编号"), max_length=24, required=False, help_text=_("为一件诉求提的，填编号。")
    )
    topic = forms.ModelChoiceField(
        Topic.objects.none(), label=_("共性问题"), required=False, widget=PickInput
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._scope = scope
        there = queries.putting(scope, timezone.localdate())
        offer_rows(self, "body", there)
        if not there:
            self.fields["body"].help_text = _now("还没有可以提议题的会议机构，由活动办先设。")
        offer_rows(self, "topic", queries.topics(scope))

    def clean_case(self) -> Case | None:
        """The case of that number, where one sees it."""
        typed = self.cleaned_data["case"]
        if not typed:
            return None
        rows = Case.objects.visible_to(self._scope).filter(number=parse(typed) or "")
        if (found := rows.first()) is None:
            raise forms.ValidationError(_("没有这个编号的诉求，或您看不到"))
        return Case.objects.get(pk=found.pk)


class ReviseItemForm(RowForm):
    """修改议题."""

    title = forms.CharField(label=_("议题"), max_length=120)
    text = text_area(_("情况和建议"), rows=8)

    def set_choices(self) -> None:
        """As it stands."""
        self.fields["title"].initial, self.fields["text"].initial = self.row.title, self.row.text


class ScheduleForm(RowForm):
    """列入议程."""

    meeting = forms.ModelChoiceField(Meeting.objects.none(), label=_("哪次会议"), empty_label=None)

    def set_choices(self) -> None:
        """Those of the body that are to come, the next first."""
        rows = Meeting.objects.filter(body=self.row.body_id, state__in=sorted(TO_COME))
        offer_rows(self, "meeting", rows.select_related("body").order_by("at", "pk"))
        field = self.fields["meeting"]
        field.label_from_instance = _day_of  # type: ignore[attr-defined]


def _day_of(meeting: Any) -> str:
    return f"{timezone.localtime(meeting.at):%Y-%m-%d %H:%M} {meeting}"


class ConsultForm(RowForm):
    """请专家顾问提意见."""

    advisers = forms.ModelMultipleChoiceField(
        Adviser.objects.none(),
        label=_("请谁提意见"),
        widget=TicksInput(_("人员")),
        help_text=_("从这时起，他们看得到这项议题；诉求本身仍按各人的权限。"),
    )

    def set_choices(self) -> None:
        """Those of the body now who were not asked."""
        asked = {one.user_id for one in self.row.opinions.all()}
        left = [
            one.pk
            for one in advisers_on(self.row.body, timezone.localdate())
            if one.user_id not in asked
        ]
        offer_rows(self, "advisers", Adviser.objects.filter(pk__in=left).select_related("user"))


class OpineForm(RowForm):
    """提书面意见."""

    opinion = text_area(_("书面意见"), rows=10, help_text=_("提出后不能再改，列入会议纪要。"))


class StateForm(RowForm):
    """记录表态."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("发言单位"))
    statement = text_area(_("表态发言"), rows=4)

    def set_choices(self) -> None:
        """Those invited to its meeting."""
        if self.row.meeting:
            there = self.row.meeting.invitations.order_by().values("unit")
            offer_rows(self, "unit", Unit.objects.filter(pk__in=there))


class _WorkForm(RowForm):
    text = text_area(_("决定内容"), rows=4)
    to_firm = text_area(
        _("给企业的答复"), rows=3, required=False,
        help_text=_("企业看得到，写平常话；不写的，企业只看到研究的结果和期限。"),
    )  # fmt: skip
    lead = forms.ModelChoiceField(
        Unit.objects.none(), label=_("牵头单位"), required=False, widget=PickInput
    )
    co_units = units_field(_("配合单位"), required=False)
    due = day_field(_("完成期限"))

    def offer(self, body: Body) -> None:
        """Units a meeting of the body can give something to."""
        for name in ("lead", "co_units"):
            offer_rows(self, name, queries.answering(body))


class DecideForm(_WorkForm):
    """记录决定."""

    kind = choose_one(_("决定"), DecisionKind.choices, initial=DecisionKind.WORK)
    settle = forms.BooleanField(
        label=_("同时裁定这件诉求的争议"),
        required=False,
        help_text=_("牵头单位就是提出异议的单位，为维持交办；是别的单位，改派给它。"),
    )
    field_order = ("kind",)

    def set_choices(self) -> None:
        """Whether there is something to settle, too."""
        self.offer(self.row.body)
        self.fields["lead"].help_text = _("交办、出台政策的必填，配合单位和期限也只对这两种。")
        case = self.row.case
        if case is None or not case.disputed or case.office_id != self.row.body.office_id:
            del self.fields["settle"]


# Decisions ----------------------------------------------------------------------------------------


class ProgressForm(RowForm):
    """报进展."""

    text = text_area(_("落实进展"), rows=6)


class ReportForm(RowForm):
    """报告落实."""

    result = text_area(_("落实情况"), rows=8)
    proofs = proofs_field()


class AcceptForm(RowForm):
    """认定落实."""

    reason = forms.CharField(label=_("怎样核实的"))


class ReturnForm(RowForm):
    """退回继续落实."""

    reason = forms.CharField(label=_("还差什么"))
    due = day_field(_("新的期限"), required=True)


class ReviseDecisionForm(_WorkForm):
    """修改决定."""

    def set_choices(self) -> None:
        """As it stands."""
        self.offer(self.row.meeting.body)
        for name in ("text", "to_firm", "lead", "due"):
            self.fields[name].initial = getattr(self.row, name)
        self.fields["co_units"].initial = [one.unit_id for one in self.row.co_units.all()]
        if self.row.kind not in ASKS_WORK:
            for name in ("lead", "co_units", "due"):
                self.fields[name].disabled = True


class TellForm(RowForm):
    """答复企业."""

    to_firm = text_area(
        _("给企业的答复"), rows=6,
        help_text=_("每家企业在自己的诉求上看到，并收到通知；已经答复过的不再发。"),
    )  # fmt: skip

    def set_choices(self) -> None:
        """What was written with the decision."""
        self.fields["to_firm"].initial = self.row.to_firm
