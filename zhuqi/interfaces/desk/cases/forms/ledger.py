"""The ledger's filters as they stand in the address."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Scope
from zhuqi.foundation.directory.codes import prefix
from zhuqi.foundation.directory.enums import Sector, UnitKind
from zhuqi.foundation.directory.models import Item, Tag, Unit
from zhuqi.interfaces.desk.forms.base import DeskForm, day_field
from zhuqi.interfaces.desk.forms.choices import items_by_group, regions_of_office
from zhuqi.interfaces.shell import wording
from zhuqi.ledgers.cases.enums import Disposition, Kind, Light, State, Tier, Verdict
from zhuqi.ledgers.cases.models import Topic
from zhuqi.ledgers.cases.models.case import READING_ROLES
from zhuqi.ledgers.cases.queries import Condition, Filters, Whose, channel_names, queues

ANY = [("", _("全部"))]
LIGHTS = [*ANY, (Light.RED, _("逾期")), (Light.YELLOW, _("临期")), (Light.GREEN, _("正常"))]
ORDERS = [("due", _("时限最近在前")), ("newest", _("新提出的在前"))]
FIRST = ("text", "whose", "light", "order")


class LedgerForm(DeskForm):
    """GET form. What can't be read is left out: an old bookmark must still open."""

    whose = forms.ChoiceField(label=_("范围"), required=False, choices=Whose.choices)
    text = forms.CharField(
        label=_("查找"),
        required=False,
        max_length=60,
        widget=forms.SearchInput(attrs={"placeholder": _("编号、企业、诉求中的字")}),
    )
    state = forms.MultipleChoiceField(
        label=_("状态"),
        required=False,
        choices=State.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    light = forms.ChoiceField(label=_("时限"), required=False, choices=LIGHTS)
    order = forms.ChoiceField(label=_("排序"), required=False, choices=ORDERS)
    region = forms.ChoiceField(label=_("县区"), required=False)
    sector = forms.ChoiceField(label=_("行业"), required=False, choices=[*ANY, *Sector.choices])
    item = forms.ChoiceField(label=_("类别"), required=False)
    tier = forms.ChoiceField(label=_("难易"), required=False, choices=[*ANY, *Tier.choices])
    kind = forms.ChoiceField(label=_("类型"), required=False, choices=[*ANY, *Kind.choices])
    unit = forms.ChoiceField(label=_("承办单位"), required=False)
    tag = forms.ChoiceField(label=_("标签"), required=False)
    channel = forms.ChoiceField(label=_("来源"), required=False)
    condition = forms.ChoiceField(
        label=_("情形"), required=False, choices=[*ANY, *Condition.choices]
    )
    topic = forms.ChoiceField(label=_("共性问题"), required=False)
    disposition = forms.ChoiceField(
        label=_("结果"), required=False, choices=[*ANY, *Disposition.choices]
    )
    verdict = forms.ChoiceField(label=_("评价"), required=False, choices=[*ANY, *Verdict.choices])
    since = day_field(_("提出日期从"))
    until = day_field(_("到"))
    historical = forms.BooleanField(label=_("历史导入的诉求"), required=False)
    enterprise = forms.IntegerField(required=False, widget=forms.HiddenInput)
    waiting = forms.ChoiceField(label=_("待办"), required=False, widget=forms.HiddenInput)
    owing = forms.ModelChoiceField(
        label=_("时限在"),
        queryset=Unit.objects.all(),
        required=False,
        widget=forms.HiddenInput,
    )

    def __init__(self, data: QueryDict, *, scope: Scope) -> None:
        super().__init__(data, auto_id="f_%s")
        if not scope.offices:
            del self.fields["whose"]
        units = list(
            Unit.objects.filter(pk__in=scope.units(*READING_ROLES)).select_related("region")
        )
        codes = sorted({unit.region.code for unit in units})
        self._choose("region", regions_of_office(codes[:1]))
        items = list(Item.objects.select_related("parent"))
        parents = [item for item in items if item.parent_id is None]
        groups = items_by_group([item for item in items if item.parent_id])
        whole: list[Any] = [(_("大类"), [(item.pk, item.name) for item in parents])]
        self._choose("item", [*whole, *groups])
        near = Unit.objects.filter(
            active=True, region__code__startswith=prefix((codes or ["-"])[0])
        )
        near = near.exclude(kind__in=(UnitKind.OFFICE, UnitKind.SECTION))
        self._choose("unit", list(near.values_list("pk", "name")))
        tags = Tag.objects.filter(for_cases=True)
        self._choose("tag", [(tag.pk, tag.name) for tag in tags])
        found = Topic.objects.visible_to(scope).values_list("pk", "title")
        self._choose("topic", list(found))
        self._choose("channel", list(channel_names().items()))
        # Built only where one is asked for: twenty queries, even unasked, cost milliseconds.
        named = queues(scope, timezone.now()) if data.get("waiting") else []
        self._choose("waiting", [(task.key, task.label) for task, _cases in named])
        self.full_clean()

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (for the type checker)
        field.choices = [*ANY, *choices]

    @property
    def first_fields(self) -> list[forms.BoundField]:
        """Always in sight."""
        return [self[name] for name in FIRST if name in self.fields]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        """Behind 更多条件."""
        hidden = {*FIRST, "state", "historical", "enterprise", "waiting", "owing"}
        return [self[name] for name in self.fields if name not in hidden]

    @property
    def filters(self) -> Filters:
        """What could be read."""
        data = self.cleaned_data
        return Filters(
            state=data.get("state") or (),
            light=data.get("light") or "",
            region=prefix(data["region"]) if data.get("region") else "",
            sector=data.get("sector") or "",
            item=int(data["item"]) if data.get("item") else None,
            tier=data.get("tier") or "",
            kind=data.get("kind") or "",
            unit=int(data["unit"]) if data.get("unit") else None,
            enterprise=data.get("enterprise"),
            tag=int(data["tag"]) if data.get("tag") else None,
            channel=data.get("channel") or "",
            topic=int(data["topic"]) if data.get("topic") else None,
            condition=data.get("condition") or "",
            owing=data["owing"].pk if data.get("owing") else None,
            verdict=data.get("verdict") or "",
            disposition=data.get("disposition") or "",
            since=data.get("since"),
            until=data.get("until"),
            text=data.get("text") or "",
            historical=bool(data.get("historical")),
            whose=data.get("whose") or "",
            waiting=data.get("waiting") or "",
            order=data.get("order") or "due",
        )

    def chips(self) -> list[tuple[str, str, str]]:
        """(field, value as in the address, words) of every condition in force."""
        found: list[tuple[str, str, str]] = []
        for name, value in self.cleaned_data.items():
            if name == "order" or value in (None, "", [], False):
                continue
            if isinstance(value, list):
                found += [(name, one, self._words(name, one)) for one in value]
            else:
                found.append((name, self.data.get(name, ""), self._words(name, value)))
        return found

    def _words(self, name: str, value: Any) -> str:
        if name == "historical":
            return str(self.fields[name].label)
        if name == "enterprise":
            return str(_("指定企业"))
        field = self.fields[name]
        word = str(value)
        if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
            words = {str(key): str(label) for key, label in _flat(field.choices)}
            word = words.get(word, word)
        elif isinstance(field, forms.DateField):
            word = wording.day(value, weekday=False)
        return f"{field.label}：{word}"


def _flat(choices: Any) -> list[tuple[Any, Any]]:
    """Choices without their groups."""
    flat: list[tuple[Any, Any]] = []
    for key, label in choices:
        flat += label if isinstance(label, list | tuple) else [(key, label)]
    return flat
