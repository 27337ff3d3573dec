"""One form for each verb; fields are named like the action's keywords."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.access import Scope
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.interfaces.desk.forms.base import (
    DeskForm,
    RowForm,
    choose_one,
    day_field,
    offer_rows,
    text_area,
)
from zhuqi.interfaces.shell.forms import Composed
from zhuqi.mechanisms.liaison import queries
from zhuqi.mechanisms.liaison.actions import Need, Promise
from zhuqi.mechanisms.liaison.enums import Basis
from zhuqi.mechanisms.liaison.models import FollowUp, Visit, VisitNeed

# How many needs and promises one form takes; more are added on the page of the visit.
PLACES = (1, 2, 3)
AGREED, NOT_YET = "yes", "no"
CONSENT = ((AGREED, _("企业同意，登记为诉求")), (NOT_YET, _("企业暂不同意上报，先记在走访里")))


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a form that stays folded until it is wanted."""

    title: StrOrPromise
    open: bool
    fields: list[forms.BoundField]


def part_of(form: forms.Form, title: StrOrPromise, *names: str) -> Part:
    """These fields, in sight where something was typed into them or is wrong with them."""
    fields = [form[name] for name in names]
    typed = (one for one in fields if one.errors or (one.value() and one.name not in form.initial))
    return Part(title, any(True for _one in typed), fields)


class PlanForm(DeskForm):
    """计划走访. Who goes there about that day stands above (`near`)."""

    enterprise = forms.ModelChoiceField(Enterprise.objects.none(), label=_("企业"))
    day = day_field(_("哪天去"), required=True, initial=timezone.localdate)
    purpose = text_area(_("走访目的"), rows=2)
    goers = forms.CharField(label=_("同行人员（一个人去不用填）"), required=False)
    basis = choose_one(
        _("当月次数已满还要去的依据"),
        [("", _("没有，按规定次数去")), *Basis.choices],
        required=False,
    )
    why = forms.CharField(label=_("再去的理由"), required=False)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Enterprise.objects.visible_to(scope).filter(pk__in=scope.liaised)
        offer_rows(self, "enterprise", mine.order_by("name", "pk"))

    @property
    def first(self) -> list[forms.BoundField]:
        """What is asked of every plan."""
        return [self[name] for name in ("enterprise", "day", "purpose", "goers")]

    @property
    def parts(self) -> list[Part]:
        """What is asked where the firm has been visited often enough."""
        return [part_of(self, _("当月次数已满，还要去"), "basis", "why")]


def _need_fields() -> dict[str, forms.Field]:
    phone = forms.TextInput({"inputmode": "tel"})
    return {
        "title": forms.CharField(
            label=_("遇到的困难"), help_text=_("一句话，60 字以内。"), required=False
        ),
        "body": text_area(_("具体情况"), rows=4, required=False),
        "wish": forms.CharField(label=_("希望怎样解决"), required=False),
        "reporter_name": forms.CharField(label=_("反映人"), required=False),
        "reporter_phone": forms.CharField(label=_("联系电话"), required=False, widget=phone),
        "consent": choose_one(_("企业意见"), CONSENT, required=False),
    }


def _promise_fields() -> dict[str, forms.Field]:
    return {
        "what": forms.CharField(label=_("答应了什么"), required=False),
        "due": day_field(_("哪天以前办好")),
    }


def _placed(word: str, make: Callable[[], dict[str, forms.Field]]) -> dict[str, forms.Field]:
    fields = ((place, make()) for place in PLACES)
    return {f"{word}{place}_{name}": one for place, made in fields for name, one in made.items()}


_NEEDS, _PROMISES = _placed("need", _need_fields), _placed("promise", _promise_fields)


class RecordForm(RowForm):
    """What was said, and in the same step what is needed and what was promised."""

    composed: ClassVar[Composed] = {"needs": tuple(_NEEDS), "promises": tuple(_PROMISES)}
    day = day_field(_("哪天去的"), required=True)
    present = forms.CharField(label=_("企业在场人员（姓名和职务）"), required=False)
    said = text_area(_("谈了什么"), rows=8, help_text=_("企业的情况和想法；困难在下面逐项记。"))

    def set_choices(self) -> None:
        """It took place on the day planned, or today where it was brought forward. Whoever is the
        firm's contact has most likely said what it needs."""
        self.fields["day"].initial = min(self.row.day, timezone.localdate())
        contact = self.row.enterprise.contacts.first() if self.row.enterprise_id else None
        if contact:
            for place in PLACES:
                self.initial[f"need{place}_reporter_name"] = contact.name
                self.initial[f"need{place}_reporter_phone"] = contact.phone

    def clean(self) -> dict[str, Any]:
        """The needs and promises with something in them; what is left out is complained of."""
        data = super().clean() or self.cleaned_data
        needs = [self._need(place) for place in PLACES if self._filled(f"need{place}")]
        data["needs"] = needs
        data["promises"] = [
            Promise(data.get(f"promise{place}_what", ""), data[f"promise{place}_due"])
            for place in PLACES
            if self._promised(f"promise{place}")
        ]
        return data

    def _filled(self, part: str) -> bool:
        # Who reports stands there already, and says nothing by itself.
        beside = ("_consent", "_reporter_name", "_reporter_phone")
        said = (name for name in self._names(part) if not name.endswith(beside))
        return any(self.cleaned_data.get(name) for name in said)

    def _promised(self, part: str) -> bool:
        if not self._filled(part):
            return False
        if not self.cleaned_data.get(f"{part}_due"):
            if f"{part}_due" not in self.errors:
                self.add_error(f"{part}_due", _("请填写哪天以前办好"))
            return False
        return True

    def _need(self, place: int) -> Need:
        part = f"need{place}"
        said = {name: self.cleaned_data.get(f"{part}_{name}", "") for name in _need_fields()}
        consent = said.pop("consent")
        if not consent and f"{part}_consent" not in self.errors:
            self.add_error(f"{part}_consent", _("请选择企业是否同意上报"))
        return Need(**said, consent=consent == AGREED)

    @property
    def first(self) -> list[forms.BoundField]:
        """What is asked of every visit."""
        return [self[name] for name in ("day", "present", "said")]

    @property
    def parts(self) -> list[Part]:
        """Needs and promises."""
        return [
            *(part_of(self, f"{_('困难')} {n}", *self._names(f"need{n}")) for n in PLACES),
            *(part_of(self, f"{_('后续事项')} {n}", *self._names(f"promise{n}")) for n in PLACES),
        ]

    def _names(self, part: str) -> list[str]:
        return [name for name in self.fields if name.startswith(f"{part}_")]


RecordForm.base_fields |= {**_NEEDS, **_PROMISES}


class AddForm(RecordForm):
    """补充记录: the same, beside what is there."""


class FollowUpForm(RowForm):
    """记后续事项."""

    what = forms.CharField(label=_("答应了什么"), help_text=_("您自己能办的事，如：送政策清单。"))
    due = day_field(_("哪天以前办好"), required=True)


class KeepForm(RowForm):
    """记下暂不上报的困难."""

    title = forms.CharField(label=_("遇到的困难"), help_text=_("一句话，60 字以内。"))
    body = text_area(_("具体情况"), rows=6)
    wish = text_area(_("希望怎样解决"), rows=2, required=False)
    reporter_name = forms.CharField(label=_("反映人"), required=False)
    reporter_phone = forms.CharField(label=_("联系电话"), required=False)


class AgreeForm(RowForm):
    """企业同意上报."""

    need = forms.ModelChoiceField(VisitNeed.objects.none(), label=_("哪一项困难"), empty_label=None)
    reporter_name = forms.CharField(label=_("反映人"))
    reporter_phone = forms.CharField(label=_("联系电话"))
    consent = forms.BooleanField(
        label=_("企业同意登记为诉求"), help_text=_("登记后按时限交办，企业可以查看进度并评价。")
    )

    def set_choices(self) -> None:
        """What was kept, and by whom the first of it was said."""
        kept = self.row.needs.filter(case=None)
        offer_rows(self, "need", kept)
        self.fields["reporter_phone"].widget.attrs["inputmode"] = "tel"
        first, contact = kept.first(), self.row.enterprise.contacts.first()
        said = first if first and first.reporter_phone else None
        if said or contact:
            name, phone = (
                (said.reporter_name, said.reporter_phone) if said else (contact.name, contact.phone)
            )
            self.fields["reporter_name"].initial = name
            self.fields["reporter_phone"].initial = phone


class MergeForm(RowForm):
    """并入别人的走访."""

    into = forms.ModelChoiceField(Visit.objects.none(), label=_("并入哪一次"), empty_label=None)

    def set_choices(self) -> None:
        """What others plan for the same firm, by day and who goes."""
        offer_rows(self, "into", queries.to_merge_into(self.row))
        field = self.fields["into"]
        field.label_from_instance = lambda one: f"{one.day:%Y-%m-%d} {one.visitor.name}"  # type: ignore[attr-defined]


class SettleForm(RowForm):
    """办结后续事项."""

    follow_up = forms.ModelChoiceField(FollowUp.objects.none(), label=_("哪一项"), empty_label=None)
    outcome = forms.CharField(label=_("办理情况"))

    def set_choices(self) -> None:
        """What is still open; the first due is the most likely."""
        offer_rows(self, "follow_up", self.row.follow_ups.filter(done_on=None))
