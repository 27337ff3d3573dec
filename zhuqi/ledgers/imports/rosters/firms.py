"""Firms, and who looks after them: the rosters of the office that serves them."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from zhuqi.foundation.access import NotYours, Person
from zhuqi.foundation.directory import actions, uscc
from zhuqi.foundation.directory.actions import ContactDraft, EnterpriseDraft
from zhuqi.foundation.directory.actions.liaison import LinkDraft
from zhuqi.foundation.directory.enums import EnterpriseStatus, LiaisonKind, Sector
from zhuqi.foundation.directory.models import (
    Enterprise,
    EnterpriseContact,
    LiaisonLink,
    Official,
    Post,
    Region,
    Unit,
)
from zhuqi.foundation.directory.queries import offices_for, served_regions
from zhuqi.foundation.typed import phone
from zhuqi.ledgers.imports.cells import plain
from zhuqi.ledgers.imports.lookups import regions_of, units_meant
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

_TWICE = _lazy("和第 %(row)s 行重复")
FIRM_NAME = RosterField("name", _lazy("企业名称"), ("企业", "企业全称", "公司名称", "单位名称"),
                        required=True, sample="许昌示例有限公司")  # fmt: skip
FIRM_CODE = RosterField("uscc", _lazy("统一社会信用代码"), ("信用代码", "社会信用代码", "代码"),
                        holds=Holds.DIGITS, sample="91411000MA0000009X")  # fmt: skip


def _refuse_others(by: Person) -> None:
    if not by.scope.offices:
        raise NotYours(_("企业和包联名册由活动办导入"))


def _known(rows: Sequence[Row]) -> tuple[dict[str, Enterprise], dict[str, list[Enterprise]]]:
    """Firms by code and by name, whoever serves them: a code is nobody's twice."""
    codes = {uscc.normalise(row["uscc"]) for row in rows if row["uscc"]}
    found = Enterprise.objects.select_related("region", "office")
    by_code = {firm.uscc: firm for firm in found.filter(uscc__in=codes) if firm.uscc}
    by_name: defaultdict[str, list[Enterprise]] = defaultdict(list)
    for firm in found.filter(name__in={row["name"] for row in rows}):
        by_name[plain(firm.name)].append(firm)
    return by_code, by_name


def _foreign(firm: Enterprise, by: Person) -> str:
    """Why this firm is not these people's to enter; of another office's only that it is so."""
    if firm.office_id in by.scope.offices:
        return ""
    return _("这家企业由%(office)s服务，请由其导入") % {"office": firm.office}


class FirmRoster(Roster):
    """企业."""

    key, name = "firms", _lazy("企业")
    note = _lazy("按信用代码认，没有代码的按名称认：已有的只补改填了的栏，空着的栏不动。")
    fields = (
        FIRM_NAME,
        FIRM_CODE,
        RosterField("region", _lazy("县区"), ("所在地", "县市区", "所属县区", "区划代码"),
                    required=True, sample="襄城县"),
        RosterField("sector", _lazy("行业台账"), ("行业", "所属行业"), sample="工业"),
        RosterField("address", _lazy("地址"), ("企业地址", "住所", "经营地址"), sample=""),
        RosterField("contact", _lazy("联系人"), ("企业联系人", "负责人"), holds=Holds.NAME,
                    sample="王五"),
        RosterField("phone", _lazy("联系电话"), ("电话", "手机", "联系人电话", "联系方式"),
                    holds=Holds.DIGITS, sample="13800000001"),
    )  # fmt: skip

    def refuse_strangers(self, by: Person) -> None:
        """An office's."""
        _refuse_others(by)

    def judge(self, rows: Sequence[Row], by: Person) -> list[Judged]:
        """By code, else by name."""
        by_code, by_name = _known(rows)
        served = list(served_regions())
        regions = regions_of(served)
        serving = offices_for(served)
        contacts = _contacts(by_code, by_name)
        seen: dict[str, int] = {}
        found = []
        for row in rows:
            code = uscc.normalise(row["uscc"])
            region = regions.get(plain(row["region"]))
            key = code or plain(row["name"])
            if row.faults:
                found.append(refused(row, row["name"], "；".join(row.faults)))
            elif region is None:
                why = _("“%(name)s”不是有活动办的县区") % {"name": row["region"]}
                found.append(refused(row, row["name"], why))
            elif key in seen:
                found.append(refused(row, row["name"], _TWICE % {"row": seen[key]}))
            else:
                seen[key] = row.number
                firm, why = _meant(row, by_code, by_name)
                found.append(
                    refused(row, row["name"], why)
                    if why
                    else _firm(
                        row, region, firm, by, office=serving.get(region.pk), contacts=contacts
                    )
                )
        return found

    def add(self, new: Sequence[Judged], by: Person, reason: str) -> None:  # noqa: ARG002 (a firm's event has no reason)
        """By the rule of every firm."""
        actions.add_enterprises([one.draft for one in new], by=by.actor)

    def change(self, one: Judged, by: Person, reason: str) -> None:  # noqa: ARG002 (as above)
        """By the rule of every firm, with a contact that is new."""
        changes = dict(one.changes)
        contact = changes.pop("contact", None)
        if changes:
            actions.change_enterprise(enterprise=one.draft, by=by.actor, **changes)
        if contact is not None:
            actions.add_contact(enterprise=one.draft, draft=contact, by=by)


def _contacts(
    by_code: dict[str, Enterprise], by_name: dict[str, list[Enterprise]]
) -> set[tuple[int, str, str]]:
    ids = {firm.pk for firm in by_code.values()}
    ids |= {firm.pk for several in by_name.values() for firm in several}
    rows = EnterpriseContact.objects.filter(enterprise__in=ids).order_by()
    return set(rows.values_list("enterprise", "name", "phone"))


def _meant(
    row: Row, by_code: dict[str, Enterprise], by_name: dict[str, list[Enterprise]]
) -> tuple[Enterprise | None, str]:
    """The firm there is already, or why it cannot be told."""
    code, named_so = uscc.normalise(row["uscc"]), by_name.get(plain(row["name"]), [])
    if code and code in by_code:
        return by_code[code], ""
    if code:
        coded = [firm for firm in named_so if firm.uscc]
        if coded:
            return None, _("目录中的同名企业信用代码是 %(code)s，请核对") % {"code": coded[0].uscc}
    if len(named_so) > 1:
        return None, _("有 %(n)s 家企业叫这个名字，请填信用代码") % {"n": len(named_so)}
    return (named_so[0] if named_so else None), ""


def _firm(
    row: Row,
    region: Region,
    firm: Enterprise | None,
    by: Person,
    *,
    office: Unit | None,
    contacts: set[tuple[int, str, str]],
) -> Judged:
    told = row["name"]
    sectors = {plain(str(one.label)): one for one in Sector}
    sector = sectors.get(plain(row["sector"])) if row["sector"] else None
    if row["sector"] and sector is None:
        names = "、".join(str(one.label) for one in Sector)
        why = _("行业台账“%(sector)s”不认识，可填：%(names)s")
        return refused(row, told, why % {"sector": row["sector"], "names": names})
    number = phone(row["phone"]) or row["phone"]
    if firm is None:
        if office is None or office.pk not in by.scope.offices:
            why = _("%(region)s的企业由%(office)s登记，请由其导入")
            return refused(row, told, why % {"region": region, "office": office or _("上级")})
        draft = EnterpriseDraft(
            name=row["name"],
            region=region,
            uscc=row["uscc"],
            status=EnterpriseStatus.OPERATING if row["uscc"] else EnterpriseStatus.PREPARING,
            sector=sector or Sector.OTHER,
            address=row["address"],
            contacts=(ContactDraft(name=row["contact"], phone=number),) if row["contact"] else (),
        )
        notes = [uscc.check(row["uscc"]).warning if row["uscc"] else _("没有代码，按筹建登记")]
        return Judged(row, told, Outcome.NEW, "；".join(filter(None, notes)), draft)
    if why := _foreign(firm, by):
        return refused(row, told, why)
    wanted: dict[str, Any] = {
        "name": row["name"], "region": region, "sector": sector, "address": row["address"],
    }  # fmt: skip
    if firm.uscc is None:
        wanted["uscc"] = uscc.normalise(row["uscc"])
    changes = differing(wanted, firm)
    labels = {one.name: str(one.label) for one in FirmRoster.fields}
    words = said(changes, firm, labels)
    if row["contact"] and (firm.pk, row["contact"], number) not in contacts:
        changes["contact"] = ContactDraft(name=row["contact"], phone=number)
        more = _("添加联系人 %(name)s") % {"name": row["contact"]}
        words = "；".join(filter(None, (words, more)))
    if not changes:
        return Judged(row, told, Outcome.UNCHANGED)
    return Judged(row, told, Outcome.CHANGED, words, firm, changes)


class LinkRoster(Roster):
    """包联."""

    key, name = "links", _lazy("包联关系")
    note = _lazy("企业和干部都要已在目录中。正在包联的不重复登记；解除和交接在“包联”里办。")
    fields = (
        FIRM_NAME,
        FIRM_CODE,
        RosterField("official", _lazy("助企干部"), ("包联干部", "包联人", "干部", "包联领导",
                    "联系人", "服务专员"), holds=Holds.NAME, sample="李四"),
        RosterField("unit", _lazy("单位"), ("包联单位", "干部单位", "所在单位"),
                    required=True, sample="许昌市科技局"),
        RosterField("kind", _lazy("类型"), ("包联类型",), sample="助企干部"),
        RosterField("since", _lazy("包联起"), ("起始日期", "包联时间", "开始日期"),
                    holds=Holds.DAY, sample="2026-01-01"),
    )  # fmt: skip

    def refuse_strangers(self, by: Person) -> None:
        """An office's."""
        _refuse_others(by)

    def judge(self, rows: Sequence[Row], by: Person) -> list[Judged]:
        """An official by name within the unit; without a name the unit as such."""
        by_code, by_name = _known(rows)
        unit_meant = units_meant(Unit.objects.filter(active=True).select_related("region"), by)
        today = timezone.localdate()
        officials: defaultdict[tuple[str, int], dict[int, Official]] = defaultdict(dict)
        posts = Post.objects.filter(official__name__in={row["official"] for row in rows})
        for post in posts.select_related("official"):
            if post.until is None or post.until >= today:
                here = officials[plain(post.official.name), post.unit_id]
                here[post.official_id] = post.official
        ids = {firm.pk for firm in by_code.values()}
        ids |= {firm.pk for several in by_name.values() for firm in several}
        running = LiaisonLink.objects.filter(enterprise__in=ids, until=None).order_by()
        held = set(running.values_list("enterprise", "official", "unit"))
        seen: dict[tuple[int, int | None, int | None], int] = {}
        found = []
        for row in rows:
            unit = unit_meant(row["unit"])
            here = officials[plain(row["official"]), unit.pk] if unit else {}
            one = _link(row, by, _meant(row, by_code, by_name), unit, list(here.values()))
            if (draft := one.draft) is not None:
                key = (
                    draft.enterprise.pk,
                    draft.official.pk if draft.official else None,
                    draft.unit.pk if draft.unit else None,
                )
                if key in held:
                    one = Judged(row, one.told, Outcome.UNCHANGED)
                elif key in seen:
                    one = refused(row, one.told, _TWICE % {"row": seen[key]})
                seen.setdefault(key, row.number)
            found.append(one)
        return found

    def add(self, new: Sequence[Judged], by: Person, reason: str) -> None:  # noqa: ARG002 (a link's event has no reason)
        """By the rule of every link."""
        actions.link_liaisons([one.draft for one in new], by=by)

    def change(self, one: Judged, by: Person, reason: str) -> None:
        """Nothing of a link changes by table."""
        raise NotImplementedError


def _link(
    row: Row,
    by: Person,
    meant: tuple[Enterprise | None, str],
    unit: Unit | None,
    officials: Sequence[Official],
) -> Judged:
    told = f"{row['name']} {row['unit']} {row['official']}".strip()
    firm, why = meant
    kinds = {plain(str(kind.label)): kind for kind in LiaisonKind}
    usual = LiaisonKind.OFFICIAL if row["official"] else LiaisonKind.UNIT
    kind = kinds.get(plain(row["kind"])) if row["kind"] else usual
    wrong = (
        (bool(row.faults), "；".join(row.faults)),
        (bool(why), why),
        (firm is None, _("目录中没有这家企业，请先导入企业")),
        (firm is not None and bool(_foreign(firm, by)), _foreign(firm, by) if firm else ""),
        (unit is None, _("没有找到单位“%(name)s”，或有几个同名") % {"name": row["unit"]}),
        (kind is None, _("类型“%(kind)s”不认识，可填：包联领导、助企干部、包联单位")
         % {"kind": row["kind"]}),
        (kind is not None and (kind is LiaisonKind.UNIT) == bool(row["official"]),
         _("包联单位不填干部姓名，其余的要填")),
        (bool(row["official"]) and not officials,
         _("%(unit)s没有叫%(name)s的在任干部") % {"unit": unit, "name": row["official"]}),
        (len(officials) > 1,
         _("%(unit)s有几位%(name)s，请在“包联”里登记") % {"unit": unit, "name": row["official"]}),
    )  # fmt: skip
    for holds, sentence in wrong:
        if holds:
            return refused(row, told, sentence)
    assert firm is not None and kind is not None  # noqa: S101, PT018 (for the type checker)
    in_person = kind is not LiaisonKind.UNIT
    draft = LinkDraft(
        enterprise=firm,
        official=officials[0] if in_person else None,
        unit=None if in_person else unit,
        kind=kind,
        since=row.days.get("since", timezone.localdate()),
    )
    return Judged(row, told, Outcome.NEW, draft=draft)
