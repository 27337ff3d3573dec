"""常用答复: shared by every office, one of them in its second edition; units have their own."""

from datetime import timedelta

from django.db import transaction

from zhuqi.foundation.access import Person, Role
from zhuqi.foundation.directory.models import Unit
from zhuqi.mechanisms.ready_answers import actions
from zhuqi.sample.city import City

SHARED = (
    (
        "列入计划",
        "{企业名称}：您反映的“{诉求}”（{诉求编号}）已列入年度计划，进展由{主办单位}告知。",
    ),
    ("需要补充材料", "{企业名称}：办理“{诉求}”还缺材料，请与{经办人}（{经办人电话}）联系。"),
)
OWN = "{企业名称}：您反映的“{诉求}”已办理完毕。还有问题请与{经办人}（{经办人电话}）联系。"
UNITS = 3


@transaction.atomic
def keep_answers_ready(city: City) -> None:
    """Long before the first case."""
    for office in city.offices:
        dice = city.dice(f"ready answers {office.pk}")
        registrar = city.society.someone(dice, office.pk, Role.REGISTRAR)
        for name, text in SHARED:
            _keep(city, office, name, text, registrar)
        working = [unit for unit in city.society.below[office.pk] if _handlers(city, unit)]
        for unit in working[:UNITS]:
            _keep(city, unit, "办理完毕", OWN, dice.choice(_handlers(city, unit)))


def _handlers(city: City, unit: Unit) -> list[Person]:
    return city.society.people.get(unit.pk, {}).get(Role.HANDLER, [])


def _keep(city: City, unit: Unit, name: str, text: str, by: Person) -> None:
    at = city.now - timedelta(days=300)
    row = actions.keep(unit=unit, name=name, text=text, by=by, now=at)
    if name == SHARED[1][0]:
        with actions.READY_ANSWERS.open(row.pk, by=by, now=at + timedelta(days=90)) as change:
            actions.change(change, name=name, text=f"{text}收到后三个工作日内答复。")
