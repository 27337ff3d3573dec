"""What the directory knows of a firm, as the shell's parts: no HTML here, no decisions either.

Its cases are in `firm_cases`; further rooms contribute sections of their own.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zhuqi.foundation.directory.enums import (
    LiaisonKind,
    SizeClass,
)
from zhuqi.foundation.directory.models import (
    Correction,
    EnterpriseContact,
    EnterpriseNote,
    LiaisonLink,
    Official,
)
from zhuqi.foundation.directory.privacy import mask_phone
from zhuqi.foundation.directory.size import reasons
from zhuqi.interfaces.desk.firm_sections import (
    CARD_LINES,
    CARD_SECTIONS,
    FIRM_ACTIONS,
    FIRM_SECTIONS,
    CardLine,
    FirmSection,
    FirmVisit,
    said_lately,
)
from zhuqi.interfaces.desk.firms.history import (
    FIELD_NAMES,
    History,
    HistoryRow,
    industry_name,
    plain,
)
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.parts import Action, Fact
from zhuqi.interfaces.shell.tables import strong
from zhuqi.ledgers.firms.queries import FirmFile


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A contact of the firm; `phone` is masked for those who do not call."""

    pk: int
    name: str
    title: str
    phone: str
    email: str
    first: bool
    dial: str


@dataclass(frozen=True, slots=True)
class LinkRow:
    """Who looks or looked after the firm, as what, and since when."""

    kind: str
    name: str
    post: str
    phone: str
    dial: str
    period: str
    over: bool


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note of one's own unit."""

    pk: int
    text: str
    who: str
    struck: str


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """What the firm asks to have corrected: (field, as it stands, as the firm says)."""

    pk: int
    who: str
    changes: list[tuple[str, str, SafeString]]
    words: str


class FirmPage:
    """One firm's facts, people and history. Everything comes from the `FirmFile`."""

    def __init__(self, file: FirmFile) -> None:
        self.file = file
        self.firm = file.firm

    # The head ----------------------------------------------------------------------------------

    @property
    def line(self) -> str:
        """Where it is, what it does, how large it is."""
        firm = self.firm
        parts = (
            firm.region.name,
            firm.park.name if firm.park else "",
            str(firm.get_status_display()),
            str(firm.get_size_class_display()) if firm.size_class else "",
        )
        return " · ".join(filter(None, parts))

    # Facts -------------------------------------------------------------------------------------

    @property
    def facts(self) -> list[Fact]:
        """What the register knows, with the doubts and how the class follows."""
        firm = self.firm
        return [
            Fact(_("信用代码"), firm.uscc, hint=firm.uscc_warning),
            Fact(_("行业"), industry_name(firm.industry)),
            Fact(_("所在地"), firm.region.name),
            Fact(_("园区"), firm.park.name if firm.park else _("不在园区")),
            Fact(_("行业台账"), str(firm.get_sector_display())),
            Fact(_("服务的活动办"), firm.office.name),
            Fact(
                _("规模"), str(firm.get_size_class_display()) if firm.size_class else "",
                hint=self.size_hint,
            ),
            Fact(_("从业人员"), f"{firm.employees} 人" if firm.employees is not None else ""),
            Fact(_("营业收入"), _wan(firm.revenue)),
            Fact(_("资产总额"), _wan(firm.assets)),
            Fact(_("上级集团"), *self._group),
            Fact(_("地址"), firm.address),
        ]  # fmt: skip

    @property
    def _group(self) -> tuple[str, str, str]:
        """Name, no hint, and a link where the group's own file may be opened."""
        firm, group = self.firm, self.file.group
        name = firm.parent_group.name if firm.parent_group else _("无")
        return name, "", reverse("desk:enterprise", args=[group.pk]) if group else ""

    @property
    def size_hint(self) -> str:
        """How the class follows from the figures, or what is missing for it."""
        firm, sizing = self.firm, self.file.sizing
        if sizing.missing:
            missing = "、".join(sizing.missing_labels)
            return _("缺%(missing)s，不能按统计办法划型") % {"missing": missing}
        if sizing.group is None:
            return _("该行业不适用统计划型办法")
        if firm.size_class and firm.size_class != sizing.size:
            label = SizeClass(sizing.size).label if sizing.size else ""
            return _("人工确定；按数据应为%(size)s") % {"size": label}
        lines = reasons(firm.industry, firm.employees, firm.revenue, firm.assets)
        return _("按%(group)s划型：%(lines)s") % {"group": sizing.group, "lines": "；".join(lines)}

    @property
    def subsidiaries(self) -> list[tuple[str, str, str]]:
        """(name, address, region) of the subsidiaries in one's reach."""
        return [
            (one.name, reverse("desk:enterprise", args=[one.pk]), one.region.name)
            for one in self.file.subsidiaries
        ]

    # People ------------------------------------------------------------------------------------

    @property
    def contacts(self) -> list[ContactRow]:
        """The firm's own people, the one to call first at the top."""
        return [self._contact(contact) for contact in self.file.contacts]

    @property
    def reveal_url(self) -> str:
        """Where masked phones are asked for; "" where they are in sight, or there are none."""
        if self.file.phones or not any(contact.phone for contact in self.file.contacts):
            return ""
        return reverse("desk:enterprise_reveal", args=[self.firm.pk])

    def _contact(self, contact: EnterpriseContact) -> ContactRow:
        opened = self.file.phones
        return ContactRow(
            contact.pk,
            contact.name,
            contact.title,
            contact.phone if opened else mask_phone(contact.phone),
            contact.email if opened else "",
            contact.is_primary,
            dial(contact.phone) if opened else "",
        )

    @property
    def links(self) -> list[LinkRow]:
        """Who looks after the firm now: leaders first, then officials, then units."""
        today = timezone.localdate(self.file.now)
        lines = [(link, self._link(link, today)) for link in self.file.links]
        order = list(LiaisonKind)
        lines.sort(key=lambda pair: order.index(LiaisonKind(pair[0].kind)))
        return [line for _link, line in lines if not line.over]

    @property
    def past_links(self) -> list[LinkRow]:
        """Who looked after it before, the latest first."""
        today = timezone.localdate(self.file.now)
        lines = [self._link(link, today) for link in self.file.links]
        return [line for line in reversed(lines) if line.over]

    def _link(self, link: LiaisonLink, today: date) -> LinkRow:
        over = link.until is not None and link.until < today
        since = _("%(day)s起") % {"day": wording.day(link.since, weekday=False)}
        if link.until is not None:
            since = f"{wording.day(link.since, weekday=False)} – " + wording.day(
                link.until, weekday=False
            )
        name, post, phone = _who(link, today)
        opened = self.file.phones
        return LinkRow(
            str(link.get_kind_display()), name, post, phone if opened else mask_phone(phone),
            dial(phone) if opened else "", since, over,
        )  # fmt: skip

    # Notes, corrections, history ---------------------------------------------------------------

    @property
    def notes(self) -> list[NoteRow]:
        """One's own unit's notes, the newest first, those struck through with the reason."""
        return [_note(note) for note in self.file.notes]

    @property
    def corrections(self) -> list[CorrectionRow]:
        """What the firm asks for, beside what the file says."""
        return [self._correction(row) for row in self.file.corrections]

    def _correction(self, row: Correction) -> CorrectionRow:
        first = self.file.contacts[0] if self.file.contacts else None
        present: dict[str, object] = {name: getattr(self.firm, name, "") for name in row.wanted}
        present["contact_name"] = first.name if first else ""
        present["contact_phone"] = first.phone if first else ""
        changes = [
            (FIELD_NAMES[name], plain(name, present[name]), strong(text))
            for name, text in row.wanted.items()
        ]
        who = f"{row.asked_name} {wording.moment(row.asked_at)}"
        return CorrectionRow(row.pk, who, changes, row.words)

    @cached_property
    def history(self) -> list[HistoryRow]:
        """Every change of the file, the newest first."""
        return History(self.file).lines


def _who(link: LiaisonLink, today: date) -> tuple[str, str, str]:
    """Name, post and phone of a person; of a unit its name and its contact."""
    if link.official is not None:
        return link.official.name, _post_of(link.official, today), link.official.phone
    unit = link.unit
    if unit is None:
        return "", "", ""
    contact = unit.contact
    phone = contact.phone if contact else unit.phone
    return unit.name, _("单位联络员 %(name)s") % {"name": contact} if contact else "", phone


def _post_of(official: Official, today: date) -> str:
    held = [
        post
        for post in official.posts.all()
        if post.since <= today and (post.until is None or post.until >= today)
    ]
    return str(held[-1]) if held else ""


def _note(note: EnterpriseNote) -> NoteRow:
    who = f"{note.by} · {note.unit} · {wording.moment(note.at)}"
    struck = ""
    if note.struck_at is not None:
        struck = _("%(by)s %(when)s 划去：%(reason)s") % {
            "by": note.struck_by,
            "when": wording.moment(note.struck_at),
            "reason": note.strike_reason,
        }
    return NoteRow(note.pk, note.text, who, struck)


def _wan(value: Decimal | None) -> str:
    return f"{wording.amount(value)} 万元" if value is not None else ""


def dial(phone: str) -> str:
    """The first number written, as a link; empty where it is none."""
    first = re.split(r"[/,;、，；|]", phone, maxsplit=1)[0]
    digits = "".join(char for char in first if char in "0123456789+")
    return f"tel:{digits}" if len(digits) >= 7 else ""  # noqa: PLR2004 (the shortest local number)


def _page(visit: FirmVisit) -> FirmPage:
    return visit.once(FirmPage)


def _if(holds: Callable[[FirmFile], object]) -> Callable[[FirmVisit], FirmPage | None]:
    return lambda visit: _page(visit) if holds(visit.file) else None


def _note_line(visit: FirmVisit) -> list[CardLine]:
    standing = [note for note in _page(visit).notes if not note.struck]
    return [CardLine(_("备注"), note.who, note.text) for note in standing[:1]]


def _edit(visit: FirmVisit) -> Action | None:
    url = reverse("desk:enterprise_edit", args=[visit.firm.pk])
    return Action(_("修改信息"), url, "pencil") if visit.file.keeps else None


def _liaison(visit: FirmVisit) -> Action | None:
    url = reverse("desk:firm_liaison", args=[visit.firm.pk])
    return Action(_("包联与商会"), url, "flag") if visit.file.keeps else None


def _people(visit: FirmVisit) -> Action | None:
    url = reverse("desk:firm_people", args=[visit.firm.pk])
    return Action(_("企业人员与邀请码"), url, "users") if visit.file.phones else None


def _card(visit: FirmVisit) -> Action | None:
    return Action(_("走访卡片"), reverse("desk:enterprise_card", args=[visit.firm.pk]), "file-text")


def contribute() -> None:
    """Called once, when Django has loaded every room."""
    for order, name, query in (
        (10, "corrections", _if(lambda file: file.corrections)),
        (20, "facts", _page),
        (90, "history", _if(lambda file: file.history)),
    ):
        section = FirmSection(f"desk/firms/sections/{name}.html", query)
        FIRM_SECTIONS.register(name, section, order=order)
    for order, name, query in (
        (10, "contacts", _page),
        (20, "liaison", _page),
        (30, "tags", _page),
        (40, "notes", _if(lambda file: file.notes_for)),
    ):
        section = FirmSection(f"desk/firms/sections/{name}.html", query, aside=True)
        FIRM_SECTIONS.register(name, section, order=order)
    CARD_SECTIONS.register(
        "people", FirmSection("desk/firms/sections/card_people.html", _page), order=10
    )
    said = FirmSection("desk/firms/sections/card_said.html", said_lately, _("最近说过的"))
    CARD_SECTIONS.register("said", said, order=90)
    CARD_LINES.register("note", _note_line, order=20)
    for order, name, offered in (
        (20, "edit", _edit),
        (30, "liaison", _liaison),
        (40, "people", _people),
        (50, "card", _card),
    ):
        FIRM_ACTIONS.register(name, offered, order=order)
