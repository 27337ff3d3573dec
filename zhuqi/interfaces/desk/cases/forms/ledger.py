"""The ledger's filters: by name those of `queries.Filters`, which looks them up."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person
from zhuqi.foundation.directory.codes import prefix
from zhuqi.foundation.directory.enums import Level, Sector, UnitKind
from zhuqi.foundation.directory.models import Item, Tag, Unit
from zhuqi.interfaces.desk.forms.choices import items_by_group, regions_of_office
from zhuqi.interfaces.shell.forms import row_choice
from zhuqi.interfaces.shell.listing import Choices, Filter, Kind, Place
from zhuqi.ledgers.cases.enums import (
    AssignmentRole,
    Disposition,
    Light,
    Nature,
    State,
    Tier,
    Urgency,
    Verdict,
)
from zhuqi.ledgers.cases.enums import Kind as CaseKind
from zhuqi.ledgers.cases.models import Case, Topic
from zhuqi.ledgers.cases.models.case import READING_ROLES
from zhuqi.ledgers.cases.queries import (
    Condition,
    Whose,
    channel_names,
    has_ledger,
    queues,
    reads_tags,
)

LEDGER_LEVELS = [(level.value, level.label) for level in (Level.CITY, Level.COUNTY)]
# In hand now, and what was closed today.
TODAY = _("今日台账")
LIGHTS = ((Light.RED, _("逾期")), (Light.YELLOW, _("临期")), (Light.GREEN, _("正常")))


def _codes(person: Person) -> list[str]:
    """The code of the region one works in; of the first, where there are several."""
    units = Unit.objects.filter(pk__in=person.scope.units(*READING_ROLES)).order_by("region__code")
    return list(units.values_list("region__code", flat=True)[:1])


def _regions(person: Person) -> Choices:
    return regions_of_office(_codes(person))


def _items(_person: Person) -> Choices:
    items = list(Item.objects.all())
    known = {item.pk: item for item in items}
    for item in items:
        item.parent = known[item.parent_id] if item.parent_id else None
    whole = [row_choice(item, item.name) for item in items if item.parent_id is None]
    groups: Iterable[Any] = items_by_group([item for item in items if item.parent_id])
    return [(_("大类"), whole), *groups]


# What a unit is called and found by (`Unit.find_words`).
_FOUND_BY = ("name", "short_name", "former_names", "initials")


def _units(person: Person) -> Choices:
    near = prefix((_codes(person) or ["-"])[0])
    units = Unit.objects.filter(active=True, region__code__startswith=near)
    units = units.exclude(kind__in=(UnitKind.OFFICE, UnitKind.SECTION))
    return [row_choice(unit, unit.name) for unit in units.only(*_FOUND_BY)]


def _parks(person: Person) -> Choices:
    near = prefix((_codes(person) or ["-"])[0])
    parks = Unit.objects.filter(active=True, kind=UnitKind.PARK, region__code__startswith=near)
    return [row_choice(unit, unit.name) for unit in parks.only(*_FOUND_BY)]


def _tags(_person: Person) -> Choices:
    return [(tag.pk, tag.name) for tag in Tag.objects.filter(for_cases=True)]


def _topics(person: Person) -> Choices:
    return list(Topic.objects.visible_to(person.scope).values_list("pk", "title"))


def _channels(_person: Person) -> Choices:
    return channel_names().items()


def _work_queues(person: Person) -> Choices:
    return [(task.key, task.label) for task, _cases in queues(person.scope, timezone.now())]


def _hands(person: Person) -> Choices:
    """Who handles what the person sees and is not over; 0 is nobody."""
    live = Case.objects.live().within_reach(person.scope).filter(handler__gt=0)
    named = live.order_by("handler").values_list("handler", "handler_name").distinct()
    return [(0, _("不在经办人手上")), *named]


def _owing(_person: Person) -> Choices:
    return [row_choice(unit, str(unit)) for unit in Unit.objects.order_by("pk")]


FILTERS: tuple[Filter[Case], ...] = (
    Filter("text", _("查找"), Kind.TEXT, hint=_("编号、企业、诉求中的字")),
    Filter(
        "whose",
        _("范围"),
        choices=Whose,
        offered=lambda person: has_ledger(person.scope) or bool(person.scope.offices),
    ),
    Filter("state", _("状态"), Kind.CHOICES, choices=State),
    Filter("light", _("时限"), choices=LIGHTS),
    Filter("region", _("县区"), choices=_regions, read=prefix, place=Place.MORE),
    Filter("park", _("园区"), choices=_parks, read=int, place=Place.MORE),
    Filter("sector", _("行业"), choices=Sector, place=Place.MORE),
    Filter("item", _("类别"), choices=_items, read=int, place=Place.MORE),
    Filter("tier", _("难易"), choices=Tier, place=Place.MORE),
    Filter("kind", _("类型"), choices=CaseKind, place=Place.MORE),
    Filter("nature", _("性质"), choices=Nature, place=Place.MORE),
    Filter("urgency", _("紧急程度"), choices=Urgency, place=Place.MORE),
    Filter("unit", _("承办单位"), choices=_units, read=int, place=Place.MORE),
    Filter("part", _("承办方式"), choices=AssignmentRole, place=Place.MORE),
    Filter(
        "tag",
        _("标签"),
        choices=_tags,
        read=int,
        place=Place.MORE,
        offered=lambda person: reads_tags(person.scope),
    ),
    Filter("channel", _("来源"), choices=_channels, place=Place.MORE),
    Filter("condition", _("情形"), choices=Condition, place=Place.MORE),
    Filter("topic", _("共性问题"), choices=_topics, read=int, place=Place.MORE),
    Filter("disposition", _("结果"), choices=Disposition, place=Place.MORE),
    Filter("verdict", _("评价"), choices=Verdict, place=Place.MORE),
    Filter("level", _("台账层级"), choices=LEDGER_LEVELS, place=Place.MORE),
    Filter("liaison", _("包联干部"), Kind.TEXT, place=Place.MORE),
    Filter("since", _("提出日期从"), Kind.DAY, place=Place.MORE),
    Filter("until", _("提出日期到"), Kind.DAY, place=Place.MORE),
    Filter("due_since", _("到期日从"), Kind.DAY, place=Place.MORE),
    Filter("due_until", _("到期日到"), Kind.DAY, place=Place.MORE),
    Filter("carried_since", _("挂账复核日从"), Kind.DAY, place=Place.MORE),
    Filter("carried_until", _("挂账复核日到"), Kind.DAY, place=Place.MORE),
    Filter("today", TODAY, Kind.YES, place=Place.MORE, words=TODAY),
    Filter("historical", _("历史导入的诉求"), Kind.YES, place=Place.MORE),
    Filter("enterprise", _("企业"), Kind.NUMBER, words=_("指定企业"), place=Place.HIDDEN),
    Filter("waiting", _("待办"), choices=_work_queues, place=Place.HIDDEN),
    Filter("owing", _("时限在"), choices=_owing, read=int, place=Place.HIDDEN),
    Filter("hand", _("经办人"), choices=_hands, read=int, place=Place.HIDDEN),
)
