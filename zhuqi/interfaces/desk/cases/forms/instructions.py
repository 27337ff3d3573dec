"""Forms about a leader's words: instruct, report on it, mark the report read."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Role
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.attachments import rules
from zhuqi.interfaces.desk.cases.forms.verbs import VerbForm
from zhuqi.interfaces.desk.forms.base import choose_one, day_field, several_files, text_area
from zhuqi.interfaces.shell.forms import Composed, TicksInput
from zhuqi.ledgers.cases.instructions.actions import leaders_of, readers_for
from zhuqi.ledgers.cases.models import Instruction

# What leaders ask for most, ready to be chosen with a thumb, and in how many days it is due.
READY: dict[str, tuple[str, int]] = {
    "plan": ("请三日内报方案", 3),
    "site": ("请到企业现场办公，五日内报结果", 5),
    "week": ("请一周内报告进展", 7),
    "month": ("请一个月内办结并报告", 30),
}
OWN = "own"
SCANS = rules.accepted(
    kind for kind in rules.TYPES if kind.startswith("image/") or kind == rules.PDF
)


class InstructForm(VerbForm):
    """批示: text or a photo of the paper; who may read it, what is asked, by when."""

    composed: ClassVar[Composed] = {"requirement": ("ready", "requirement")}
    leader = forms.ModelChoiceField(
        label=_("批示领导"), queryset=User.objects.none(), empty_label=_("请选择")
    )
    text = text_area(_("批示内容"), required=False, rows=4)
    attachments = several_files()
    ready = choose_one(
        _("办理要求"),
        [*((key, words) for key, (words, _days) in READY.items()), (OWN, _("另写"))],
        initial=OWN,
        help_text=_("承办单位看得到这一项。选好一句，就按它的日子要报告。"),
    )
    requirement = text_area(_("另写或补充的要求"), rows=2, required=False)
    due = day_field(_("何时报告"))
    readers = forms.ModelMultipleChoiceField(
        label=_("还有谁可以看批示原文"),
        queryset=User.objects.none(),
        required=False,
        widget=TicksInput(_("人员")),
        help_text=_("没有勾选的人只看到“领导批示件”。"),
    )

    def set_choices(self) -> None:
        """A leader writes in their own name; a deputy and the office say whose words they enter."""
        self.fields["attachments"].label = _("批示件照片或扫描件")
        self.fields["text"].help_text = _("文字和照片有一样即可。")
        self.fields["requirement"].widget.attrs["class"] = "d-short"
        self.fields["attachments"].widget.attrs["accept"] = SCANS
        self.fields["due"].help_text = _("不填则按上面选的一句；另写的，按时限方案。")
        self._set_leader()
        self._offer("readers", readers_for(self.file.aggregate))

    def _set_leader(self) -> None:
        case, scope = self.file.case, self.file.person.scope
        away = [a.user_id for a, unit in scope.away_with(Role.LEADER) if unit == case.office_id]
        if (Role.LEADER, case.office_id) in scope.own.posts:
            del self.fields["leader"]
        elif case.office_id in scope.offices:
            self._offer("leader", leaders_of(case))
        else:
            self._offer("leader", leaders_of(case).filter(pk__in=away))
            self.fields["leader"].initial = away[0] if len(away) == 1 else None
            self.fields["leader"].help_text = _("您代理这位领导，记录里写明“代”。")

    def clean(self) -> dict[str, Any]:
        """A ready sentence goes first and brings its day, unless another is named."""
        data: dict[str, Any] = self.cleaned_data
        if chosen := READY.get(data.get("ready") or ""):
            words, days = chosen
            own = data.get("requirement") or ""
            data["requirement"] = f"{words}。{own}" if own else words
            if "due" in data and data["due"] is None:
                data["due"] = timezone.localdate() + timedelta(days=days)
        return data

    @property
    def readers_chosen(self) -> bool:
        """Whether the list of readers has to be open."""
        return bool(self["readers"].value() or self["readers"].errors)

    def _offer(self, name: str, people: QuerySet[User, User]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 (for the type checker)
        field.queryset = people


class OrdinalForm(VerbForm):
    """Which of several instructions; the only one is not asked for."""

    ordinal = choose_one(_("批示"), [], coerce=int)
    wanted: Instruction.State

    def set_choices(self) -> None:
        """Name them by date, and by leader where one may know."""
        field = self.fields["ordinal"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (for the type checker)
        rows = [row for row in self.file.aggregate.instructions if row.state == self.wanted]
        field.choices = list(self._named(rows))
        if len(rows) == 1:
            field.initial = rows[0].ordinal
            field.widget = forms.HiddenInput()

    def _named(self, rows: Iterable[Instruction]) -> Iterable[tuple[int, str]]:
        user_id = self.file.person.scope.user_id
        for row in rows:
            who = row.leader_name if row.may_be_read_by(user_id) else _("领导批示件")
            yield row.ordinal, f"{who} · {row.requirement[:40]}"


class ReportForm(OrdinalForm):
    """报告批示."""

    wanted = Instruction.State.OPEN
    text = text_area(_("办理情况"), rows=6)
    attachments = several_files()


class MarkReadForm(OrdinalForm):
    """圈阅."""

    wanted = Instruction.State.REPORTED
    remark = text_area(
        _("圈阅意见"), rows=3, required=False, help_text=_("承办单位看得到，企业看不到。")
    )
