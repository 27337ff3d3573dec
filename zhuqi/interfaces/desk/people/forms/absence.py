"""Who is away, from when to when, and who stands in."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.accounts.absences import could_be_away, could_stand_in
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.directory.models import Unit
from zhuqi.interfaces.desk.forms.base import DeskForm
from zhuqi.interfaces.shell.forms import row_choice


class AbsenceForm(DeskForm):
    """请假代理, for oneself, for one's staff (`headed`), or for one person (`only`)."""

    absent = forms.ModelChoiceField(
        label=_("请假人"), queryset=User.objects.none(), empty_label=_("请选择")
    )
    unit = forms.ModelChoiceField(
        label=_("单位"), queryset=Unit.objects.none(), empty_label=_("请选择")
    )
    deputy = forms.ModelChoiceField(
        label=_("代理人"),
        queryset=User.objects.none(),
        empty_label=_("请选择"),
        help_text=_(
            "同一单位在岗、这段时间自己不请假的人。代理期间，他能办请假人的事，记录里写明“代”。"
            "代理不能再转给第三人：请假人正代理别人的，先把那次代理改派。"
        ),
    )
    since = forms.DateField(
        label=_("请假起"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("请假止"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("含当天；过了这天，代理自动结束。"),
    )
    why = forms.CharField(
        label=_("事由"), max_length=200, help_text=_("写到“出差”“休假”即可，代理人看不到。")
    )

    def __init__(self, *args: Any, me: User, units: Sequence[Unit], **kwargs: Any) -> None:
        """`units`: where somebody may be named away; `me` is who is away unless chosen."""
        headed: frozenset[int] = kwargs.pop("headed", frozenset())
        super().__init__(*args, auto_id="away_%s", **kwargs)
        now = timezone.now()
        self.me, self.units = me, list(units)
        staff = {me.pk: me}
        deputies: dict[int, User] = {}
        labels: dict[int, set[str]] = {}
        for unit in self.units:
            if unit.pk in headed:
                staff |= {user.pk: user for user in could_be_away(unit, now)}
            for user in could_stand_in(unit, now):
                deputies[user.pk] = user
                labels.setdefault(user.pk, set()).add(str(unit))
        self._offer("absent", User, [row_choice(u, u.name) for u in staff.values()])
        self._offer("unit", Unit, [row_choice(u, str(u)) for u in self.units])
        several = len(self.units) > 1
        self._offer(
            "deputy",
            User,
            [
                row_choice(
                    u, f"{u.name}（{'、'.join(sorted(labels[u.pk]))}）" if several else u.name
                )
                for u in deputies.values()
                if len(staff) > 1 or u.pk != me.pk
            ],
        )
        if len(staff) == 1:
            del self.fields["absent"]
        else:
            self.fields["absent"].initial = me.pk if me.pk in staff else None
        if not several:
            del self.fields["unit"]
        self.fields["since"].initial = timezone.localdate(now)

    def _offer(
        self, name: str, model: type[User] | type[Unit], pairs: list[tuple[Any, StrOrPromise]]
    ) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 (for the type checker)
        field.queryset = model.objects.filter(pk__in=[pk.value for pk, _label in pairs])
        field.choices = [("", _("请选择")), *pairs]

    @property
    def somebody_can(self) -> bool:
        """False where nobody of the unit could stand in."""
        field = self.fields["deputy"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 (for the type checker)
        return field.queryset is not None and field.queryset.exists()

    def absence(self) -> dict[str, Any]:
        """What `name_deputy` takes, of a valid form."""
        data = self.cleaned_data
        return {
            "absent": data.get("absent") or self.me,
            "deputy": data["deputy"],
            "unit": data.get("unit") or self.units[0],
            "since": data["since"],
            "until": data["until"],
            "why": data["why"],
        }
