"""The ledger's filters: by name those of `queries.Filters`, which looks them up."""

from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person
from zhuqi.foundation.directory.codes import prefix
from zhuqi.foundation.directory.enums import Level, Sector
from zhuqi.foundation.directory.models import Region, Unit
from zhuqi.interfaces.desk.cases.forms.offered import offered, topics
from zhuqi.interfaces.shell.forms import row_choice
from zhuqi.interfaces.shell.listing import Choices, Filter, Kind, OneOf, Place
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
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.models.case import OFFICE_READERS
from zhuqi.ledgers.cases.queries import (
    OF_OFFICE,
    Condition,
    Whose,
    has_ledger,
    queue_kinds,
    reads_tags,
)

LEDGER_LEVELS = [(level.value, level.label) for level in (Level.CITY, Level.COUNTY)]
# In hand now, and what was closed today.
TODAY = _("今日台账")
LIGHTS = ((Light.RED, _("逾期")), (Light.YELLOW, _("临期")), (Light.GREEN, _("正常")))


def _work_queues(person: Person) -> Choices:
    return [(task.key, task.label) for task in queue_kinds(person.scope)]


def _hands(person: Person) -> Choices:
    """Who handles what the person sees and is not over; 0 is nobody."""
    live = Case.objects.live().within_reach(person.scope).filter(handler__gt=0)
    named = live.order_by("handler").values_list("handler", "handler_name").distinct()
    return [(0, _("不在经办人手上")), *named]


def _owing(_person: Person) -> Choices:
    return [row_choice(unit, str(unit)) for unit in Unit.objects.order_by("pk")]


def _counties(_person: Person) -> Choices:
    rows = Region.objects.exclude(level=Level.TOWN).order_by()
    return rows.values_list("pk", "name")


def _whose(person: Person) -> Choices:
    """To whom the ledger of their office is what they start from, it is not offered twice."""
    own = has_ledger(person.scope) or not person.scope.holds(*OFFICE_READERS)
    return [(one.value, one.label) for one in Whose if one is not Whose.LEDGER or not own]


def _conditions(person: Person) -> Choices:
    inside = person.scope.holds(*OFFICE_READERS)
    return [(one.value, one.label) for one in Condition if one not in OF_OFFICE or inside]


FILTERS: tuple[Filter[Case], ...] = (
    Filter("text", _("查找"), Kind.TEXT, hint=_("编号、企业、诉求中的字")),
    Filter(
        "whose",
        _("范围"),
        choices=_whose,
        offered=lambda person: person.scope.holds(*OFFICE_READERS) or bool(person.scope.offices),
    ),
    Filter("state", _("状态"), Kind.CHOICES, choices=State),
    Filter("light", _("时限"), choices=LIGHTS),
    Filter("region", _("县区"), choices=OneOf(offered, "region"), read=prefix, place=Place.MORE),
    Filter("park", _("园区"), choices=OneOf(offered, "park"), read=int, place=Place.MORE),
    Filter("sector", _("行业"), choices=Sector, place=Place.MORE),
    Filter("item", _("类别"), choices=OneOf(offered, "item"), read=int, place=Place.MORE),
    Filter("tier", _("难易"), choices=Tier, place=Place.MORE),
    Filter("kind", _("类型"), choices=CaseKind, place=Place.MORE),
    Filter("nature", _("性质"), choices=Nature, place=Place.MORE),
    Filter("urgency", _("紧急程度"), choices=Urgency, place=Place.MORE),
    Filter("unit", _("承办单位"), choices=OneOf(offered, "unit"), read=int, place=Place.MORE),
    Filter("part", _("承办方式"), choices=AssignmentRole, place=Place.MORE),
    Filter(
        "tag",
        _("标签"),
        choices=OneOf(offered, "tag"),
        read=int,
        place=Place.MORE,
        offered=lambda person: reads_tags(person.scope),
    ),
    Filter("channel", _("来源"), choices=OneOf(offered, "channel"), place=Place.MORE),
    Filter("condition", _("情形"), choices=_conditions, place=Place.MORE),
    Filter("topic", _("共性问题"), choices=topics, read=int, place=Place.MORE),
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
    Filter(
        "owing", _("时限在"), Kind.CHOICES, choices=_owing, place=Place.HIDDEN,
        read=lambda units: tuple(map(int, units)),
    ),
    Filter("hand", _("经办人"), choices=_hands, read=int, place=Place.HIDDEN),
    Filter("ahead", _("还没到期"), Kind.YES, place=Place.HIDDEN),
    Filter("county", _("县区"), choices=_counties, read=int, place=Place.HIDDEN),
    Filter("quiet_until", _("最近动态不晚于"), Kind.DAY, place=Place.HIDDEN),
)  # fmt: skip
