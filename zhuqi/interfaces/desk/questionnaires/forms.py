"""One form for each verb; fields are named like the action's keywords."""

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Scope
from zhuqi.foundation.directory.enums import Level, Sector, SizeClass
from zhuqi.foundation.directory.models import Region, Unit
from zhuqi.foundation.directory.queries import regions_under
from zhuqi.interfaces.desk.forms.base import (
    DeskForm,
    RowForm,
    choose_one,
    day_field,
    offer_rows,
    text_area,
)
from zhuqi.interfaces.shell.questions import QuestionsForm
from zhuqi.mechanisms.questionnaires import queries
from zhuqi.mechanisms.questionnaires.enums import QuestionKind
from zhuqi.mechanisms.questionnaires.models import Question
from zhuqi.mechanisms.rosters.models import NamedRoster

_ANY = ("", _("不限"))


class _SurveyForm(DeskForm):
    """What it is for, and whom it goes to."""

    title = forms.CharField(label=_("问卷名称"), help_text=_("如：2026年12月工业企业问题排查。"))
    purpose = text_area(_("调查目的"), rows=3, help_text=_("企业看得到，几句话说清为什么要填。"))
    due = day_field(_("截止日期"), required=True)
    sector = forms.ChoiceField(
        label=_("发给哪个行业"), choices=[_ANY, *Sector.choices], required=False
    )
    size_class = forms.ChoiceField(
        label=_("发给什么规模"), choices=[_ANY, *SizeClass.choices], required=False
    )
    region = forms.ModelChoiceField(
        Region.objects.none(), label=_("发给哪个县区"), required=False, empty_label=_("不限")
    )
    roster = forms.ModelChoiceField(
        NamedRoster.objects.none(), label=_("发给哪份名单"), required=False, empty_label=_("不限")
    )

    def offer(self, codes: list[str], rosters: QuerySet[NamedRoster]) -> None:
        """Counties of one's ground, and rosters one sees."""
        regions = Region.objects.none()
        for code in codes:
            regions = regions | regions_under(code).filter(level=Level.COUNTY)
        offer_rows(self, "region", regions.order_by("code"))
        offer_rows(self, "roster", rosters)


class DraftForm(_SurveyForm):
    """拟定问卷."""

    office = forms.ModelChoiceField(Unit.objects.none(), label=_("活动办"), empty_label=None)
    field_order = ("office",)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = Unit.objects.filter(pk__in=sorted(scope.units(*queries.WRITERS)))
        offer_rows(self, "office", offices.order_by("level", "pk"))
        codes = sorted({one.region.code for one in offices.select_related("region")})
        self.offer(codes, NamedRoster.objects.visible_to(scope).order_by("kind__order", "pk"))


class ReviseForm(RowForm, _SurveyForm):
    """修改说明和发放范围: as it was."""

    def set_choices(self) -> None:
        """What stands there now; rosters of the office itself, and the one chosen."""
        office = self.row.office
        rosters = NamedRoster.objects.filter(office=office)
        if self.row.roster_id:
            rosters = rosters | NamedRoster.objects.filter(pk=self.row.roster_id)
        self.offer([office.region.code], rosters.order_by("kind__order", "pk"))
        for name in _SurveyForm.base_fields:
            self.fields[name].initial = getattr(self.row, name)


class AddForm(RowForm):
    """添加一题."""

    kind = choose_one(_("题型"), QuestionKind.choices, initial=QuestionKind.ONE)
    text = forms.CharField(label=_("题目"))
    options = text_area(
        _("选项"), required=False, help_text=_("选一项、可选多项的填写，一行一个。")
    )
    unit = forms.CharField(
        label=_("数字的单位"), required=False, help_text=_("填数字的填写，如：人、万元、千瓦时。")
    )
    required = forms.BooleanField(label=_("必须回答"), required=False, initial=True)


class RemoveForm(RowForm):
    """删去一题."""

    question = forms.ModelChoiceField(Question.objects.none(), label=_("删去哪一题"))

    def set_choices(self) -> None:
        """Its questions."""
        offer_rows(self, "question", self.row.questions.order_by("place", "pk"))


class PostponeForm(RowForm):
    """延长截止日期."""

    due = day_field(_("延长至"), required=True)


class FillForm(QuestionsForm):
    """代企业填写."""

    choices_css: ClassVar[str] = "d-radio"
