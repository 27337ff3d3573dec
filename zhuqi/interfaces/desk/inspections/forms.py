"""One form for each verb; fields are named like the action's keywords."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Scope
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.attachments.models import Attachment
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.directory.queries import posts_of
from zhuqi.interfaces.desk.forms.base import (
    DeskForm,
    RowForm,
    choose_one,
    day_field,
    offer_rows,
    proofs_field,
    text_area,
)
from zhuqi.interfaces.shell.forms import FilesField, PapersInput, TicksInput, row_choice
from zhuqi.mechanisms.inspections import queries
from zhuqi.mechanisms.inspections.actions.visits import MOST_PHOTOS, OBJECT
from zhuqi.mechanisms.inspections.enums import Result
from zhuqi.mechanisms.inspections.models import ChecklistItem, InspectionRound
from zhuqi.mechanisms.inspections.rules import LONGEST_LIMIT, USUAL_LIMIT

# Rounds ------------------------------------------------------------------------------------------


def _items(**more: Any) -> forms.CharField:
    hint = _("一行一项，每家单位都按这些内容检查。")
    return text_area(_("检查内容"), rows=10, help_text=hint, **more)


class PlanForm(DeskForm):
    """拟定督导检查."""

    office = forms.ModelChoiceField(Unit.objects.none(), label=_("组织单位"), empty_label=None)
    title = forms.CharField(label=_("名称"), help_text=_("如：2026年上半年督导检查。"))
    basis = forms.CharField(label=_("检查依据"), help_text=_("文件、会议或领导批示。"))
    since = day_field(_("开始日期"), required=True, initial=timezone.localdate)
    until = day_field(_("结束日期"), required=True)
    copy_from = forms.ModelChoiceField(
        InspectionRound.objects.none(),
        label=_("沿用哪一轮的检查内容"),
        required=False,
        help_text=_("选了，下面的检查内容可以不填。"),
    )
    items = _items(required=False)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = Unit.objects.filter(pk__in=sorted(scope.units(*queries.WRITERS)))
        offer_rows(self, "office", offices.order_by("level", "pk"))
        offer_rows(self, "copy_from", queries.own_rounds(scope).order_by("-since", "-pk"))


class ReviseForm(RowForm):
    """修改方案: as it was."""

    title = forms.CharField(label=_("名称"))
    basis = forms.CharField(label=_("检查依据"))
    since = day_field(_("开始日期"), required=True)
    until = day_field(_("结束日期"), required=True)
    items = _items()

    def set_choices(self) -> None:
        """What stands there now."""
        for name in ("title", "basis", "since", "until"):
            self.fields[name].initial = getattr(self.row, name)
        self.fields["items"].initial = "\n".join(one.text for one in self.row.items.all())


class TeamForm(RowForm):
    """定检查组."""

    members = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=_("检查组成员"),
        widget=TicksInput(_("人员")),
        help_text=_("可以从本级单位抽调；在被查单位任职的人，系统不让他去查本单位。"),
    )

    def set_choices(self) -> None:
        """Whoever may be, with what they are."""
        field = self.fields["members"]
        assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101 (for the type checker)
        field.queryset = queries.candidates(self.row.office)
        people = list(field.queryset)
        officials = [one.official_id for one in people if one.official_id]
        posts = posts_of(officials, timezone.localdate())
        field.choices = [row_choice(one, _named(one, posts)) for one in people]
        field.initial = list(self.row.team.values_list("user", flat=True))


def _named(user: User, posts: dict[int, str]) -> str:
    post = posts.get(user.official_id or 0, "")
    return f"{user.name}（{post}）" if post else user.name


class AddForm(RowForm):
    """安排被查单位: several on one day."""

    day = day_field(_("哪天去"), required=True)
    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        label=_("被查单位"),
        widget=TicksInput(_("单位")),
        help_text=_(
            "同一天去的一起选。不能直接交办的单位不列入督导检查，发现的问题涉及它们的发商请函。"
        ),
    )

    def set_choices(self) -> None:
        """Those not in the round yet; the first day that is still to come."""
        today = timezone.localdate()
        self.fields["day"].initial = min(max(today, self.row.since), self.row.until)
        field = self.fields["units"]
        assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101 (for the type checker)
        there = self.row.visits.order_by().values("unit")
        field.queryset = queries.inspectable(self.row.office).exclude(pk__in=there)
        field.label_from_instance = _full_name  # type: ignore[assignment]


def _full_name(unit: Any) -> str:
    name: str = unit.name
    return name


# The inspection of one unit ----------------------------------------------------------------------


def _photos() -> FilesField:
    """Where they were taken is nobody's business."""
    words = _("不是每项都要拍；拍资料、场所，不拍人。")
    return FilesField(
        label=_("照片"), required=False, help_text=words, widget=PapersInput(MOST_PHOTOS)
    )


class AnswerForm(RowForm):
    """逐项检查: one thing on the checklist, the next without a result where none is named."""

    item = forms.ModelChoiceField(ChecklistItem.objects.none(), label=_("检查内容"))
    result = choose_one(_("检查结果"), Result.choices)
    remark = text_area(_("情况说明"), rows=3, required=False, help_text=_("不符合的必填。"))
    photos = _photos()

    def set_choices(self) -> None:
        """The thing it is about stands above the choice, with what was said of it before."""
        items = self.row.round.items.all()
        offer_rows(self, "item", items)
        listed = list(items)
        answers = {one.item_id: one for one in self.row.answers.all()}
        named = str(self.data.get("item") if self.is_bound else self.initial.get("item", ""))
        left = [one for one in listed if one.pk not in answers]
        item = next((one for one in listed if str(one.pk) == named), (left or listed)[0])
        field, result = self.fields["item"], self.fields["result"]
        field.widget = forms.HiddenInput()
        self.initial["item"] = field.initial = item.pk
        result.label = item.text
        last = len(left) <= 1
        self.button = _now("保存") if last else _now("保存，下一项")
        words = {"n": item.ordinal, "all": len(listed), "left": len(left)}
        result.help_text = _now("第 %(n)s 项，共 %(all)s 项；还有 %(left)s 项没有填") % words
        if before := answers.get(item.pk):
            result.initial, self.fields["remark"].initial = before.result, before.remark


class FindForm(RowForm):
    """记录问题."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("责任单位"), empty_label=None,
        help_text=_("问题涉及其他单位的，选那个单位；不能直接交办的单位发商请函。"),
    )  # fmt: skip
    item = forms.ModelChoiceField(
        ChecklistItem.objects.none(), label=_("对应的检查内容"), required=False
    )
    text = text_area(_("发现的问题"), rows=5, help_text=_("写清事实，不点企业和个人的名字。"))
    photos = _photos()

    def set_choices(self) -> None:
        """The unit, what is below it, then others; what was said of the thing on the checklist."""
        offer_rows(self, "unit", queries.concerned(self.row))
        self.fields["unit"].initial = self.row.unit_id
        offer_rows(self, "item", self.row.round.items.all())
        named = str(self.initial.get("item", ""))
        said = {str(one.item_id): one.remark for one in self.row.answers.all()}
        if named in said:
            self.fields["text"].initial = said[named]


class FinishForm(RowForm):
    """完成检查."""

    summary = text_area(_("总的情况"), rows=5, required=False, help_text=_("被查单位看得到。"))

    def set_choices(self) -> None:
        """What was said before it was opened again."""
        self.fields["summary"].initial = self.row.summary


class MoveForm(RowForm):
    """改期."""

    day = day_field(_("改到哪天"), required=True)

    def set_choices(self) -> None:
        """The day it is on."""
        self.fields["day"].initial = self.row.day


class TakeOffForm(RowForm):
    """移除照片."""

    photo = forms.ModelChoiceField(Attachment.objects.none(), label=_("哪张照片"), empty_label=None)
    reason = forms.CharField(label=_("移除原因"))

    def set_choices(self) -> None:
        """Those that lie on it."""
        rows = Attachment.objects.filter(object_type=OBJECT, object_id=self.row.pk, removed_at=None)
        offer_rows(self, "photo", rows.order_by("pk"))


# What was found ----------------------------------------------------------------------------------


def _limit() -> forms.IntegerField:
    return forms.IntegerField(
        label=_("几个工作日内整改"), min_value=1, max_value=LONGEST_LIMIT, initial=USUAL_LIMIT
    )


class DraftForm(RowForm):
    """拟整改通知; the signer may alter it."""

    demand = text_area(
        _("整改要求"), rows=6, help_text=_("问题已写在通知里，这里写怎么改、改到什么程度。")
    )
    limit = _limit()

    def set_choices(self) -> None:
        """As it was drafted; a body that can't be commanded is asked."""
        if self.row.request:
            self.fields["demand"].label = _now("商请事项")
            self.fields["demand"].help_text = _now("问题已写在函里，这里写商请协助什么。")
            self.fields["limit"].label = _now("请在几个工作日内函复")
        self.fields["demand"].initial = self.row.demand
        self.fields["limit"].initial = self.row.limit or USUAL_LIMIT


class ReplyForm(RowForm):
    """回复整改情况."""

    reply = text_area(_("整改情况"), rows=8, help_text=_("改了什么、怎样防止再犯。"))
    proofs = proofs_field()


class _RecheckForm(RowForm):
    day = day_field(_("复查日期"), required=True, initial=timezone.localdate)
    remark = text_area(_("复查情况"), rows=4)


class PassForm(_RecheckForm):
    """复查通过、销号."""


class FailForm(_RecheckForm):
    """复查未通过: with a new limit."""

    limit = _limit()
