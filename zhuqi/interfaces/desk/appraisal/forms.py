"""One form for each verb; fields are named like the action's keywords."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import OFFICE_ROLES, Scope
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.directory.queries import units_under
from zhuqi.foundation.typed import whole
from zhuqi.interfaces.desk.appraisal import drawing
from zhuqi.interfaces.desk.forms.base import (
    DeskForm,
    RowForm,
    choose_one,
    day_field,
    offer_rows,
    proofs_field,
    text_area,
)
from zhuqi.reporting.appraisal import queries
from zhuqi.reporting.appraisal.actions.merits import KEEPERS
from zhuqi.reporting.appraisal.enums import Better, MeritKind, ReviewState, Span
from zhuqi.reporting.appraisal.models import Award, Review
from zhuqi.reporting.appraisal.schemes import Chosen, plain

# So many months back a review may be begun or tried.
MONTHS_BACK = 24


def months_back(today: date) -> list[tuple[str, str]]:
    """The months up to this one, the newest first: 2026-10-01, 2026年10月."""
    last = today.year * 12 + today.month - 1
    found = [divmod(number, 12) for number in range(last, last - MONTHS_BACK, -1)]
    return [(f"{year}-{month + 1:02d}-01", f"{year}年{month + 1}月") for year, month in found]


def month_field(label: Any, **more: Any) -> forms.TypedChoiceField:
    """A month by its first day."""
    return forms.TypedChoiceField(label=label, coerce=date.fromisoformat, **more)


def points_field(label: Any, **more: Any) -> forms.DecimalField:
    """What may be given or taken, with two decimals at most."""
    return forms.DecimalField(label=label, max_digits=6, decimal_places=2, **more)


def last_month(today: date) -> str:
    """The one that is over."""
    return months_back(today)[1][0]


class BeginForm(DeskForm):
    """拟评: which office, which span, which month it is or holds."""

    office = forms.ModelChoiceField(Unit.objects.none(), label=_("活动办"))
    span = choose_one(_("类别"), Span.choices, initial=Span.MONTH)
    day = month_field(_("月份"), help_text=_("半年评、年终评填其中任一个月。"))

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Unit.objects.filter(pk__in=sorted(scope.units(*OFFICE_ROLES))).order_by("pk")
        offer_rows(self, "office", own)
        today = timezone.localdate()
        self.fields["day"].choices = months_back(today)  # type: ignore[attr-defined]
        usual = {"office": first.pk if (first := own.first()) else None, "day": last_month(today)}
        self.initial = {**usual, **self.initial}


class AwardForm(RowForm):
    """记加减分."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("单位"))
    item = choose_one(_("加减分项"), ())
    points = points_field(_("分值"), help_text=_("填正数，减分项自动扣减；每项合计不超过最高分。"))
    basis = text_area(_("依据"), rows=3, help_text=_("文件名称文号、通报期号等，单位看得到。"))
    proofs = proofs_field(help_text=_("文件、通报的扫描件等，只有本活动办和这个单位看得到。"))

    def set_choices(self) -> None:
        """The units that are ranked, and the items of the review's scheme."""
        chosen = Chosen.of(self.row.edition)
        ranked = [unit.pk for unit, _group in queries.ranked_units(self.row.office, chosen)]
        offer_rows(self, "unit", Unit.objects.filter(pk__in=ranked).order_by("level", "kind", "pk"))
        self.fields["item"].choices = [  # type: ignore[attr-defined]
            (item.code, _words(item.name, item.better, plain(item.points))) for item in chosen.items
        ]


def _words(name: str, better: Better, most: str) -> str:
    sign = drawing.sign_of(better)
    return _now("%(sign)s：%(name)s（最多 %(most)s 分）") % {
        "sign": sign, "name": name, "most": most,
    }  # fmt: skip


class StrikeForm(RowForm):
    """划去加减分."""

    award = forms.ModelChoiceField(Award.objects.none(), label=_("哪一项"), empty_label=None)
    reason = forms.CharField(label=_("原因"))

    def set_choices(self) -> None:
        """What stands."""
        standing = self.row.awards.filter(struck_at=None).select_related("unit").order_by("-pk")
        offer_rows(self, "award", standing)
        chosen = Chosen.of(self.row.edition)
        self.fields["award"].label_from_instance = (  # type: ignore[attr-defined]
            lambda row: f"{row.unit} {chosen.name_of(row.item)} {plain(row.points)}"
        )


class RenewForm(RowForm):
    """更新数据: nothing to fill in."""


class PublishForm(RowForm):
    """公布."""

    note = text_area(
        _("讲评说明"), rows=4, required=False, help_text=_("随排名公布，参评单位都看得到。")
    )


class CorrectForm(RowForm):
    """更正."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("单位"))
    points = points_field(_("分值"), help_text=_("加分填正数，扣分填负数。"))
    basis = text_area(_("更正原因"), rows=3, help_text=_("原来的排名保留，更正列在旁边。"))
    proofs = proofs_field()

    def set_choices(self) -> None:
        """Those that stand in it."""
        standing = Unit.objects.filter(standings__ranking__review=self.row)
        offer_rows(self, "unit", standing.distinct().order_by("pk"))


class AppealForm(DeskForm):
    """申诉: the statement's page names what it is about."""

    review = forms.ModelChoiceField(Review.objects.none(), label=_("讲评"))
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("申诉单位"))
    about = forms.ChoiceField(label=_("对哪一项"))
    text = text_area(_("申诉理由"), rows=6, help_text=_("写明哪里不对、应当怎样，列出依据。"))
    proofs = proofs_field()

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        published = queries.reviews(scope).filter(state=ReviewState.PUBLISHED)
        offer_rows(self, "review", published.order_by("-first", "-pk"))
        units = Unit.objects.filter(pk__in=sorted(queries.own_units(scope)))
        offer_rows(self, "unit", units.order_by("pk"))
        lines = queries.lines_of_statements(scope, self._named("review"))
        self.fields["about"].choices = [(name, name) for name in lines]  # type: ignore[attr-defined]
        if not self.is_bound and (only := units.first()):
            self.initial = {"unit": only.pk, **self.initial}

    def _named(self, field: str) -> int:
        named = str((self.data if self.is_bound else self.initial).get(field, ""))
        return whole(named) or 0


class UpholdForm(RowForm):
    """裁定成立."""

    points = points_field(_("退回分值"))
    decision = text_area(_("裁定理由"), rows=4)

    def set_choices(self) -> None:
        """How much the line has lost."""
        words = _now("这一项失去 %(n)s 分，最多退回这么多；作为更正列出，名次重新排定。")
        self.fields["points"].help_text = words % {"n": plain(queries.lost_by(self.row))}


class RefuseForm(RowForm):
    """裁定不成立."""

    decision = text_area(_("裁定理由"), rows=4, help_text=_("申诉单位看得到。"))


class WithdrawForm(RowForm):
    """撤回申诉: nothing to fill in."""


class MeritForm(DeskForm):
    """登记表彰、问责."""

    office = forms.ModelChoiceField(Unit.objects.none(), label=_("活动办"))
    kind = choose_one(_("类别"), MeritKind.choices, initial=MeritKind.PRAISE)
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("单位"), help_text=_("只登记单位，不登记个人。")
    )
    title = forms.CharField(label=_("事项"))
    text = text_area(_("事由"), rows=4)
    basis = forms.CharField(label=_("依据"), help_text=_("文件名称和文号。"))
    decided_by = forms.CharField(label=_("决定机关"))
    decided_on = day_field(_("决定日期"), required=True)
    proofs = proofs_field(help_text=_("决定文件的扫描件。"))

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = sorted(scope.units(*KEEPERS))
        own = Unit.objects.filter(pk__in=offices).order_by("pk")
        offer_rows(self, "office", own)
        below = units_under(offices).filter(active=True, commandable=True)
        offer_rows(self, "unit", below.order_by("level", "kind", "pk"))
        if first := own.first():
            self.initial = {"office": first.pk, **self.initial}
