"""Forms that put cases together and take them apart, and the one that ends a case with grounds."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.attachments.models import Attachment
from zhuqi.interfaces.desk.cases.forms.verbs import ReasonForm, VerbForm
from zhuqi.interfaces.desk.forms.base import DeskForm, text_area
from zhuqi.interfaces.shell import wording
from zhuqi.ledgers.cases.models import Case, Topic
from zhuqi.ledgers.cases.topics.merging import candidates, comes_back_to
from zhuqi.ledgers.cases.topics.splitting import files_to_split


class MergeForm(ReasonForm):
    """合并办理."""

    into = forms.TypedChoiceField(label=_("并入哪一件"), coerce=int)
    field_order = ("into", "reason")

    def set_choices(self) -> None:
        """The firm's other open cases in this ledger."""
        super().set_choices()
        field = self.fields["into"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 (for the type checker)
        rows = candidates(self.file.case)
        field.choices = [
            ("", _("请选择")),
            *((case.pk, _line(case)) for case in rows),
        ]
        field.help_text = _("只列出同一企业在本级台账的在办诉求；本件的交办单和时限随之结束。")


def _line(case: Case) -> str:
    when = wording.day(case.submitted_at, weekday=False)
    return f"{case.number} {case.title}（{case.get_state_display()}，{when}）"


class UnmergeForm(ReasonForm):
    """取消合并."""

    def set_choices(self) -> None:
        """Say what state it comes back to before it is done."""
        super().set_choices()
        case = self.file.case
        if case.merged_from:
            self.fields["reason"].help_text = _(
                "取消后回到“%(state)s”；原来的交办单已结束，需要时重新交办。企业看得到理由。"
            ) % {"state": comes_back_to(case).label}


class SplitForm(VerbForm):
    """拆分."""

    title = forms.CharField(label=_("第二件的诉求"), max_length=60)
    body = text_area(
        _("第二件的具体情况"), rows=6, help_text=_("从企业的原文里摘出属于第二件的话。")
    )
    wish = text_area(_("希望怎样解决"), rows=2, required=False)
    papers = forms.ModelMultipleChoiceField(
        label=_("一并带到第二件的附件"),
        queryset=Attachment.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("勾选的也留在本件。"),
    )
    stays = text_area(
        _("本件继续办理什么"), rows=2, help_text=_("一句话说清，企业看得到。本件的原文不改。")
    )

    def set_choices(self) -> None:
        """The firm's own files; none to tick where there are none."""
        rows = files_to_split(self.file.aggregate)
        field = self.fields["papers"]
        assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101 (for the type checker)
        if not rows:
            del self.fields["papers"]
            return
        field.queryset = Attachment.objects.filter(pk__in=[row.pk for row in rows])
        field.choices = [(row.pk, row.name) for row in rows]


class BundleForm(VerbForm):
    """归入共性问题."""

    topic = forms.ModelChoiceField(
        label=_("共性问题"), queryset=Topic.objects.none(), empty_label=_("请选择")
    )

    def set_choices(self) -> None:
        """The office's open topics."""
        field = self.fields["topic"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 (for the type checker)
        field.queryset = Topic.objects.filter(
            office=self.file.case.office_id, closed_at__isnull=True
        )
        rows = list(field.queryset)
        field.choices = [("", field.empty_label), *((row.pk, row.title) for row in rows)]
        field.help_text = (
            _("企业只看到问题的名称；诉求照常逐件办理。")
            if rows
            else _("还没有研究中的共性问题，请先在“共性问题”中新建。")
        )


class TerminateForm(VerbForm):
    """终结."""

    organ = forms.CharField(label=_("终结机关"), max_length=80)
    ground = text_area(_("终结的依据"), rows=5, help_text=_("办理过程、结论和依据；企业看得到。"))
    where_to_go = text_area(
        _("可以去哪里"), rows=3, help_text=_("复议、诉讼、信访等；企业看得到。")
    )

    def set_choices(self) -> None:
        """The organ ends it, never the officer."""
        self.fields["organ"].initial = self.file.case.office.name


class TopicForm(DeskForm):
    """A topic's own fields."""

    title = forms.CharField(label=_("共性问题"), max_length=60)
    summary = text_area(_("情况和研究方向"), rows=5, required=False)


class CloseTopicForm(DeskForm):
    """What came of it."""

    outcome = text_area(_("研究结果"))


class ReopenTopicForm(DeskForm):
    """Why it is looked into again."""

    reason = text_area(_("重新研究的原因"))


class FindCasesForm(DeskForm):
    """Which cases might belong to a topic."""

    text = forms.CharField(
        label=_("查找"),
        required=False,
        max_length=60,
        widget=forms.SearchInput(attrs={"placeholder": _("编号、企业、诉求中的字")}),
    )
