"""What the page of one firm shows, as the shell's parts: no HTML here, no decisions either."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zhuqi.foundation.access import Role
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
from zhuqi.interfaces.desk.cases.rows import CaseRow, RowFormatter, light_mark
from zhuqi.interfaces.desk.firms.history import (
    FIELD_NAMES,
    History,
    HistoryRow,
    amount,
    industry_name,
    plain,
)
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.parts import Action, Fact, Stat
from zhuqi.ledgers.cases.enums import LIVE_STATES, OPEN_STATES, Light, Satisfaction, Verdict
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.queries import Whose
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
class PromiseRow:
    """What was promised on a case, until when."""

    number: str
    url: str
    title: str
    sentence: str
    due: str
    light: SafeString


@dataclass(frozen=True, slots=True)
class FirmCaseRow:
    """A case in a file that is about one firm alone: what came of it instead of whose it is."""

    row: CaseRow
    outcome: str
    closed: str
    promised: str = ""


@dataclass(frozen=True, slots=True)
class RatingRow:
    """What the firm said of an answer."""

    number: str
    url: str
    title: str
    words: str
    comment: str
    when: str


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
    changes: list[tuple[str, str, str]]
    words: str


class FirmPage:
    """One firm on screen and on paper. Everything comes from the `FirmFile`."""

    def __init__(self, file: FirmFile) -> None:
        self.file = file
        self.firm = file.firm
        self.formatter = RowFormatter(file.person, file.now)

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

    @property
    def actions(self) -> list[Action]:
        """What can be done with the file itself."""
        pk = self.firm.pk
        listed = []
        if self.registers:
            listed.append(
                Action(_("登记诉求"), f"{reverse('desk:register')}?firm={pk}", "plus", main=True)
            )
        if self.file.keeps:
            listed.append(
                Action(_("修改信息"), reverse("desk:enterprise_edit", args=[pk]), "pencil")
            )
            listed.append(Action(_("包联与商会"), reverse("desk:firm_liaison", args=[pk]), "flag"))
        if self.file.phones:
            listed.append(
                Action(_("企业人员与邀请码"), reverse("desk:firm_people", args=[pk]), "users")
            )
        listed.append(
            Action(_("走访卡片"), reverse("desk:enterprise_card", args=[pk]), "file-text")
        )
        return listed

    @property
    def registers(self) -> bool:
        """True for those who may write down what the firm says."""
        scope = self.file.person.scope
        return (
            Role.REGISTRAR,
            self.firm.office_id,
        ) in scope.posts or self.firm.pk in scope.liaised

    @property
    def card_stats(self) -> list[Stat]:
        """The card's own line: what is open and late, and what came of it all."""
        stats = self.stats
        return [*stats[:3], *stats[4:]]

    @property
    def stats(self) -> list[Stat]:
        """How the office stands with this firm; each figure opens its rows."""
        tally, effect = self.file.tally, self.file.effect
        more = "+" if self.file.more_live else ""
        stats = [
            Stat(_("件在办"), f"{tally.under_way}{more}", self.under_way_url),
            Stat(_("件逾期"), tally.late, self._ledger(light=Light.RED.value), Light.RED.value),
            Stat(_("件企业认可解决"), effect.solved, self.solved_url),
            Stat(_("件历次提出"), effect.raised, self._ledger(order="newest")),
        ]
        if effect.money:
            stats.append(Stat(_("万元涉及资金"), amount(effect.money), self.solved_url))
        if effect.staff:
            stats.append(Stat(_("名员工受益"), effect.staff, self.solved_url))
        return stats

    def _ledger(self, **query: str | Sequence[str]) -> str:
        pairs = urlencode(
            {"enterprise": str(self.firm.pk), "whose": Whose.ALL.value, **query}, doseq=True
        )
        return f"{reverse('desk:ledger')}?{pairs}"

    @property
    def under_way_url(self) -> str:
        """Cases under way, in the ledger."""
        return self._ledger(state=sorted(OPEN_STATES))

    @property
    def solved_url(self) -> str:
        """The rows behind the effect: what the firm itself calls solved."""
        return self._ledger(verdict=Verdict.SOLVED.value)

    @property
    def live_url(self) -> str:
        """All that is not over."""
        return self._ledger(state=sorted(LIVE_STATES))

    @property
    def all_url(self) -> str:
        """Every case of the firm."""
        return self._ledger(order="newest")

    @property
    def historical_url(self) -> str:
        """What was imported from old ledgers."""
        return self._ledger(historical="on", order="newest")

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

    # Cases -------------------------------------------------------------------------------------

    @property
    def live(self) -> list[CaseRow]:
        """What is under way, the most urgent first."""
        return self.formatter.rows(self.file.live)

    @property
    def closed(self) -> list[FirmCaseRow]:
        """What is over, the newest first."""
        rows = self.formatter.rows(self.file.closed)
        return [_line(case, row) for case, row in zip(self.file.closed, rows, strict=True)]

    @property
    def promises(self) -> list[PromiseRow]:
        """What the firm has been told will happen next."""
        return [
            PromiseRow(
                promised.case.number,
                reverse("desk:case", args=[promised.case.number]),
                promised.case.title,
                promised.sentence,
                wording.moment(promised.due_at) if promised.due_at else "",
                light_mark(promised.light),
            )
            for promised in self.file.promises
        ]

    @property
    def ratings(self) -> list[RatingRow]:
        """What the firm said of answers, the newest first."""
        return [
            RatingRow(
                rating.case.number,
                reverse("desk:case", args=[rating.case.number]),
                rating.case.title,
                f"{Verdict(rating.verdict).label} · {Satisfaction(rating.satisfaction).label}",
                rating.comment,
                wording.day(rating.rated_at, weekday=False),
            )
            for rating in self.file.ratings
        ]

    @property
    def verdicts(self) -> str:
        """已解决 3 · 部分解决 1 · 没有解决 0."""
        effect = self.file.effect
        counts = (effect.solved, effect.partly, effect.not_solved)
        pairs = zip(Verdict, counts, strict=True)
        return " · ".join(f"{verdict.label} {count}" for verdict, count in pairs)

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
            (FIELD_NAMES[name], plain(name, present[name]), str(text))
            for name, text in row.wanted.items()
        ]
        who = f"{row.asked_name} {wording.moment(row.asked_at)}"
        return CorrectionRow(row.pk, who, changes, row.words)

    @cached_property
    def history(self) -> list[HistoryRow]:
        """Every change of the file, the newest first."""
        return History(self.file).lines

    # The card ----------------------------------------------------------------------------------

    @property
    def urgent(self) -> list[FirmCaseRow]:
        """For a phone screen: what is owed to the firm, the most urgent first, with what it was
        promised."""
        promised = self.file.promises[:CARD_ROWS]
        rows = self.formatter.rows([one.case for one in promised])
        return [
            _line(one.case, row, wording.day(one.due_at, weekday=False) if one.due_at else "")
            for one, row in zip(promised, rows, strict=True)
        ]

    @property
    def further(self) -> int:
        """How many cases the card leaves out."""
        return len(self.file.live) - len(self.urgent)

    @property
    def last_said(self) -> list[tuple[str, str, str]]:
        """(what, when and who, text) of the newest rating and one's own newest note."""
        said = [
            (_("企业评价"), f"{rating.when} · {rating.title}", _said(rating))
            for rating in self.ratings[:1]
        ]
        standing = [note for note in self.notes if not note.struck]
        said += [(_("备注"), note.who, note.text) for note in standing[:1]]
        return said


CARD_ROWS = 3


def _line(case: Case, row: CaseRow, promised: str = "") -> FirmCaseRow:
    said = _("企业评价%(verdict)s") % {"verdict": case.get_verdict_display()}
    outcome = (
        str(case.get_disposition_display()) if case.disposition else "",
        said if case.verdict else "",
    )
    over = case.closed_at or case.completed_at or case.answered_at
    return FirmCaseRow(
        row,
        " · ".join(filter(None, outcome)),
        wording.day(over, weekday=False),
        promised,
    )


def _said(rating: RatingRow) -> str:
    return "：".join(filter(None, (rating.words, rating.comment)))


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
    return f"{amount(value)} 万元" if value is not None else ""


def dial(phone: str) -> str:
    """The first number written, as a link; empty where it is none."""
    first = re.split(r"[/,;、，；|]", phone, maxsplit=1)[0]
    digits = "".join(char for char in first if char in "0123456789+")
    return f"tel:{digits}" if len(digits) >= 7 else ""  # noqa: PLR2004 (the shortest local number)
