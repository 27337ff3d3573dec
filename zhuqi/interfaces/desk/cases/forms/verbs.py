"""One form for each verb. Lengths and sense are judged by the verb itself, once."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.enums import Sector
from zhuqi.foundation.directory.models import Item, Tag, Unit
from zhuqi.foundation.directory.privacy import mask_phone
from zhuqi.foundation.workdays import Unit as TimeUnit
from zhuqi.interfaces.desk.cases.rows import calls_of
from zhuqi.interfaces.desk.forms.base import (
    DeskForm,
    choose_one,
    day_field,
    several_files,
    text_area,
)
from zhuqi.interfaces.desk.forms.choices import Group, items_by_group, units_by_region
from zhuqi.interfaces.shell.forms import TicksInput
from zhuqi.ledgers.cases.enums import (
    CaseRole,
    Disposition,
    Kind,
    Nature,
    Rank,
    Satisfaction,
    Tier,
    Urgency,
    Verdict,
)
from zhuqi.ledgers.cases.handover.workload import could_handle
from zhuqi.ledgers.cases.models import Boundary, Draft
from zhuqi.ledgers.cases.reading.case_view import CaseView
from zhuqi.ledgers.cases.reading.fields import Field
from zhuqi.ledgers.cases.suggestions import LikelyItem, LikelyUnit, likely_items, likely_units

# So many of the words it was found by are shown beside a proposed item.
_WORDS_NAMED = 3


class VerbForm(DeskForm):
    """A form about one case, which it may look at for its defaults."""

    def __init__(self, *args: Any, file: CaseView, **kwargs: Any) -> None:
        self.file = file
        super().__init__(*args, **kwargs)
        self.set_choices()

    def set_choices(self) -> None:
        """Set choices and defaults from the case."""


class ReasonForm(VerbForm):
    """A reason, as the verb's page words it."""

    asks_for = "reason"
    reason = text_area(_("原因"))


class StrikeOffForm(ReasonForm):
    """销号."""

    def set_choices(self) -> None:
        """Only silence has to be explained."""
        super().set_choices()
        case = self.file.case
        if (case.verdict or case.rating_refused_at) and not self.data.get("reason"):
            del self.fields["reason"]


class RedoForm(ReasonForm):
    """重办, with the office's finding."""

    liable = choose_one(
        _("责任认定"),
        [("", _("不认定")), ("yes", _("有责")), ("no", _("无责"))],
        required=False,
        coerce={"yes": True, "no": False}.get,
        empty_value=None,
    )
    field_order = ("reason", "liable")


class TextForm(VerbForm):
    """A text of the unit's own, as the verb's page words it."""

    asks_for = "text"
    text = text_area(_("内容"))


class TextAndFilesForm(TextForm):
    """A text with attachments."""

    attachments = several_files()


class TagForm(VerbForm):
    """标签."""

    tags = forms.ModelMultipleChoiceField(
        label=_("标签"),
        queryset=Tag.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def set_choices(self) -> None:
        """Those in use; listed are those the case has not, so that a tag it has does no harm."""
        had = {tag.pk for tag in self.file.tags}
        usable = Tag.objects.filter(active=True, for_cases=True)
        if not self.offer_tags(usable, [tag for tag in usable if tag.pk not in had]):
            self.fields["tags"].help_text = _(
                "没有可贴的标签；标签由系统管理员在“基础数据”中建立。"
            )

    def offer_tags(self, known: QuerySet[Tag], listed: Sequence[Tag]) -> bool:
        """Take any of the known, show the listed; False if there is none to show."""
        field = self.fields["tags"]
        assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101 (for the type checker)
        field.queryset = known
        field.choices = [(tag.pk, tag.name) for tag in listed]
        return bool(listed)


class UntagForm(TagForm):
    """去标签."""

    def set_choices(self) -> None:
        """Those the case has are listed; to take off what it has not changes nothing."""
        self.offer_tags(Tag.objects.all(), self.file.tags)


class SignForm(VerbForm):
    """签收."""

    handler_phone = forms.CharField(
        label=_("经办人电话"),
        max_length=30,
        required=False,
        help_text=_("企业和活动办用它找您。"),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )

    def set_choices(self) -> None:
        """A co-unit only takes its sheet; the lead's handler is the one to call."""
        if CaseRole.LEAD not in self.file.case_roles:
            del self.fields["handler_phone"]


class HandOverForm(VerbForm):
    """移交经办: to another handler of the lead unit."""

    to = forms.ModelChoiceField(
        label=_("接办人"), queryset=User.objects.none(), empty_label=_("请选择")
    )
    reason = text_area(_("移交原因"), rows=2, help_text=_("企业看得到新的经办人，看不到原因。"))

    def set_choices(self) -> None:
        """Everyone of the unit who may handle, but the handler."""
        case = self.file.case
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 (for the type checker)
        field.queryset = could_handle(case.lead_unit_id or 0).exclude(pk=case.handler)


class AnswerForm(VerbForm):
    """提交答复."""

    text = text_area(_("答复意见"), rows=10, help_text=_("活动办审核通过后，企业会看到全文。"))
    disposition = choose_one(_("办理结果"), Disposition.choices, coerce=Disposition)
    signed_by = forms.CharField(
        label=_("签发人"),
        max_length=40,
        help_text=_("一般事项由分管领导签发；复杂、重大事项或未解决的，由主要负责人签发。"),
    )
    scan = several_files()
    attachments = several_files()

    def set_choices(self) -> None:
        """The unit's own leader most often signs; a scan proves it where the office asks. A draft
        sent back is written on from where it stood."""
        returned_draft(self)
        self.fields["scan"].label = _("签发件扫描件")
        self.fields["scan"].help_text = _(
            "签过字的答复或呈批件。不是由应签发的人本人提交的必须上传；也可以点“送签答复”在线签发。"
        )
        if demanded := self._demanded():
            self.fields["signed_by"].help_text = demanded
        else:
            del self.fields["scan"]
        unit = self.file.case.lead_unit
        sheets = [a.unit for a in self.file.assignments if unit and a.unit_id == unit.pk]
        if sheets and sheets[0].leader:
            self.fields["signed_by"].initial = sheets[0].leader.name

    def _demanded(self) -> str:
        """Who has to sign which result of this case by the office's scheme; "" without one."""
        named: dict[Rank, list[str]] = {}
        for disposition in Disposition:
            if (rank := self.file.change.needed_rank(disposition)) is not None:
                named.setdefault(rank, []).append(str(disposition.label))
        if len(named) == 1:
            return _("本件须由%(rank)s签发。") % {"rank": next(iter(named)).label}
        return "；".join(
            _("%(results)s的，由%(rank)s签发") % {"results": "、".join(some), "rank": rank.label}
            for rank, some in named.items()
        )


def returned_draft(form: VerbForm) -> None:
    """Text and result of a draft that was sent back, and what was said of it."""
    drafts = form.file.aggregate.drafts
    if drafts and drafts[-1].state == Draft.State.RETURNED:
        form.fields["text"].initial = drafts[-1].text
        form.fields["disposition"].initial = drafts[-1].disposition
        said = _("上次退回：%(reason)s")
        form.fields["text"].help_text = said % {"reason": drafts[-1].return_reason}


class CompleteForm(VerbForm):
    """办结."""

    effect_money = forms.DecimalField(
        label=_("涉及资金（万元）"), required=False, min_value=0, max_digits=14, decimal_places=2
    )
    effect_staff = forms.IntegerField(
        label=_("惠及员工（人）"), required=False, min_value=0, max_value=9_999_999
    )


class RateByPhoneForm(VerbForm):
    """电话回访评价."""

    spoken_to = forms.CharField(label=_("接听人"), max_length=40)
    verdict = choose_one(_("企业说解决了吗"), Verdict.choices, coerce=Verdict)
    satisfaction = choose_one(_("满意程度"), Satisfaction.choices, coerce=Satisfaction)
    comment = text_area(
        _("企业意见"), required=False, help_text=_("没有完全解决的，写明还有什么没解决。")
    )

    def set_choices(self) -> None:
        """Whom to call, and what to say: whoever rings up has both before the eyes."""
        case = self.file.case
        if case.redaction is not None:
            return
        opened = Field.PHONES in self.file.fields
        phone = case.reporter_phone if opened else mask_phone(case.reporter_phone)
        self.fields["spoken_to"].help_text = _(
            "打给%(who)s %(phone)s。可以这样说：“您好，我是%(office)s的，您反映的“%(title)s”"
            "已经办结，想听您说一句：解决了吗？您满意吗？还有什么没解决？”"
        ) % {"who": case.reporter, "phone": phone, "office": case.office, "title": case.title}
        if said := calls_of(case):
            self.fields["spoken_to"].help_text = f"{said}。{self.fields['spoken_to'].help_text}"


class CallAgainForm(ReasonForm):
    """没打通，再约时间."""

    day = day_field(_("哪天再打"), required=True)
    at = forms.TimeField(
        label=_("几点再打"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    reason = text_area(_("没打通的情况"), rows=2, required=False)
    field_order = ("day", "at", "reason")

    def set_choices(self) -> None:
        """The next working day at the same hour is the most likely, where somebody is there."""
        days, now = self.file.aggregate.calendar, timezone.localtime(self.file.now)
        next_day = days.due(now, 1, TimeUnit.WORKING_DAY)
        again = days.effective_start(next_day.replace(hour=now.hour, minute=0))
        self.fields["day"].initial, self.fields["at"].initial = again.date(), again.time()
        self.fields["reason"].help_text = _("如无人接听、占线、关机；没有可写的可以不填。")


class CarryForm(VerbForm):
    """挂账."""

    until = forms.DateField(
        label=_("下次复核日期"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reason = text_area(_("挂账原因和下一步"))


def behind(label: StrOrPromise, **more: Any) -> forms.ModelChoiceField:  # type: ignore[type-arg]
    """Whose matter it is besides: a boundary in use, or none."""
    return forms.ModelChoiceField(
        label=label,
        queryset=Boundary.objects.filter(active=True),
        required=False,
        empty_label=_("不涉及"),
        **more,
    )


class DeclineForm(VerbForm):
    """不予受理: the organ, the ground, where to go instead."""

    organ = forms.CharField(label=_("答复机关"), max_length=80)
    boundary = behind(_("边界"))
    ground = text_area(_("不予受理的依据"), rows=5)
    where_to_go = text_area(_("可以去哪里办"), rows=3)

    def set_choices(self) -> None:
        """The organ answers, never the officer."""
        self.fields["organ"].initial = self.file.case.office.name


def _offered_items() -> QuerySet[Item]:
    return Item.objects.filter(active=True, parent__isnull=False)


class AcceptForm(VerbForm):
    """受理: what kind of thing this is."""

    kind = choose_one(_("类型"), Kind.choices, initial=Kind.HELP, coerce=Kind)
    tier = choose_one(_("难易"), Tier.choices, initial=Tier.ORDINARY, coerce=Tier)
    nature = choose_one(_("性质"), Nature.choices, initial=Nature.INDIVIDUAL, coerce=Nature)
    urgency = choose_one(_("紧急程度"), Urgency.choices, initial=Urgency.NORMAL, coerce=Urgency)
    sector = forms.ChoiceField(label=_("行业台账"), choices=Sector.choices)
    boundary = behind(_("边界"))
    item = forms.ModelChoiceField(
        label=_("事项"), queryset=Item.objects.none(), empty_label=_("请选择")
    )

    @cached_property
    def listed_items(self) -> list[Item]:
        """Every item there is to choose; asked for when the form is drawn."""
        return list(_offered_items().select_related("parent"))

    @cached_property
    def likely_items(self) -> Sequence[LikelyItem]:
        """What the firm's words suggest where nobody has chosen yet."""
        case = self.file.case
        if case.item_id or self.is_bound:
            return ()
        return likely_items(self.listed_items, case.title, case.body)

    def set_choices(self) -> None:
        """The firm says which sector; its words suggest the item."""
        case = self.file.case
        field = self.fields["item"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 (for the type checker)
        field.queryset = _offered_items()
        field.choices = lambda: [("", _("请选择")), *items_by_group(self.listed_items)]
        self.fields["sector"].initial = case.sector or Sector.OTHER
        field.initial = case.item_id
        if likely := self.likely_items:
            field.initial = likely[0].item.pk
            field.help_text = _("按诉求中的“%(words)s”推测，请核对。") % {
                "words": "、".join(likely[0].words[:_WORDS_NAMED])
            }
        for name in ("kind", "tier", "nature", "urgency"):
            self.fields[name].initial = getattr(case, name) or self.fields[name].initial


def offered_units(
    file: CaseView, first: Sequence[Unit] = (), but: Collection[int] = ()
) -> list[Group]:
    """Units a case of this ledger may be assigned to, by region, those named `first` ahead of all;
    sections get theirs from their unit."""
    case, units = file.case, [unit for unit in file.assignable_units if unit.pk not in but]
    likely = [unit for unit in first if unit in units]
    return units_by_region(units, likely, case.region, case.office.region.code)


def likely_to_lead(file: CaseView, item: Item | None) -> Sequence[LikelyUnit]:
    """Who is proposed for the matter; nobody who has to keep away."""
    recused = {r.unit_id for r in file.aggregate.recusals if r.in_force and r.unit_id}
    return likely_units(file.case, item, keep_away=recused) if item else ()


def choose_among(field: forms.Field, groups: Callable[[], Sequence[Group]]) -> None:
    """Offer these units; of any other the verb says why not. They are asked for when the form is
    drawn: what was sent is judged without."""
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 (for the type checker)
    field.queryset = Unit.objects.select_related("region")
    several = isinstance(field, forms.ModelMultipleChoiceField)
    field.choices = groups if several else lambda: [("", _("请选择")), *groups()]


class AssignForm(VerbForm):
    """交办: who leads, who helps, and what is asked of them."""

    lead = forms.ModelChoiceField(
        label=_("主办单位"), queryset=Unit.objects.none(), empty_label=_("请选择")
    )
    co = forms.ModelMultipleChoiceField(
        label=_("协办单位"),
        queryset=Unit.objects.none(),
        required=False,
        widget=TicksInput(_("单位")),
    )
    part = forms.ModelMultipleChoiceField(
        label=_("分办单位"),
        queryset=Unit.objects.none(),
        required=False,
        widget=TicksInput(_("单位")),
        help_text=_("各答各的一部分，由主办单位汇总。"),
    )
    requirement = text_area(_("办理要求"), rows=3, required=False)

    def __init__(self, *args: Any, for_item: Item | None = None, **kwargs: Any) -> None:
        self.for_item = for_item
        super().__init__(*args, **kwargs)

    @cached_property
    def likely_units(self) -> Sequence[LikelyUnit]:
        """Who is proposed to lead, for the item that was sent where one was."""
        sent = getattr(self, "cleaned_data", {}).get("item")
        return likely_to_lead(self.file, self.for_item or sent or self.file.case.item)

    @cached_property
    def offered(self) -> list[Group]:
        """Every unit there is to choose, those proposed ahead of all."""
        return offered_units(self.file, [one.unit for one in self.likely_units])

    def set_choices(self) -> None:
        """Units proposed for the item come first, the likeliest of them chosen."""
        for name in ("lead", "co", "part"):
            choose_among(self.fields[name], lambda: self.offered)
        if not self.is_bound and self.likely_units:
            self.fields["lead"].initial = self.likely_units[0].unit.pk
