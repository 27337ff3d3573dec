"""Events in words: names beside ids, fields and values as officials call them.

For a batch of events everything is looked up together: one query a table, however many events.
What administrators may not see (which firm a case is of) is never looked up.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuqi.foundation.access import ActorKind, Role
from zhuqi.foundation.accounts.enums import InvitationEvent, MemberEvent, UserEvent
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.audit.enums import ERASED_KIND
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory.enums import REVEALED, EnterpriseEvent
from zhuqi.foundation.directory.models import Enterprise, Item, Official, Post, Region, Tag, Unit
from zhuqi.foundation.notices.enums import NoticeEvent
from zhuqi.foundation.notices.models import Gateway, TextVersion
from zhuqi.foundation.quarantine.enums import QuarantineEvent
from zhuqi.interfaces.shell import wording
from zhuqi.ledgers.cases.enums import Verb
from zhuqi.ledgers.cases.models import (
    ApprovalScheme,
    Boundary,
    Case,
    Channel,
    Scheme,
    SchemeVersion,
)
from zhuqi.ledgers.cases.reading.case_view import CAME_IN
from zhuqi.ledgers.cases.retention.queries import ERASE
from zhuqi.ledgers.cases.secrecy.redaction import HIDDEN_FIRM

OBJECTS: dict[str, type[models.Model]] = {
    "case": Case,
    "unit": Unit,
    "region": Region,
    "official": Official,
    "item": Item,
    "tag": Tag,
    "channel": Channel,
    "scheme": Scheme,
    "signing_scheme": ApprovalScheme,
    "boundary": Boundary,
    "enterprise": Enterprise,
    "user": User,
    "notice_text": TextVersion,
    "notice_gateway": Gateway,
}
# What an object of the log is called; the calendar's "object" is a year.
OBJECT_WORDS: dict[str, Any] = {
    "case": gettext_lazy("诉求"),
    "user": gettext_lazy("账号"),
    "member": gettext_lazy("企业登记"),
    "invitation": gettext_lazy("邀请码"),
    "enterprise": gettext_lazy("企业"),
    "unit": gettext_lazy("单位"),
    "official": gettext_lazy("干部"),
    "region": gettext_lazy("区划"),
    "item": gettext_lazy("事项"),
    "channel": gettext_lazy("来源"),
    "tag": gettext_lazy("标签"),
    "calendar": gettext_lazy("日历"),
    "scheme": gettext_lazy("时限方案"),
    "signing_scheme": gettext_lazy("签发方案"),
    "boundary": gettext_lazy("边界"),
    "code_table": gettext_lazy("代码表"),
    "notice_text": gettext_lazy("告知文字"),
    "notice_gateway": gettext_lazy("发送通道"),
    "notice_wishes": gettext_lazy("接收设置"),
    "quarantine": gettext_lazy("截留内容"),
}
_ADDED, _CHANGED = gettext_lazy("新增"), gettext_lazy("修改")
_RETIRED, _RESTORED = gettext_lazy("停用"), gettext_lazy("恢复使用")
_PLAIN = ("unit", "region", "official", "item", "tag", "channel", "boundary")
_KINDS: dict[str, dict[str, Any]] = {
    "case": {verb.value: verb.label for verb in Verb},
    "user": {event.value: event.label for event in UserEvent},
    "member": {event.value: event.label for event in MemberEvent},
    "invitation": {event.value: event.label for event in InvitationEvent},
    "enterprise": {event.value: event.label for event in EnterpriseEvent},
    **{
        name: {
            f"{name}.added": _ADDED,
            f"{name}.changed": _CHANGED,
            f"{name}.retired": _RETIRED,
            f"{name}.restored": _RESTORED,
        }
        for name in _PLAIN
    },
    "signing_scheme": {
        "publish": gettext_lazy("发布新版本"),
        "signing_scheme.added": _ADDED,
    },
    "scheme": {"publish": gettext_lazy("发布新版本"), "scheme.added": _ADDED},
    "calendar": {
        "calendar.notice_imported": gettext_lazy("导入放假安排"),
        "calendar.notice_revoked": gettext_lazy("撤销放假安排"),
        "calendar.day_set": gettext_lazy("调整某一天"),
        "calendar.day_revoked": gettext_lazy("撤销某一天的调整"),
    },
    "quarantine": {event.value: event.label for event in QuarantineEvent},
    "code_table": {"code_table.loaded": gettext_lazy("载入代码表")},
    "notice_text": {event.value: event.label for event in NoticeEvent},
    "notice_gateway": {event.value: event.label for event in NoticeEvent},
    "notice_wishes": {event.value: event.label for event in NoticeEvent},
}
_KINDS["region"]["region.firms_moved"] = gettext_lazy("企业整批改登")
_KINDS["case"][ERASE] = gettext_lazy("按期清除")
for _masked in ("case", "enterprise"):
    _KINDS[_masked][REVEALED] = gettext_lazy("查看完整号码")
_KINDS["unit"]["unit.scheme_chosen"] = gettext_lazy("选定时限方案")
_KINDS["unit"]["unit.signing_chosen"] = gettext_lazy("选定签发方案")
_KINDS["official"] |= {
    "official.post_given": gettext_lazy("任职"),
    "official.post_changed": gettext_lazy("更正职务"),
    "official.post_ended": gettext_lazy("结束职务"),
    "official.post_resumed": gettext_lazy("恢复职务"),
}
# Fields whose column has no Chinese name, and facts that are no column at all.
_FIELDS: dict[str, Any] = {
    "active": gettext_lazy("在用"),
    "admin": gettext_lazy("管理员"),
    "chamber": gettext_lazy("工商联商会"),
    "enterprise": gettext_lazy("企业"),
    "how": gettext_lazy("确认方式"),
    "tail": gettext_lazy("邀请码末两位"),
    "used": gettext_lazy("已用次数"),
    "uses": gettext_lazy("可用次数"),
    "went": gettext_lazy("发出"),
    "firms": gettext_lazy("企业数"),
    "moved_to": gettext_lazy("改登到"),
    "to": gettext_lazy("发往"),
    "code": gettext_lazy("代码"),
    "restored": gettext_lazy("恢复自"),
    "quiet": gettext_lazy("免打扰时间"),
    "answer": gettext_lazy("第几次答复"),
    "case_prefix": gettext_lazy("编号前缀"),
    "contact": gettext_lazy("单位联络员"),
    "day": gettext_lazy("日期"),
    "days": gettext_lazy("天数"),
    "due": gettext_lazy("时限"),
    "entry": gettext_lazy("第几条记录"),
    "files": gettext_lazy("附件数"),
    "is_working": gettext_lazy("上班"),
    "item": gettext_lazy("事项"),
    "items": gettext_lazy("负责事项"),
    "kind": gettext_lazy("类型"),
    "lead_unit": gettext_lazy("主办单位"),
    "leader": gettext_lazy("分管领导"),
    "level": gettext_lazy("层级"),
    "name": gettext_lazy("名称"),
    "office": gettext_lazy("活动办"),
    "official": gettext_lazy("干部"),
    "order": gettext_lazy("顺序"),
    "parent": gettext_lazy("上级"),
    "post": gettext_lazy("职务"),
    "reason": gettext_lazy("说明"),
    "redo_cap": gettext_lazy("自动重办轮数"),
    "region": gettext_lazy("区划"),
    "reopen_days": gettext_lazy("可重新提出天数"),
    "replaced_by": gettext_lazy("由谁接替"),
    "retired_on": gettext_lazy("停用日期"),
    "role": gettext_lazy("角色"),
    "round": gettext_lazy("办理轮次"),
    "rows": gettext_lazy("行数"),
    "rules": gettext_lazy("时限"),
    "satisfaction": gettext_lazy("满意程度"),
    "scheme": gettext_lazy("时限方案"),
    "scheme_version": gettext_lazy("时限方案"),
    "signing": gettext_lazy("签发方案"),
    "sheets": gettext_lazy("交办单"),
    "signed_by": gettext_lazy("签发人"),
    "since": gettext_lazy("起"),
    "tags": gettext_lazy("标签"),
    "title": gettext_lazy("职务"),
    "unit": gettext_lazy("单位"),
    "until": gettext_lazy("止"),
    "version": gettext_lazy("版本"),
    "withdrawal_asked_at": gettext_lazy("申请撤回时间"),
}
# Facts that name a row though their object has no such column.
_NAMED: dict[str, type[models.Model]] = {
    "unit": Unit,
    "chamber": Unit,
    "enterprise": Enterprise,
    "official": Official,
    "post": Post,
    "moved_to": Region,
    "scheme": Scheme,
    "signing": ApprovalScheme,
}
# Written for the eye of a program: what they say stands elsewhere in the event.
_UNSHOWN = frozenset({"unit_name", "reason", "notice", "override", "replaces"})
_SECRET = frozenset({("case", "enterprise_id")})

Change = tuple[str, str, str]
Fact = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """An event in words. `changes` are (field, before, after), `facts` whatever else it says."""

    event: Event
    what: str
    who: str
    object: str
    changes: list[Change]
    facts: list[Fact]
    reason: str


def kinds() -> Iterator[tuple[str, str]]:
    """Every kind of event with its words, for a search by words."""
    for words in _KINDS.values():
        for kind, label in words.items():
            yield kind, str(label)


def kind_words(object_type: str, kind: str) -> str:
    """授予角色 for `role_given`; an unknown kind is shown as it is."""
    if kind == ERASED_KIND:
        return _("清除内容")
    return str(_KINDS.get(object_type, {}).get(kind, kind))


def describe(events: Iterable[Event]) -> list[Told]:
    """The events in words, in their order, in one query for every table they name rows of."""
    events = list(events)
    facts = {event.pk: event.facts for event in events}
    names = _Names()
    for event in events:
        names.want(OBJECTS.get(event.object_type), event.object_id)
        for name, value in _values(facts[event.pk]):
            names.want(_model_of(event.object_type, name), value)
    names.look_up()
    cases = [event.object_id for event in events if event.object_type == "case"]
    secret = set(
        Case.objects.filter(pk__in=cases, confidential=True).order_by().values_list("pk", flat=True)
    )
    return [
        _told(event, facts[event.pk], names, secret if event.object_type == "case" else ())
        for event in events
    ]


def _who(event: Event, secret: Collection[int]) -> str:
    """Unit and name; of a confidential case nobody of the firm, and not by whom it came in."""
    of_firm = event.actor_kind == ActorKind.FIRM or event.kind in CAME_IN
    if of_firm and event.object_id in secret:
        return HIDDEN_FIRM
    return " ".join(filter(None, (event.actor_unit, event.who)))


def _told(event: Event, facts: Mapping[str, Any], names: "_Names", secret: Collection[int]) -> Told:
    kind = event.object_type
    changes = [
        (field_words(kind, name), *(value_words(kind, name, value, names) for value in pair))
        for name, pair in _pairs(facts)
    ]
    others = [
        (field_words(kind, name), value_words(kind, name, value, names))
        for name, value in facts.items()
        if name not in _UNSHOWN and name != "changes" and value not in (None, "", [])
        if not (name == "tags" and _is_pair(value))
    ]
    return Told(
        event=event,
        what=kind_words(kind, event.kind),
        who=_who(event, secret),
        object=_object(event, names),
        changes=changes,  # type: ignore[arg-type]
        facts=others,
        reason=str(facts.get("reason") or ""),
    )


def _object(event: Event, names: "_Names") -> str:
    word = str(OBJECT_WORDS.get(event.object_type, event.object_type))
    if event.object_type == "calendar":
        return _("%(year)s 年日历") % {"year": event.object_id}
    model = OBJECTS.get(event.object_type)
    name = names.name(model, event.object_id) if model else ""
    return f"{word} {name}" if name else f"{word} {event.object_id}"


def field_words(object_type: str, name: str) -> str:
    """The column's own Chinese name, or ours; an unknown one is shown as it is."""
    name = name.removesuffix("_id")
    column = _column(object_type, name)
    label = str(getattr(column, "verbose_name", "")) if column is not None else ""
    if label and not label.isascii():
        return label
    return str(_FIELDS.get(name, name))


def value_words(object_type: str, name: str, value: Any, names: "_Names") -> str:
    """One value as a person reads it."""
    if value is None or value in ("", []):
        return _("（空）")
    if (object_type, name) in _SECRET:
        return _("（不在此显示）")
    if model := _model_of(object_type, name):
        several = value if isinstance(value, list) else [value]
        return "、".join(names.name(model, one) or str(one) for one in several)
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return _choice(object_type, name, value) or _as_written(value)


def _choice(object_type: str, name: str, value: Any) -> str:
    """The label of one of the column's choices; "" if it is none."""
    if name == "role" and value in set(Role):
        return Role(value).label
    choices = dict(getattr(_column(object_type, name), "flatchoices", ()) or ())
    return str(choices[value]) if isinstance(value, str) and value in choices else ""


def _as_written(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(_one_line(one) for one in value)
    return _moment(value) if isinstance(value, str) else str(value)


def _one_line(value: Any) -> str:
    return (
        " ".join(str(one) for one in value if one != "") if isinstance(value, list) else str(value)
    )


def _moment(text: str) -> str:
    """A date or moment as officials write it; any other text as it is."""
    if not (len(text) >= 10 and text[:4].isdigit() and text[4] == "-"):  # noqa: PLR2004
        return text
    try:
        if len(text) == 10:  # noqa: PLR2004 (2026-11-21)
            return wording.day(date.fromisoformat(text), weekday=False)
        return wording.moment(datetime.fromisoformat(text), weekday=False)
    except ValueError:
        return text


def _pairs(facts: Mapping[str, Any]) -> list[tuple[str, list[Any]]]:
    """What changed, from what to what; tags are many on either side and stand by themselves."""
    changes = facts.get("changes")
    found = {**changes} if isinstance(changes, dict) else {}
    if _is_pair(facts.get("tags")):
        found["tags"] = facts["tags"]
    return [(k, v) for k, v in found.items() if isinstance(v, list) and len(v) == 2]  # noqa: PLR2004


def _is_pair(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, list) for one in value)


def _values(facts: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, pair in _pairs(facts):
        yield from ((name, value) for value in pair)
    yield from ((name, value) for name, value in facts.items() if name != "changes")


def _column(object_type: str, name: str) -> Any:
    model = OBJECTS.get(object_type)
    if model is None:
        return None
    try:
        return model._meta.get_field(name.removesuffix("_id"))  # noqa: SLF001 (Django's public name)
    except FieldDoesNotExist:
        return None


def _model_of(object_type: str, name: str) -> type[models.Model] | None:
    """The table a field names rows of. None for plain values, and for what is not to be read."""
    if (object_type, name) in _SECRET:
        return None
    column = _column(object_type, name)
    if column is not None and column.is_relation and column.related_model is not None:
        related: type[models.Model] = column.related_model
        return related
    return _NAMED.get(name)


class _Names:
    """Names of rows by id (items by code), looked up once for all that were asked for."""

    def __init__(self) -> None:
        self._wanted: defaultdict[type[models.Model], set[Any]] = defaultdict(set)
        self._found: dict[tuple[type[models.Model], Any], str] = {}

    def want(self, model: type[models.Model] | None, value: Any) -> None:
        """Remember a row whose name will be asked for."""
        if model is None or value is None or value == "":
            return
        several = value if isinstance(value, list) else [value]
        self._wanted[model] |= {one for one in several if isinstance(one, int | str)}

    def look_up(self) -> None:
        """One query a table."""
        for model, wanted in self._wanted.items():
            ids = {one for one in wanted if isinstance(one, int)}
            codes = {one for one in wanted if isinstance(one, str)}
            rows = model._default_manager.order_by()  # noqa: SLF001 (Django's public name)
            if model is Post:
                rows = rows.select_related("unit")
            elif model is SchemeVersion:
                rows = rows.select_related("scheme")
            for row in rows.filter(pk__in=ids) if ids else ():
                self._found[model, row.pk] = str(row)
            # Some events name items and schemes by code; elsewhere such text is what it says.
            if codes and model in {Item, Scheme, ApprovalScheme}:
                for row in rows.filter(code__in=codes):
                    self._found[model, row.code] = str(row)  # type: ignore[attr-defined]

    def name(self, model: type[models.Model], value: Any) -> str:
        """The row's name; "" for one that is not (or no longer) there."""
        return self._found.get((model, value), "")
