"""One form for each verb; fields are named like the action's keywords."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Scope
from zhuqi.foundation.directory.enums import LiaisonKind
from zhuqi.foundation.directory.models import Enterprise, Official, Region, Unit
from zhuqi.foundation.directory.naming import units_like, units_named
from zhuqi.foundation.directory.queries import find_officials, posts_of
from zhuqi.interfaces.desk.forms.base import DeskForm, RowForm, choose_one, day_field, offer_rows
from zhuqi.interfaces.desk.forms.firms import FIRM_HINT, NAMED, firm_meant, several
from zhuqi.mechanisms.adjustments import queries
from zhuqi.mechanisms.adjustments.actions.batches import MOST, USUAL
from zhuqi.mechanisms.adjustments.enums import Way


def _tomorrow() -> Any:
    return timezone.localdate() + timedelta(days=1)


class DraftForm(DeskForm):
    """拟定动态调整."""

    office = forms.ModelChoiceField(Unit.objects.none(), label=_("活动办"), empty_label=None)
    title = forms.CharField(label=_("名称"), help_text=_("如：2026年12月动态调整。"))
    basis = forms.CharField(label=_("调整原因"), help_text=_("如：机构改革、干部轮岗、新增企业。"))
    since = day_field(_("生效日期"), required=True, initial=_tomorrow)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = Unit.objects.filter(pk__in=sorted(scope.units(*queries.WRITERS)))
        offer_rows(self, "office", offices.order_by("level", "pk"))


class ReviseForm(RowForm):
    """修改说明: as it was."""

    title = forms.CharField(label=_("名称"))
    basis = forms.CharField(label=_("调整原因"))
    since = day_field(_("生效日期"), required=True)

    def set_choices(self) -> None:
        """What stands there now."""
        for name in ("title", "basis", "since"):
            self.fields[name].initial = getattr(self.row, name)


class ProposeForm(RowForm):
    """生成建议."""

    most = forms.IntegerField(
        label=_("每名干部最多联系几家"), min_value=1, max_value=MOST, initial=USUAL,
        help_text=_("在不超过这个数的前提下，改动最少；改动同样少的，就近、同行业、各人家数相近的优先。"),
    )  # fmt: skip
    alone = forms.BooleanField(
        label=_("没有助企干部的企业，安排一名"), required=False, initial=True
    )
    left = forms.BooleanField(label=_("助企干部已离岗的，换人"), required=False, initial=True)
    many = forms.BooleanField(
        label=_("联系企业超过上限的，分给别人"), required=False, initial=True,
        help_text=_("领导包联的企业由领导研究决定，不在这里提建议；人工添加、已不采纳的不变。"),
    )  # fmt: skip

    def set_choices(self) -> None:
        """As it was asked last."""
        if self.row.most:
            self.fields["most"].initial = self.row.most


class AddForm(RowForm):
    """添加调整: firm and person by their names."""

    enterprise = forms.CharField(label=_("企业"), help_text=FIRM_HINT)
    kind = choose_one(_("包联身份"), LiaisonKind.choices, initial=LiaisonKind.OFFICIAL)
    way = choose_one(_("怎样调整"), Way.choices, initial=Way.REPLACE)
    who = forms.CharField(
        label=_("由谁联系"), required=False,
        help_text=_("姓名，重名的加上单位，如：王伟 市工信局；包联单位填单位名称。"),
    )  # fmt: skip

    def clean_enterprise(self) -> Enterprise:
        """The one firm of the office's ledger that is meant."""
        mine = Enterprise.objects.filter(office=self.row.office_id)
        none = _("本活动办的台账里没有这家企业")
        return firm_meant(self.cleaned_data["enterprise"], mine, none)

    def clean(self) -> dict[str, Any]:
        """Who is meant, by what they are to be."""
        given = super().clean() or self.cleaned_data
        text, kind = (given.get("who") or "").strip(), given.get("kind")
        near = self.row.office.region
        given["who"] = None
        if text and kind:
            try:
                given["who"] = _unit(text, near) if kind == LiaisonKind.UNIT else _official(text)
            except ValidationError as wrong:
                self.add_error("who", wrong)
        return given


def _official(text: str) -> Official:
    """By name, and by a word of the post where several bear it."""
    name, _space, post = text.partition(" ")
    found = [one for one in find_officials(name) if one.name == name] or find_officials(name)
    posts = posts_of([one.pk for one in found], timezone.localdate())
    if post.strip():
        found = [one for one in found if post.strip() in posts.get(one.pk, "")]
    if len(found) == 1:
        return found[0]
    if not found:
        raise ValidationError(_now("没有找到在岗的“%(text)s”") % {"text": text[:40]})
    names = "、".join(f"{one.name}（{posts.get(one.pk, '')}）" for one in found[:NAMED])
    raise ValidationError(_now("有几位，请加上单位：%(names)s") % {"names": names})


def _unit(text: str, near: Region) -> Unit:
    """By its name, short name or a former one; by a part where that says which."""
    found = units_named(text, near=near) or units_like(text, near=near)
    if len(found) == 1:
        return found[0]
    if not found:
        raise ValidationError(_now("没有找到单位“%(text)s”") % {"text": text[:40]})
    raise ValidationError(several([one.name for one in found]))


class ReverseForm(RowForm):
    """拟定撤销: from which day on."""

    since = day_field(_("从哪天起恢复"), required=True)

    def set_choices(self) -> None:
        """The day after it took effect, or tomorrow."""
        after = self.row.since + timedelta(days=1)
        self.fields["since"].initial = max(after, _tomorrow())
