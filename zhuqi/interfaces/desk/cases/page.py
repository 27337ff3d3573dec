"""What the page of one case shows, as the shell's parts: no HTML here, no decisions either."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils.translation import gettext as _

from zhuqi.foundation.accounts.absences import Away
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.directory.privacy import mask_phone
from zhuqi.interfaces.desk.cases import instructed
from zhuqi.interfaces.desk.cases.asked import Block, blocks_of
from zhuqi.interfaces.desk.cases.below_times import parts_below
from zhuqi.interfaces.desk.cases.moments import label_of, note_of
from zhuqi.interfaces.desk.cases.next_step import next_clock
from zhuqi.interfaces.desk.cases.papers import paper
from zhuqi.interfaces.desk.cases.presence import sides_of
from zhuqi.interfaces.desk.cases.rows import conditions_of, state_pill
from zhuqi.interfaces.desk.cases.verb_groups import Acts, acts_of
from zhuqi.interfaces.shell import case_words, wording
from zhuqi.interfaces.shell.drawing import light_mark
from zhuqi.interfaces.shell.parts import Action, Clock, Fact, Happening, Light, Paper
from zhuqi.ledgers.cases import models
from zhuqi.ledgers.cases.contributions import other_moments, other_offers
from zhuqi.ledgers.cases.enums import (
    OFFICE_CASE_ROLES,
    OPEN_STATES,
    VERBS,
    AssignmentRole,
    AssignmentState,
    CaseRole,
    ClockKind,
    CoverState,
    State,
    Verb,
)
from zhuqi.ledgers.cases.models import FAR, Answer, Assignment, Transfer
from zhuqi.ledgers.cases.queries import light_of, timing_of
from zhuqi.ledgers.cases.reading.case_view import CaseView
from zhuqi.ledgers.cases.reading.clock_rows import ClockRow, remaining
from zhuqi.ledgers.cases.reading.fields import Field
from zhuqi.ledgers.cases.reading.file_access import is_firms_own
from zhuqi.ledgers.cases.reading.moments import Moment
from zhuqi.ledgers.cases.secrecy.actions import SAID
from zhuqi.ledgers.cases.verbs import CAME_IN

# Events that make no page stale.
UNCOUNTED = frozenset({Verb.NOTE, Verb.RECOMPUTE})


@dataclass(frozen=True, slots=True)
class Party:
    """A unit on the case, with the people behind it."""

    role: str
    name: str
    state: str
    lines: list[Fact]
    inner: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """The time that stands in the head of the page: of what, how it stands, until when."""

    words: str
    light: str
    due: str


@dataclass(frozen=True, slots=True)
class UnitReads:
    """A confidential case's words as a unit will read them; `open`: how many are not judged."""

    title: str
    body: str
    wish: str
    entries: list[str]
    files_hidden: int
    open: int
    url: str


class CasePage:
    """One case on screen. Everything is read from the `CaseView`, already cut to the person."""

    def __init__(self, file: CaseView) -> None:
        self.file = file
        self.case = file.case
        self.user_id = file.person.scope.user_id

    # The head ----------------------------------------------------------------------------------

    @cached_property
    def head(self) -> "Head | None":
        """What the person has to do next and until when; else which step the case is at, whose,
        and how it stands in time for those who look at the whole case. None where nothing runs."""
        timing = timing_of(self.file.person.scope)
        running = [c for c in self.file.aggregate.clocks.values() if c.stopped_at is None]
        if (mine := next_clock(self.file)) is not None:
            step = str(ClockKind(mine.clock).label)
            return self._head(_("我的下一步：%(step)s") % {"step": step}, mine, judged=True)
        case = self.case
        same = (c for c in running if c.clock == case.due_clock and c.due_at == case.due_at)
        if (next_one := next(same, None)) is None or case.due_at >= FAR:
            return None
        step = str(ClockKind(next_one.clock).label)
        whose = _("%(step)s（%(unit)s）") % {"step": step, "unit": case.due_unit}
        words = _("当前环节：%(step)s") % {"step": whose if case.due_unit else step}
        return self._head(words, next_one, judged=timing.goes_by(case))

    def _head(self, words: str, clock: models.Clock, *, judged: bool) -> "Head":
        days, now = self.file.aggregate.calendar, self.file.now
        left = remaining(clock.due_at, now, days, unit=clock.unit)
        light = light_of(clock.due_at, clock.warn_at, now) if judged else Light.NONE
        return Head(words, light_mark(light, left), wording.moment(clock.due_at))

    @property
    def works(self) -> bool:
        """True for those who handle it: they hear who else is at it."""
        return bool(sides_of(self.file.person, self.case, self.file.aggregate.assignments))

    @property
    def state(self) -> str:
        """Where it stands, drawn."""
        return state_pill(self.case.state)

    @property
    def conditions(self) -> list[str]:
        """争议, 已挂起: what is true of it beside the state."""
        return conditions_of(self.case, self.file.now)

    @property
    def asked(self) -> list[Block]:
        """What units asked and the office has not decided."""
        return [block for block in blocks_of(self.file) if block.open]

    @property
    def decided(self) -> list[Block]:
        """What was asked and decided before."""
        return [block for block in blocks_of(self.file) if not block.open]

    @property
    def instructions(self) -> list[instructed.Block]:
        """批示 on it, as this person may read them; the newest first."""
        return instructed.blocks_of(self.file)

    @property
    def instructs(self) -> bool:
        """True for leaders: what they wrote, and may write, comes before everything."""
        return CaseRole.LEADER in self.file.case_roles

    # What the firm said ------------------------------------------------------------------------

    @property
    def parted(self) -> str:
        """Where the whole of the firm's words stands, or what else they are handled as."""
        if number := self.file.split_from:
            return _("活动办摘自编号 %(number)s；企业的原文完整保留在那一件。") % {"number": number}
        if numbers := self.file.split_off:
            return _("这是企业的原文，一字未改；其中一部分另立编号 %(numbers)s 办理。") % {
                "numbers": "、".join(numbers)
            }
        return ""

    @property
    def papers(self) -> list[Paper]:
        """Files that came with the case itself."""
        return [paper(f, self.user_id) for f in self.file.files if f.purpose in CAME_IN]

    @property
    def refusal(self) -> list[Fact]:
        """Who refused it, on what ground, and where to go instead."""
        case = self.case
        return [
            Fact(_("答复机关"), case.refused_by_organ),
            Fact(_("依据"), linebreaksbr(case.refusal_ground)),
            Fact(_("去处"), linebreaksbr(case.where_to_go)),
        ]

    @property
    def facts(self) -> list[Fact]:
        """How it came and what the office made of it."""
        case = self.case
        item, now = (
            " › ".join(one.name for one in path) for path in (self.file.item, self.file.item_now)
        )
        renamed = _("现在称“%(item)s”") % {"item": now} if now != item else ""
        channel = self.file.channel
        source = channel.name if channel else case.channel
        outbox_item = _("办结后须把结果回复来源") if channel and channel.result_owed else ""
        lines = [
            Fact(_("提出时间"), wording.moment(case.submitted_at)),
            Fact(
                _("来源"),
                f"{source} {case.foreign_number}".strip(),
                hint="；".join(filter(None, (outbox_item, case.source_note))),
            ),
            Fact(_("台账"), f"{case.office.name} · {case.get_level_display()}"),
            *self._handed_up,
        ]
        if case.accepted_at:
            lines += [
                Fact(_("事项"), item, hint=renamed),
                Fact(_("类型"), f"{case.get_kind_display()} · {case.get_tier_display()}"),
                Fact(_("性质"), str(case.get_nature_display())),
                Fact(_("紧急程度"), str(case.get_urgency_display())),
            ]
        lines.append(Fact(_("行业台账"), str(case.get_sector_display()) if case.sector else ""))
        if case.boundary:
            lines.append(Fact(_("边界"), f"{case.boundary}（{case.boundary.organ}）"))
        lines.append(Fact(_("时限方案"), self.file.scheme))
        lines += list(self._company())
        if tags := [tag.name for tag in self.file.tags]:
            lines.append(Fact(_("标签"), "、".join(tags)))
        if case.effect_money or case.effect_staff:
            money = f"{case.effect_money:,.2f} 万元" if case.effect_money else ""
            staff = f"{case.effect_staff} 人" if case.effect_staff else ""
            lines.append(Fact(_("办理成效"), "，".join(filter(None, (money, staff)))))
        return lines

    def _company(self) -> Iterator[Fact]:
        """Cases handled as one, and the topic it belongs to; linked where one may go."""
        office = bool(self.file.case_roles & OFFICE_CASE_ROLES)
        main, merged = self.case.merged_into, self.file.aggregate.merged_in
        first, parted = self.file.split_from, self.file.split_off
        for label, number in (
            *((_("并入"), main.number) for main in filter(None, [main])),
            *((_("合并的诉求"), number) for number in merged),
            *((_("拆分自"), number) for number in filter(None, [first])),
            *((_("拆分出"), number) for number in parted),
        ):
            url = reverse("desk:case", args=[number]) if office else ""
            yield Fact(label, number, url=url)
        if topic := self.case.topic:
            url = "" if self.file.outside else reverse("desk:topic", args=[topic.pk])
            yield Fact(_("共性问题"), topic.title, url=url)

    @property
    def _handed_up(self) -> list[Fact]:
        """Each hand-up: from where, why, and what became of it."""
        if self.file.outside:
            return []
        return [
            Fact(
                _("提级"),
                f"{wording.day(row.asked_at)} {row.get_outcome_display()}",
                hint="；".join(filter(None, (row.reason, row.decision))),
            )
            for row in self.file.aggregate.escalations
        ]

    @property
    def answer(self) -> Answer | None:
        """The newest answer this person may read, unless it was sent back."""
        answers = [a for a in self.file.answers if a.status != Answer.Status.RETURNED]
        return answers[-1] if answers else None

    # The firm ----------------------------------------------------------------------------------

    @property
    def firm(self) -> list[Fact]:
        """The firm and whom to call there; phones only for those who call."""
        case, opened = self.case, Field.PHONES in self.file.fields
        phone = case.reporter_phone if opened else mask_phone(case.reporter_phone)
        lines = []
        if case.enterprise:
            url = reverse("desk:enterprise", args=[case.enterprise.pk])
            # A chamber has no page of its member's file.
            reached = "" if self.file.outside else url
            lines.append(Fact(_("企业"), case.enterprise.name, url=reached))
        elif case.redaction is not None:
            lines.append(Fact(_("企业"), case.firm_name, hint=self.redacted))
        lines += [
            Fact(_("县区"), case.region.name),
        ]
        if case.redaction is None:
            lines.append(Fact(_("联系人"), f"{case.reporter} {phone}".strip()))
        if case.complained_of:
            waits = _("还没有核定是哪个单位，核定前不能交办") if case.complained_open else ""
            lines.append(Fact(_("被反映单位"), case.complained_of, hint=waits))
        if case.enterprise:
            liaison = "、".join(
                f"{o.name} {o.phone if opened else mask_phone(o.phone)}".strip()
                for o in self.file.liaisons
            )
            lines.append(Fact(_("助企干部"), liaison))
        return lines

    @property
    def reveal_url(self) -> str:
        """Where masked phones are asked for; "" where nothing is masked, or nothing to be had."""
        hidden = Field.PHONES in self.file.fields or self.case.redaction is not None
        if hidden or self.file.outside or not self.case.reporter_phone:
            return ""
        return reverse("desk:case_reveal", args=[self.case.number])

    @property
    def transfer_url(self) -> str:
        """Where the sheet of a transferred case stands; for the office that handed it over."""
        if self.case.state != State.TRANSFERRED or not self.file.case_roles & OFFICE_CASE_ROLES:
            return ""
        transfer_sheet = (
            Transfer.objects.filter(case=self.case.pk).values_list("pk", flat=True).first()
        )
        return reverse("desk:transfer", args=[transfer_sheet]) if transfer_sheet else ""

    @property
    def redacted(self) -> str:
        """What to do where the firm is hidden from this person."""
        if self.case.sealed:
            return _("已密封移送，平台上任何人不再查看内容。")
        return _("企业要求保密。需要核实情况的，请与%(office)s联系，不得打听、推测企业身份。") % {
            "office": self.case.office.name
        }

    @property
    def reads(self) -> UnitReads | None:
        """What of the firm's own words a unit will read, for the office that judges it."""
        redaction = self.file.redacted_for_units
        if redaction is None or self.file.offer(Verb.COVER) is None:
            return None
        case, over = self.case, redaction.over
        covers = self.file.aggregate.covers
        return UnitReads(
            title=over(case.title),
            body=over(case.body),
            wish=over(case.wish),
            entries=[over(row.text) for row in self.file.aggregate.entries if row.verb in SAID],
            files_hidden=sum(is_firms_own(file) for file in self.file.files),
            open=sum(row.state == CoverState.OPEN for row in covers),
            url=reverse("desk:verb", args=[case.number, Verb.COVER.value]),
        )

    @property
    def secrecy(self) -> list[Fact]:
        """Who keeps away, and which units have been told the firm's name; for the office."""
        lines = [
            Fact(str(row.get_kind_display()), str(row.unit or row.user), hint=row.reason)
            for row in self.file.recusals
        ]
        if self.file.told:
            names = "、".join(str(unit) for unit in self.file.told)
            lines.append(Fact(_("已告知单位"), names))
        return lines

    @property
    def parties(self) -> list[Party]:
        """Units with a sheet: those at work first, each with those it passed its sheet on to."""
        opened = Field.PHONES in self.file.fields
        deemed = {sheet.pk for sheet in self.file.deemed_received}
        sheets = [a for a in self.file.assignments if a.state != AssignmentState.RECALLED]
        places = {sheet.pk: sheet.sheet for sheet in sheets}
        ended = self.case.state in OPEN_STATES
        sheets.sort(
            key=lambda a: (
                ended and a.state == AssignmentState.CLOSED,
                places.get(a.parent_id or a.pk, 0),
                a.sheet,
            )
        )
        return [self._party(sheet, opened=opened, deemed=sheet.pk in deemed) for sheet in sheets]

    def _party(self, sheet: Assignment, *, opened: bool, deemed: bool) -> Party:
        state = str(sheet.get_state_display())
        if deemed:
            state = _("视同签收（逾期未签）")
        lines = [Fact(_("交办"), wording.moment(sheet.issued_at))]
        if sheet.signed_at:
            lines.append(Fact(_("签收"), f"{wording.moment(sheet.signed_at)} {sheet.signed_by}"))
        if sheet.inner_due and sheet.in_force:
            lines.append(Fact(_("要求反馈"), wording.moment(sheet.inner_due)))
        lines += list(_people(sheet.unit, opened=opened))
        if sheet.role == AssignmentRole.LEAD and self.case.handler_name:
            phone = self.case.handler_phone if opened else mask_phone(self.case.handler_phone)
            handler = f"{self.case.handler_name} {phone}".strip()
            lines.append(Fact(_("经办人"), handler, hint=away_words(self.file.away)))
        if sheet.requirement and not self.file.outside:
            lines.append(Fact(_("办理要求"), sheet.requirement))
        role = str(sheet.get_role_display())
        if sheet.fallback:
            role = _("%(role)s（兜底）") % {"role": role}
        inner = sheet.parent_id is not None
        return Party(role, sheet.unit.name, state, lines, inner=inner)

    # Time --------------------------------------------------------------------------------------

    @property
    def running(self) -> list[Clock]:
        """Clocks that run, the earliest due first."""
        lines = [line for line in self.file.clocks if line.stopped_at is None]
        return [_clock(line) for line in sorted(lines, key=lambda line: line.due_at)]

    @property
    def ended(self) -> list[Clock]:
        """Clocks that have stopped, in the order they began."""
        return [_clock(line) for line in self.file.clocks if line.stopped_at is not None]

    @property
    def below_times(self) -> list[str]:
        """Where what other rooms say below them is fetched."""
        return parts_below(self.file)

    # What can be done --------------------------------------------------------------------------

    @cached_property
    def acts(self) -> Acts:
        """What can be done now, and why the rest can't."""
        return acts_of(self.file)

    @property
    def others(self) -> list[Action]:
        """What other rooms offer on it, and why not where they can't."""
        offers = other_offers(self.case, self.file.person, self.file.now)
        return case_words.actions("desk", offers, self.case.number)

    @property
    def main_action(self) -> Action | None:
        """For narrow pages, where the panels stand below the text: a way down to them."""
        main = self.acts.main
        if main is None:
            return None
        return Action(main.label, "#act" if main.form else main.url, main=True)

    # The timeline ------------------------------------------------------------------------------

    @property
    def happenings(self) -> list[Happening]:
        """Events, texts, files, one's own unit's notes and what other rooms did, newest last."""
        case, file = self.case, self.file
        others = other_moments(case, file.person, file.now, outside=file.outside)
        lines = [*self._events(), *self._notes(), *case_words.happenings("desk", others)]
        return sorted(lines, key=lambda happening: happening.at)

    def since(self, version: int) -> list[Happening]:
        """What happened after a page showed that version, as far as this person may read it."""
        past = self.file.aggregate.past
        counted = [e.seq for e in past if e.kind in VERBS and e.kind not in UNCOUNTED]
        missed = self.case.version - version
        if version < 0 or missed <= 0:
            return []
        first = counted[-missed:][0] if counted else 0
        moments = [m for m in self.file.moments if m.seq >= first and m.verb not in UNCOUNTED]
        return [self._happening(moment) for moment in moments]

    def _events(self) -> Iterator[Happening]:
        return map(self._happening, self.file.moments)

    def _happening(self, moment: Moment) -> Happening:
        return Happening(
            moment.at,
            moment.who,
            label_of(moment),
            note_of(moment),
            internal=moment.inside,
            papers=[paper(file, self.user_id) for file in moment.files],
        )

    def _notes(self) -> Iterator[Happening]:
        for note in self.file.notes:
            yield Happening(
                note.at,
                note.by,
                str(Verb.NOTE.label),
                note.text,
                unit=str(note.unit),
                internal=True,
            )

    @property
    def standing(self) -> str:
        """As what the person stands before this case."""
        return "、".join(
            str(case_role.label) for case_role in CaseRole if case_role in self.file.case_roles
        )


def away_words(away: Away | None) -> str:
    """请假至11月25日，李四 代理; nothing for somebody who is there."""
    if away is None:
        return ""
    if away.void:
        return _("请假至%(until)s，无人代理（%(why)s）") % {
            "until": wording.day(away.until, weekday=False),
            "why": away.void,
        }
    return _("请假至%(until)s，%(deputy)s 代理") % {
        "until": wording.day(away.until, weekday=False),
        "deputy": away.deputy,
    }


def _people(unit: Unit, *, opened: bool) -> Iterator[Fact]:
    for label, official in ((_("分管领导"), unit.leader), (_("单位联络员"), unit.contact)):
        if official is not None:
            phone = official.phone if opened else mask_phone(official.phone)
            yield Fact(label, f"{official.name} {phone}".strip())


def _clock(line: ClockRow) -> Clock:
    name = f"{line.clock.label} · {line.owner}" if line.owner else str(line.clock.label)
    explanation = [(one.part.label, one.text) for one in line.explanation]
    if line.due_at >= FAR:
        return Clock(name, Light.PAUSED, None, line.remaining)
    if line.stopped_at is None:
        light, remaining_ = line.light.value, line.remaining
    else:
        light = Light.RED.value if line.late else Light.DONE.value
        remaining_ = _("%(when)s 完成") % {"when": wording.moment(line.stopped_at)}
    return Clock(name, light, line.due_at, remaining_, explanation)
