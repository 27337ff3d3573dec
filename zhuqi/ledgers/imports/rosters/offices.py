"""Units, and the people in office with their posts: the system administrator's rosters."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from zhuqi.foundation.access import NotYours, Person, Role
from zhuqi.foundation.directory import actions
from zhuqi.foundation.directory.actions import OFFICIALS, UNITS
from zhuqi.foundation.directory.actions.officials import PostDraft
from zhuqi.foundation.directory.enums import Level, UnitKind
from zhuqi.foundation.directory.models import Official, Post, Region, Unit
from zhuqi.foundation.directory.queries import regions_under, units_under
from zhuqi.foundation.typed import phone
from zhuqi.ledgers.imports.cells import plain
from zhuqi.ledgers.imports.lookups import regions_of, units_called, units_meant
from zhuqi.ledgers.imports.rosters.base import (
    Holds,
    Judged,
    Outcome,
    Roster,
    RosterField,
    Row,
    differing,
    refused,
    said,
)

_YES = frozenset({"是", "可以", "y", "yes", "1"})
_NO = frozenset({"否", "不可以", "n", "no", "0"})
_TWICE = _lazy("和第 %(row)s 行重复")


def _keepers(by: Person) -> frozenset[int]:
    return by.scope.units(Role.SYSTEM_ADMIN)


def _refuse_others(by: Person) -> None:
    if not _keepers(by):
        raise NotYours(_("单位和干部名册由系统管理员导入"))


class UnitRoster(Roster):
    """单位."""

    key, name = "units", _lazy("单位")
    note = _lazy("按名称和县区认：已有的只补改填了的栏，空着的栏不动。")
    fields = (
        RosterField("name", _lazy("单位名称"), ("单位", "单位全称", "机构名称"), required=True,
                    sample="许昌市科技局"),
        RosterField("short_name", _lazy("简称"), ("单位简称",), sample="市科技局"),
        RosterField("kind", _lazy("类型"), ("单位类型", "机构类型"), sample="部门"),
        RosterField("region", _lazy("县区"), ("所在地", "区划", "区划代码", "县市区", "所属县区"),
                    required=True, sample="许昌市"),
        RosterField("parent", _lazy("上级单位"), ("主管单位", "上级"), sample=""),
        RosterField("phone", _lazy("值班电话"), ("电话", "联系电话", "办公电话"),
                    holds=Holds.DIGITS, sample="0374-2661234"),
        RosterField("commandable", _lazy("可交办"), ("能否交办", "是否可交办"), sample="是"),
    )  # fmt: skip

    def refuse_strangers(self, by: Person) -> None:
        """The system administrator's."""
        _refuse_others(by)

    def judge(self, rows: Sequence[Row], by: Person) -> list[Judged]:
        """By name within the region."""
        units = list(units_under(_keepers(by)).order_by("pk"))
        known = {(plain(unit.name), unit.region_id): unit for unit in units}
        reached = {region.pk for region in _grounds(by)}
        regions = regions_of(_grounds(by))
        by_name = units_called(units)
        in_file = {plain(row[name]) for row in rows for name in ("name", "short_name")}
        seen: dict[tuple[str, int], int] = {}
        found = []
        for row in rows:
            region = regions.get(plain(row["region"]))
            if row.faults:
                found.append(refused(row, row["name"], "；".join(row.faults)))
            elif region is None or region.pk not in reached:
                why = _("“%(name)s”不是您管理范围内的县区") % {"name": row["region"]}
                found.append(refused(row, row["name"], why))
            elif (key := (plain(row["name"]), region.pk)) in seen:
                found.append(refused(row, row["name"], _TWICE % {"row": seen[key]}))
            else:
                seen[key] = row.number
                found.append(_unit(row, region, known.get(key), by_name, in_file))
        return found

    def add(self, new: Sequence[Judged], by: Person, reason: str) -> None:
        """As in the page of units."""
        UNITS.add_many([one.draft for one in new], by=by.actor, reason=reason)

    def change(self, one: Judged, by: Person, reason: str) -> None:
        """As in the page of units."""
        UNITS.change(one.draft, by=by.actor, reason=reason, **one.changes)


def _grounds(by: Person) -> list[Region]:
    """Regions these administrators look after."""
    codes = Unit.objects.filter(pk__in=_keepers(by)).values_list("region__code", flat=True)
    found: dict[int, Region] = {}
    for code in codes:
        found |= {region.pk: region for region in regions_under(code)}
    return list(found.values())


def _unit(  # noqa: PLR0911 (a refusal each)
    row: Row, region: Region, unit: Unit | None, by_name: Any, in_file: set[str]
) -> Judged:
    told = row["name"]
    kinds = {plain(str(kind.label)): kind for kind in UnitKind}
    kind = kinds.get(plain(row["kind"]) or plain(str(UnitKind.DEPARTMENT.label)))
    if kind is None:
        names = "、".join(str(one.label) for one in UnitKind)
        why = _("类型“%(kind)s”不认识，可填：%(names)s")
        return refused(row, told, why % {"kind": row["kind"], "names": names})
    if kind is UnitKind.OFFICE and unit is None:
        return refused(row, told, _("活动办要定编号前缀，请在“单位”里新增"))
    yes = plain(row["commandable"])
    if yes and yes not in _YES | _NO:
        return refused(row, told, _("“可交办”请填是或否"))
    parent = by_name.get(plain(row["parent"])) if row["parent"] else None
    if row["parent"] and parent is None:
        waits = plain(row["parent"]) in in_file
        why = _("没有找到上级单位“%(name)s”，或有几个同名") % {"name": row["parent"]}
        return refused(row, told, why, waits=waits)
    wanted: dict[str, Any] = {
        "short_name": row["short_name"],
        "phone": phone(row["phone"]) or row["phone"],
        "parent": parent,
    }
    if yes:
        wanted["commandable"] = yes in _YES
    if unit is None:
        given = {name: value for name, value in wanted.items() if value not in {None, ""}}
        level = Level(region.level)
        draft = {"name": row["name"], "kind": kind, "level": level, "region": region, **given}
        return Judged(row, told, Outcome.NEW, draft=draft)
    if not unit.active:
        return refused(row, told, _("这个单位已停用，请先在“单位”里恢复"))
    if row["kind"] and kind != unit.kind:
        why = _("已有的同名单位类型是%(kind)s，类型不能改") % {"kind": unit.get_kind_display()}
        return refused(row, told, why)
    changes = differing(wanted, unit)
    labels = {one.name: str(one.label) for one in UnitRoster.fields}
    if not changes:
        return Judged(row, told, Outcome.UNCHANGED)
    return Judged(row, told, Outcome.CHANGED, said(changes, unit, labels), unit, changes)


@dataclass(frozen=True, slots=True)
class _Newcomer:
    """A post that is to be given, to somebody known or to a new official of these facts."""

    official: Official | None
    facts: dict[str, str]
    unit: Unit
    title: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class _Held:
    """A post that is held, with its official."""

    post: Post
    official: Official


class OfficialRoster(Roster):
    """干部 and 职务."""

    key, name = "officials", _lazy("干部和职务")
    note = _lazy(
        "按姓名和单位认；在别的单位任职的同名同电话是同一人。账号由安全管理员在“人员与角色”里开通。"
    )
    fields = (
        RosterField("name", _lazy("姓名"), ("干部姓名", "人员姓名"), required=True,
                    holds=Holds.NAME, sample="李四"),
        RosterField("unit", _lazy("单位"), ("单位名称", "所在单位", "工作单位", "任职单位"),
                    required=True, sample="许昌市科技局"),
        RosterField("title", _lazy("职务"), ("职位", "岗位", "职务名称"), required=True,
                    sample="科员"),
        RosterField("phone", _lazy("电话"), ("手机", "手机号", "联系电话", "手机号码"),
                    holds=Holds.DIGITS, sample="13800000000"),
        RosterField("email", _lazy("电子邮箱"), ("邮箱",)),
        RosterField("since", _lazy("任职起"), ("任职时间", "任职日期", "起始日期"),
                    holds=Holds.DAY, sample="2026-01-01"),
        RosterField("until", _lazy("任职止"), ("离任日期", "截止日期"), holds=Holds.DAY),
    )  # fmt: skip

    def refuse_strangers(self, by: Person) -> None:
        """The system administrator's."""
        _refuse_others(by)

    def judge(self, rows: Sequence[Row], by: Person) -> list[Judged]:
        """By name within the unit, else by name and phone."""
        unit_meant = units_meant(units_under(_keepers(by)).filter(active=True), by)
        names = {row["name"] for row in rows}
        today = timezone.localdate()
        held: defaultdict[tuple[str, int], list[Post]] = defaultdict(list)
        posts = Post.objects.filter(official__name__in=names).select_related("official", "unit")
        for post in posts:
            if post.until is None or post.until >= today:
                held[plain(post.official.name), post.unit_id].append(post)
        known: defaultdict[tuple[str, str], list[Official]] = defaultdict(list)
        for one in Official.objects.filter(name__in=names):
            if one.phone:
                known[plain(one.name), plain(one.phone)].append(one)
        seen: dict[tuple[str, int, str], int] = {}
        found = []
        for row in rows:
            told = f"{row['name']} {row['unit']} {row['title']}"
            unit = unit_meant(row["unit"])
            if row.faults:
                found.append(refused(row, told, "；".join(row.faults)))
            elif unit is None:
                why = _("没有找到单位“%(name)s”，或有几个同名") % {"name": row["unit"]}
                found.append(refused(row, told, why))
            elif (key := (plain(row["name"]), unit.pk, plain(row["title"]))) in seen:
                found.append(refused(row, told, _TWICE % {"row": seen[key]}))
            else:
                seen[key] = row.number
                there = held[key[0], unit.pk]
                number = plain(phone(row["phone"]) or row["phone"])
                same = known[key[0], number] if number else []
                found.append(_official(row, told, unit, there, same))
        return found

    def add(self, new: Sequence[Judged], by: Person, reason: str) -> None:
        """As in the pages of officials and posts; several posts of one new person are theirs."""
        fresh: dict[tuple[str, str], dict[str, str]] = {}
        for one in new:
            if one.draft.official is None:
                fresh.setdefault(_who(one), one.draft.facts)
        made = OFFICIALS.add_many(list(fresh.values()), by=by.actor, reason=reason)
        people = dict(zip(fresh, made, strict=True))
        actions.give_posts(
            [
                PostDraft(
                    official=one.draft.official or people[_who(one)],
                    unit=one.draft.unit,
                    title=one.draft.title,
                    since=one.draft.since,
                    until=one.draft.until,
                )
                for one in new
            ],
            by=by.actor,
            reason=reason,
        )

    def change(self, one: Judged, by: Person, reason: str) -> None:
        """As in the pages of officials and posts."""
        held: _Held = one.draft
        own = {name: one.changes[name] for name in ("phone", "email") if name in one.changes}
        if own:
            OFFICIALS.change(held.official, by=by.actor, reason=reason, **own)
        if "title" in one.changes:
            actions.change_post(
                post=held.post, by=by.actor, reason=reason, title=one.changes["title"]
            )


def _who(one: Judged) -> tuple[str, str]:
    """One person of the file: the same name with the same phone, else in the same unit."""
    facts = one.draft.facts
    return plain(facts["name"]), facts["phone"] or str(one.draft.unit.pk)


def _official(
    row: Row, told: str, unit: Unit, there: Sequence[Post], same: Sequence[Official]
) -> Judged:
    facts = {
        "name": row["name"],
        "phone": phone(row["phone"]) or row["phone"],
        "email": row["email"],
    }
    people = {post.official_id for post in there}
    if len(people) > 1 and facts["phone"]:
        there = [post for post in there if plain(post.official.phone) == plain(facts["phone"])]
        people = {post.official_id for post in there}
    if len(people) > 1:
        why = _("%(unit)s有几位%(name)s，请填电话区分") % {"unit": unit, "name": row["name"]}
        return refused(row, told, why)
    titled = next((post for post in there if plain(post.title) == plain(row["title"])), None)
    post = titled or (there[0] if len(there) == 1 else None)
    if post is not None:
        changes = differing({"phone": facts["phone"], "email": facts["email"]}, post.official)
        words = said(changes, post.official, {"phone": str(_("电话")), "email": str(_("电子邮箱"))})
        if titled is None:
            changes["title"] = row["title"]
            words = "；".join(filter(None, (f"{_('职务')}：{post.title} → {row['title']}", words)))
        if not changes:
            return Judged(row, told, Outcome.UNCHANGED)
        return Judged(row, told, Outcome.CHANGED, words, _Held(post, post.official), changes)
    known = there[0].official if there else (same[0] if len(same) == 1 else None)
    if known is not None and not known.active:
        return refused(row, told, _("%(name)s已不再在岗，请先恢复") % {"name": known})
    since = row.days.get("since", timezone.localdate())
    draft = _Newcomer(known, facts, unit, row["title"], since, row.days.get("until"))
    why = _("在别处已有职务，加任") if known is not None else ""
    return Judged(row, told, Outcome.NEW, why, draft)
