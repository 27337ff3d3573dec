"""What happened to a firm's file, in words: the log's events with before and after."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.directory import codes
from zhuqi.foundation.directory.enums import EnterpriseEvent, EnterpriseStatus, Sector, SizeClass
from zhuqi.foundation.directory.models import Region, Unit
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.event_words import kind_words
from zhuqi.interfaces.shell.wording import amount
from zhuqi.ledgers.firms.queries import FirmFile

FIELD_NAMES: dict[str, str] = {
    "name": "企业名称",
    "uscc": "信用代码",
    "uscc_warning": "代码疑问",
    "status": "状态",
    "industry": "行业",
    "size_class": "规模",
    "employees": "从业人员",
    "revenue": "营业收入（万元）",
    "assets": "资产总额（万元）",
    "region": "所在地",
    "park": "园区",
    "office": "服务的活动办",
    "sector": "行业台账",
    "parent_group": "上级集团",
    "address": "地址",
    "title": "职务",
    "phone": "电话",
    "email": "电子邮箱",
    "contact_name": "联系人",
    "contact_phone": "联系电话",
}
_CHOICES: dict[str, Any] = {
    "status": EnterpriseStatus,
    "size_class": SizeClass,
    "sector": Sector,
}


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A change of the file: when, who, what, and (field, before, after)."""

    when: str
    who: str
    what: str
    changes: list[tuple[str, str, str]]
    words: str


def industry_name(code: str) -> str:
    """The industry's name with its code."""
    known = codes.industry(code) if code else None
    return f"{known.name}（{known.code}）" if known else code


def plain(name: str, value: object) -> str:
    """A stored value as people say it."""
    if value in (None, ""):
        return _("（空）")
    if name in _CHOICES and str(value) in _CHOICES[name].values:
        return str(_CHOICES[name](str(value)).label)
    if name == "industry":
        return industry_name(str(value))
    if isinstance(value, Decimal):
        return amount(value)
    return str(value)


class History:
    """The file's events in words. Rows named by id are fetched once for all of them."""

    def __init__(self, file: FirmFile) -> None:
        self.file = file
        self.links = {link.pk: link for link in file.links}
        events = [(event, event.facts) for event in file.history]
        self.names = _names([facts for _event, facts in events])
        self.lines = [self._line(event, facts) for event, facts in events]

    def _line(self, event: Event, facts: Mapping[str, Any]) -> HistoryRow:
        return HistoryRow(
            wording.moment(event.occurred_at),
            " ".join(filter(None, (event.actor_unit, event.who))),
            kind_words("enterprise", event.kind),
            list(self._changes(event, facts)),
            self._words(event, facts),
        )

    def _changes(self, event: Event, facts: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
        if event.kind == EnterpriseEvent.CHANGED:
            for name, pair in facts.items():
                if isinstance(pair, list) and len(pair) == 2:  # noqa: PLR2004 (before and after)
                    yield (
                        FIELD_NAMES.get(name, name),
                        self._plain(name, pair[0]),
                        self._plain(name, pair[1]),
                    )
        elif event.kind in CONTACT_EVENTS:
            yield from self._contact(event)

    def _contact(self, event: Event) -> Iterator[tuple[str, str, str]]:
        """Before and after of a contact, for those who call; erased values say so."""
        if not self.file.phones:
            return
        private = event.private
        for column in ("name", "title", "phone", "email"):
            if f"{column}_before" in private or f"{column}_after" in private:
                label = _("姓名") if column == "name" else FIELD_NAMES[column]
                before = private.get(f"{column}_before", "")
                after = private.get(f"{column}_after", "")
                yield label, _kept(before), _kept(after)

    def _plain(self, name: str, value: Any) -> str:
        if value is not None and name in REFERRING:
            return self.names.get((name, value), str(value))
        return plain(name, value)

    def _words(self, event: Event, facts: Mapping[str, Any]) -> str:
        if event.kind in {EnterpriseEvent.LIAISON_LINKED, EnterpriseEvent.LIAISON_ENDED}:
            link = self.links.get(facts.get("link") or 0)
            if link is None:
                return ""
            return f"{link.get_kind_display()} {link.official or link.unit}"
        if event.kind in CORRECTION_EVENTS:
            fields = "、".join(FIELD_NAMES.get(name, name) for name in facts.get("fields", ()))
            words = event.private.get("words")
            return "：".join(filter(None, (fields, words)))
        return ""


CONTACT_EVENTS = frozenset(
    {
        EnterpriseEvent.CONTACT_ADDED,
        EnterpriseEvent.CONTACT_CHANGED,
        EnterpriseEvent.CONTACT_REMOVED,
    }
)
CORRECTION_EVENTS = frozenset(
    {
        EnterpriseEvent.CORRECTION_ASKED,
        EnterpriseEvent.CORRECTION_ACCEPTED,
        EnterpriseEvent.CORRECTION_REFUSED,
    }
)
Place = type[Region] | type[Unit]
REFERRING: dict[str, Place] = {"region": Region, "park": Unit, "office": Unit}


def _kept(value: str | None) -> str:
    if value is None:
        return _("（已清除）")
    return value or _("（空）")


def _names(all_facts: Sequence[Mapping[str, Any]]) -> dict[tuple[str, int], str]:
    """Names of the regions and units that changes name by id; one query a kind."""
    wanted: dict[Place, set[int]] = {Region: set(), Unit: set()}
    for facts in all_facts:
        for name, model in REFERRING.items():
            pair = facts.get(name)
            if isinstance(pair, list):
                wanted[model] |= {pk for pk in pair if isinstance(pk, int)}
    found: dict[Place, dict[int, str]] = {
        model: {row.pk: row.name for row in model._default_manager.filter(pk__in=ids)}  # noqa: SLF001 (Django's public name)
        for model, ids in wanted.items()
        if ids
    }
    return {
        (name, pk): text
        for name, model in REFERRING.items()
        for pk, text in found.get(model, {}).items()
    }
