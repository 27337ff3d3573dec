"""办理去向: what kind of case goes where, and which offices go by which scheme."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.desk.forms.editions import EditionForm
from zhuqi.interfaces.desk.tables.scheme_pages import SchemePages
from zhuqi.interfaces.shell import event_words
from zhuqi.interfaces.shell.event_words import ObjectWords, RowNames
from zhuqi.mechanisms.meetings.models import RoutingEdition, RoutingScheme
from zhuqi.mechanisms.meetings.routing.enums import Matter, Route
from zhuqi.mechanisms.meetings.routing.schemes import MOST_CASES, ROUTES, Way


def _field(matter: Matter) -> str:
    """How many make a problem common has a field of its own."""
    return f"to_{matter}"


class RoutingForm(EditionForm):
    """A choice for each kind of case; an empty one says nothing."""

    common = forms.IntegerField(
        label=_("共性问题满几件"), min_value=1, max_value=MOST_CASES,
        help_text=_("归集满这么多件，才按“共性问题”的去向。"),
    )  # fmt: skip

    def __init__(self, *args: Any, like: RoutingEdition, **kwargs: Any) -> None:
        super().__init__(*args, like=like, **kwargs)
        self.fields["common"].initial = like.common
        there = {way.matter: way.route for way in ROUTES.rows_of(like)}
        for matter in Matter:
            self.fields[_field(matter)] = forms.ChoiceField(
                label=matter.label, choices=[("", _("不规定")), *Route.choices], required=False,
                initial=there.get(matter, ""),
            )  # fmt: skip
        last = ("common", "reason")
        self.order_fields([*(name for name in self.fields if name not in last), *last])

    @property
    def rules(self) -> list[Way]:
        """What is ruled."""
        chosen = {matter: self.cleaned_data.get(_field(matter)) for matter in Matter}
        return [Way(matter, Route(route)) for matter, route in chosen.items() if route]

    @property
    def terms(self) -> dict[str, Any]:
        """When a problem is common."""
        return {"common": self.cleaned_data["common"]}


class RoutingPages(SchemePages):
    """办理去向."""

    kind, form, key, route, prefix = ROUTES, RoutingForm, "routes", "routing", "routing"
    name = _("办理去向")
    heads = (_("什么诉求"), _("去向"))
    note = _("什么诉求立行立改、什么交专班或联席会议，哪个活动办按哪个方案。")
    lead = _("按难易、性质和有无争议定去向；会议机构按它找议题。没有选用方案的活动办由人提议题。")
    from_now = _("发布后就按新版找议题；已经提出的议题不变。")
    begun = _("已新建，请核对后发布")
    adopted = _("%(office)s今后按这个方案定去向")
    given_up = _("%(office)s不再按方案定去向")
    not_adopted = _("%(office)s现在不按这个方案")


def name_in_log() -> None:
    """What the log says of it."""
    kinds = {"publish": _("发布新版本"), "routing.added": _("新增")}
    event_words.register("routing", ObjectWords(_("办理去向"), kinds, model=RoutingScheme))
    event_words.register_kinds("unit", {"unit.routing_chosen": _("选定办理去向方案")})
    event_words.register_rows(RoutingScheme, RowNames(code="code"))
    event_words.register_rows(RoutingEdition, RowNames(joins=("scheme",)))
    event_words.register_fields({"routing": _("办理去向"), "common": _("共性问题满几件")})
    event_words.register_values("routing", {"rules": _rules_said})


def _rules_said(rows: Any) -> str:
    """复杂诉求 联席会议、…: the rows of an edition as its page says them."""
    ways = [Way(Matter(matter), Route(route)) for matter, route in rows]
    return "、".join(f"{ROUTES.words.what(one)} {ROUTES.words.says(one)}" for one in ways)
