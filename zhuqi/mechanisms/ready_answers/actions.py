"""The verbs of a ready answer, and the table of grounds; the only place that writes them."""

from typing import TypeAlias

from django.db.models import F
from django.utils import timezone

from zhuqi.foundation.access import OFFICE_ROLES, UNIT_ROLES, NotValid, NotYours, Person
from zhuqi.foundation.changes import Now, RowChange, RowNoun, alone
from zhuqi.foundation.directory.models import Item, Unit
from zhuqi.foundation.lifecycle import standing_as
from zhuqi.foundation.reference_tables.table import Table, Values
from zhuqi.foundation.typed.named_fields import faults
from zhuqi.mechanisms.ready_answers.enums import ReadyRole, ReadyState, ReadyVerb
from zhuqi.mechanisms.ready_answers.fields import FIELDS
from zhuqi.mechanisms.ready_answers.lifecycle import READY, ReadyFacts
from zhuqi.mechanisms.ready_answers.models import LawGround, ReadyAnswer, ReadyEdition

ReadyChange: TypeAlias = RowChange[ReadyAnswer, ReadyVerb]


def facts_of(answer: ReadyAnswer, by: Person) -> ReadyFacts:
    """What the table decides on."""
    own = by.scope.units(*UNIT_ROLES, *OFFICE_ROLES)
    roles = standing_as((ReadyRole.KEEPER, answer.unit_id in own))
    return ReadyFacts(ReadyState(answer.state), roles)


READY_ANSWERS = RowNoun[ReadyAnswer, ReadyVerb](
    model=ReadyAnswer,
    object_type="ready_answer",
    load=alone("state", "item_id", "edition"),
    stale="这条常用答复刚刚被他人修改过，请核对后再提交",
    table=READY,
    facts=facts_of,
)


def keep(
    *, unit: Unit, name: str, text: str, by: Person, item: Item | None = None, now: Now = None
) -> ReadyAnswer:
    """新建: for one's own unit, or as the office for all its units. NotYours for any other.

    NotValid with its place for a field nobody knows, or a name the unit has already.
    """
    if unit.pk not in by.scope.units(*UNIT_ROLES, *OFFICE_ROLES):
        raise NotYours("只能为自己的单位（活动办）建立常用答复")
    answer = ReadyAnswer(unit=unit)
    with READY_ANSWERS.new(answer, by=by, now=now) as change:
        _edit(change, name, text, item)
        change.record("added", {"unit": unit.pk})
    return answer


def change(change: ReadyChange, *, name: str, text: str, item: Item | None = None) -> None:
    """修改: another text is another edition; the old ones stay. The same again leaves no event."""
    row = change.row
    if (name.strip(), text.strip(), item) == (row.name, row.text, row.item):
        change.begin(ReadyVerb.CHANGE)
        return
    _edit(change, name, text, item)
    change.step(ReadyVerb.CHANGE)


def retire(change: ReadyChange) -> None:
    """停用: it is offered no more."""
    change.step(ReadyVerb.RETIRE)


def restore(change: ReadyChange) -> None:
    """恢复使用."""
    change.step(ReadyVerb.RESTORE)


def count_use(*, answer: ReadyAnswer, now: Now = None) -> None:
    """Once more it was put into an answer. A count is no event: it says nothing of anybody."""
    at = now or timezone.now()
    ReadyAnswer.objects.filter(pk=answer.pk).update(used=F("used") + 1, used_at=at)


def _edit(change: ReadyChange, name: str, text: str, item: Item | None) -> None:
    row, before = change.row, change.row.text
    change.write(name=name, text=text)
    if wrong := faults(row.text, FIELDS):
        known = "、".join(f"{{{one}}}" for one in FIELDS)
        change.require(False, "text", f"{'；'.join(wrong)}。可用的字段：{known}")  # noqa: FBT003
    same = ReadyAnswer.objects.filter(unit=row.unit, name=row.name).exclude(pk=row.pk)
    change.require(not same.exists(), "name", "本单位已有同名的常用答复")
    change.require(item is None or item.active or item == row.item, "item", "这个事项已停用")
    row.item = item
    if row.text == before:
        return
    row.edition += 1
    edition = ReadyEdition(
        answer=row, number=row.edition, text=row.text, at=change.now, by=change.by.actor.name
    )
    change.aggregate.new_rows.append(edition)


def _settled(_row: LawGround, wanted: Values) -> Values:
    text = str(wanted.get("text", _row.text)).replace("\x00", "").strip()
    if not text:
        raise NotValid({"text": "请填写条文"})
    title = str(wanted.get("title", _row.title)).strip("《》 ")
    return {**wanted, "text": text, "title": title}


GROUNDS = Table(
    LawGround,
    object_type="law_ground",
    fields=("title", "number", "article", "text", "item", "order"),
    taken="这一条已经有了",
    exact=("text",),
    settle=_settled,
)
