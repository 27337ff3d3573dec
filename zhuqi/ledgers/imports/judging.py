"""A row of a register judged: the past case it tells of, or why it can't be one."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any

from zhuqi.foundation.access import NotValid
from zhuqi.foundation.directory import uscc
from zhuqi.foundation.directory.models import Unit
from zhuqi.foundation.spreadsheets import Cell, Line
from zhuqi.foundation.typed import key
from zhuqi.ledgers.cases.actions.history import PastCase
from zhuqi.ledgers.cases.enums import OPEN_STATES, Satisfaction, State
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.imports.cells import digits_of, plain, text_of
from zhuqi.ledgers.imports.dates import Era, Moment, read_moment, refuse_absurd
from zhuqi.ledgers.imports.fields import Holds, by_name
from zhuqi.ledgers.imports.headings import Headings, last_part
from zhuqi.ledgers.imports.lookups import Lookups
from zhuqi.ledgers.imports.mapping import Register
from zhuqi.ledgers.imports.words import NOT_YET, UnknownWord, word_of

# What complaints call the three without which a row is nothing.
_CALLED = {"number": "编号", "title": "主题", "body": "内容"}
_TITLE = 60
_YEARS_AHEAD = 10
_PHONE = re.compile(r"(?:\+?86[- ]?)?1[3-9]\d{9}|0\d{2,3}-?\d{7,8}(?:-\d{1,5})?")
_KEY_LENGTH = 40
_LONGEST_HEADING = 60
_WORDS = ("kind", "tier", "nature", "sector", "disposition", "state", "verdict")


@cache
def _limit(name: str) -> int:
    return Case._meta.get_field(name).max_length or 0  # type: ignore[union-attr]  # noqa: SLF001


@dataclass(slots=True)
class Judged:
    """What a row is. `past` None: it is refused for `reason`. `notes`: what was not found or was
    assumed. `unknown`: words nobody knows, by field."""

    line: int
    past: PastCase | None = None
    key: str = ""
    firm_code: str = ""
    reason: str = ""
    notes: list[str] = field(default_factory=list)
    unknown: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Read:
    """A row as it was read: texts and moments by field, and what else has to be kept."""

    line: int
    texts: dict[str, str] = field(default_factory=dict)
    moments: dict[str, Moment] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    reason: str = ""
    unknown: dict[str, str] = field(default_factory=dict)

    def keep(self, label: object, text: str) -> None:
        """What has no column of ours stands in the remarks, whole."""
        self.kept.append(f"{label}：{text}")


class Judge:
    """Reads the rows of one sheet, in their order: empty cells may repeat the one above."""

    def __init__(
        self,
        register: Register,
        headings: Headings,
        *,
        office: Unit,
        lookups: Lookups,
        epoch_1904: bool,
        today: date,
        file_name: str,
    ) -> None:
        """`headings` were looked up in the sheet. NotValid for a needed column that is not there;
        columns one can do without are named in `missing`."""
        self.register, self.office, self.lookups, self.today = register, office, lookups, today
        self.era = Era(register.year or headings.year, epoch_1904)
        self.file_name = file_name
        self.names = headings.names
        self.places, self.missing = _places(register, headings)
        self._above: dict[str, list[Cell]] = {}
        self._headings = {
            plain(part) for name in headings.names for part in (name, last_part(name))
        }

    def judge(self, lines: Sequence[Line]) -> list[Judged]:
        """Each of them, with the firms of all of them looked up together."""
        read = [self._read(line) for line in lines]
        good = [one for one in read if not one.reason]
        self.lookups.read_firms(
            (one.texts.get("firm_code", "") for one in good),
            (one.texts.get("firm", "") for one in good),
        )
        return [self._judged(one) for one in read]

    def is_heading(self, line: Line) -> bool:
        """True for the headings again, as at the top of a printed page."""
        own = [cell for cell in line.cells if cell is not None]
        return len(own) > 1 and all(
            isinstance(cell, str) and len(cell) < _LONGEST_HEADING and plain(cell) in self._headings
            for cell in own
        )

    # Reading -------------------------------------------------------------------------------------

    def _read(self, line: Line) -> _Read:
        read = _Read(line.number)
        cells = {name: self._cells(name, line) for name in self.places}
        for name, values in cells.items():
            spec = by_name()[name]
            try:
                if spec.holds is Holds.MOMENT:
                    self._read_moment(read, name, values)
                else:
                    texts = map(digits_of if spec.holds is Holds.DIGITS else text_of, values)
                    read.texts[name] = "\n".join(text for text in texts if text)
            except NotValid as refusal:
                read.reason = read.reason or f"{_CALLED.get(name, spec.label)}{refusal.reason}"
        for name, text in self.register.defaults.items():
            if not read.texts.get(name):
                read.texts[name] = text
        for name in _WORDS:
            self._read_word(read, name)
        return read

    def _cells(self, name: str, line: Line) -> list[Cell]:
        """The cells that feed a field; where they are empty, perhaps those above."""
        cells = line.cells
        found = [cells[at] for at in self.places[name] if at < len(cells)]
        found = [cell for cell in found if cell is not None and cell != ""]
        if name in self.register.fill_down:
            if found:
                self._above[name] = found
            return self._above.get(name, [])
        return found

    def _read_moment(self, read: _Read, name: str, values: list[Cell]) -> None:
        if not values or (isinstance(values[0], str) and not text_of(values[0])):
            return
        try:
            moment = read_moment(values[0], self.era)
            refuse_absurd(moment, self.today, years_ahead=_YEARS_AHEAD if name == "limit" else 0)
        except NotValid:
            if name != "limit":
                raise
            # 长期、7 个工作日: a limit as somebody wrote it, which no clock follows.
            read.keep(by_name()[name].label, text_of(values[0]))
            return
        read.moments[name] = moment
        if moment.note:
            read.notes.append(f"{by_name()[name].label}{moment.note}")

    def _read_word(self, read: _Read, name: str) -> None:
        text = read.texts.get(name, "")
        if not text:
            return
        own = self.register.words.get(name, {})
        if name == "disposition" and plain(text) in NOT_YET - own.keys():
            read.words.setdefault("state", State.IN_PROGRESS)
            read.keep(by_name()[name].label, text)
            return
        try:
            read.words[name] = word_of(name, text, own)
        except UnknownWord as refusal:
            read.unknown[name] = text
            read.reason = read.reason or f"{by_name()[name].label}{refusal.reason}"

    # Judging -------------------------------------------------------------------------------------

    def _judged(self, read: _Read) -> Judged:
        judged = Judged(read.line, reason=read.reason, unknown=read.unknown)
        if judged.reason:
            return judged
        try:
            past = self._past(read)
        except NotValid as refusal:
            judged.reason = refusal.reason
            return judged
        judged.past, judged.notes = past, read.notes
        judged.firm_code = uscc.normalise(read.texts.get("firm_code", ""))[:18]
        judged.key = key(past.number)[:80] if past.number else _content_key(past)
        return judged

    def _past(self, read: _Read) -> PastCase:
        texts = read.texts
        for name in ("number", "title", "body"):
            if name in self.places and not texts.get(name):
                raise NotValid(f"{_CALLED[name]}为空")
        submitted = self._submitted(read)
        title, body = _title_and_body(texts.get("title", ""), texts.get("body", ""))
        firm = self.lookups.firm(texts.get("firm_code", ""), texts.get("firm", ""))
        if firm.note:
            read.notes.append(firm.note)
        dates = _dates(read, submitted)
        state = _state(read, dates)
        people, units = _people(read), self._units(read)
        region_id = self._region(read, firm.firm.region_id if firm.firm else None)
        item_id = self._item(read)
        self._keep_rest(read)
        return PastCase(
            number=self._number(texts.get("number", ""), submitted),
            title=title,
            body=body,
            wish=texts.get("wish", ""),
            submitted_at=submitted.at,
            firm_stated=_short(texts.get("firm", ""), "企业", _limit("firm_stated")),
            enterprise=firm.firm,
            region_id=region_id,
            kind=read.words.get("kind", ""),
            tier=read.words.get("tier", ""),
            nature=read.words.get("nature", ""),
            sector=read.words.get("sector", "") or (firm.firm.sector if firm.firm else ""),
            item_id=item_id,
            progress=texts.get("progress", ""),
            reply=texts.get("reply", ""),
            state=state,
            remarks="\n".join(read.kept),
            source_note=f"《{self.file_name[:160]}》第 {read.line} 行",
            **people,
            **units,
            **dates,
            **_verdict(read),
        )

    def _submitted(self, read: _Read) -> Moment:
        """When it was raised; where that is not said, when it was taken on or passed on."""
        for name in ("submitted_at", "accepted_at", "assigned_at"):
            if name in read.moments:
                if name != "submitted_at" and "submitted_at" in self.places:
                    read.notes.append(f"没有提出时间，以{by_name()[name].label}代替")
                return read.moments[name]
        raise NotValid("提出时间为空")

    def _number(self, number: str, submitted: Moment) -> str:
        if number and self.register.number_by_year:
            number = f"{submitted.at.year}-{number}"
        return _short(number, "编号", _limit("foreign_number"))

    def _region(self, read: _Read, of_firm: int | None) -> int | None:
        name = read.texts.get("county", "")
        if not name:
            return of_firm
        region = self.lookups.region(name)
        if region is None:
            read.notes.append(f"县区“{name}”没有对应的区划，按原文保存")
            read.keep("县区", name)
            return of_firm
        return region.pk

    def _item(self, read: _Read) -> int | None:
        name = read.texts.get("item", "")
        item = self.lookups.item(name) if name else None
        if name and item is None:
            read.notes.append(f"类别“{name}”没有对应的事项，按原文保存")
            read.keep("类别", name)
        return item.pk if item else None

    def _units(self, read: _Read) -> dict[str, Any]:
        stated, co = read.texts.get("lead", ""), read.texts.get("co", "")
        lead = self.lookups.unit(stated) if stated else None
        beside: tuple[Unit, ...] = ()
        if stated and lead is None:
            # 市工信局、市财政局: the first leads, the others help.
            units, nobody = self.lookups.several_units(stated)
            if units and not nobody:
                lead, beside = units[0], units[1:]
            else:
                read.notes.append(f"单位“{stated}”没有对应的单位，按原文保存")
                read.keep("主办单位", stated)
        helping, unknown = self.lookups.several_units(co) if co else ((), [])
        if unknown:
            read.notes += [f"单位“{name}”没有对应的单位，按原文保存" for name in unknown]
            read.keep("协办单位", co)
        return {"lead": lead, "stated": stated, "co": (*beside, *helping)}

    def _keep_rest(self, read: _Read) -> None:
        for name in ("leader", "liaison"):
            if text := read.texts.get(name, ""):
                read.keep(by_name()[name].label, text)
        if limit := read.moments.get("limit"):
            clock = f" {limit.at:%H:%M}" if limit.clock else ""
            read.keep(by_name()["limit"].label, f"{limit.day:%Y-%m-%d}{clock}")
        if text := read.texts.get("remarks", ""):
            read.keep(by_name()["remarks"].label, text)


def _places(register: Register, headings: Headings) -> tuple[dict[str, list[int]], list[str]]:
    """Where each field's columns stand, and which are not there though the mapping names them."""
    at = {plain(name): place for place, name in reversed(list(enumerate(headings.names))) if name}
    places: dict[str, list[int]] = {}
    missing: list[str] = []
    for name, wanted in register.columns.items():
        found = [at[plain(one)] for one in wanted if plain(one) in at]
        missing += [one for one in wanted if plain(one) not in at]
        if found:
            places[name] = found
    there = "、".join(name for name in headings.names if name)[:300]
    for needed in (("title", "body"), ("submitted_at", "accepted_at", "assigned_at")):
        if not set(needed) & set(places):
            asked = "、".join(
                f"“{one}”" for name in needed for one in register.columns.get(name, ())
            )
            raise NotValid(
                f"第 {headings.first} 行的表头里没有{asked}列；表头现有：{there or '（空）'}"
            )
    if "number" in register.columns and "number" not in places:
        # Without it another run could not tell these rows again.
        asked = "、".join(register.columns["number"])
        raise NotValid(f"第 {headings.first} 行的表头里没有“{asked}”列；表头现有：{there}")
    return places, missing


def _short(text: str, label: str, limit: int) -> str:
    if len(text) > limit:
        raise NotValid(f"{label}超过 {limit} 字（现在 {len(text)} 字）")
    return text


def _title_and_body(title: str, body: str) -> tuple[str, str]:
    """Both, of one if need be; what is too long for a title stands whole in the body."""
    if not title:
        first = body.split("\n", 1)[0]
        return (first if len(first) <= _TITLE else f"{first[: _TITLE - 1]}…"), body
    title = " ".join(title.split())
    longest = _limit("title")
    if len(title) > longest:
        body = f"{title}\n{body}" if body and body != title else title
        title = f"{title[: longest - 1]}…"
    return title, body or title


def _people(read: _Read) -> dict[str, Any]:
    """Contacts, cut to their columns; what did not fit is kept whole in the remarks."""
    name, phone = read.texts.get("reporter_name", ""), read.texts.get("reporter_phone", "")
    if name and not phone and (found := _PHONE.search(name)):
        # 张三 13800000000 in one cell.
        phone = found.group()
        name = " ".join(name.replace(phone, " ").strip(" /,，、:：()（）").split()) or name
        if len(_PHONE.findall(read.texts["reporter_name"])) > 1:
            read.keep("联系人", read.texts["reporter_name"])
    told = {
        "reporter_name": name,
        "reporter_phone": phone,
        "handler_name": read.texts.get("handler_name", ""),
        "handler_phone": read.texts.get("handler_phone", ""),
    }
    for column, text in told.items():
        limit = _limit(column)
        text = "、".join(text.split("\n"))  # noqa: PLW2901
        if len(text) > limit:
            read.keep(by_name()[column].label, text)
            text = f"{text[: limit - 1]}…"  # noqa: PLW2901
        told[column] = text
    return told


def _dates(read: _Read, submitted: Moment) -> dict[str, Any]:
    """Moments after the question. One that says the same day without an hour is not before it."""
    told: dict[str, datetime] = {}
    for name in ("accepted_at", "assigned_at", "replied_at", "completed_at", "closed_at"):
        moment = read.moments.get(name)
        if moment is None:
            continue
        if _before(moment, submitted):
            label = by_name()[name].label
            if name in {"replied_at", "completed_at", "closed_at"}:
                raise NotValid(f"{label}早于提出时间")
            read.notes.append(f"{label}早于提出时间，按原表保存")
            told[name] = moment.at
            continue
        told[name] = max(moment.at, submitted.at)
    return told


def _before(moment: Moment, submitted: Moment) -> bool:
    if moment.day != submitted.day:
        return moment.day < submitted.day
    return moment.clock and submitted.clock and moment.at < submitted.at


def _verdict(read: _Read) -> dict[str, Any]:
    word = read.words.get("verdict", "")
    told = {"disposition": read.words.get("disposition", "")}
    told["satisfaction" if word in Satisfaction.values else "verdict"] = word
    return told


def _state(read: _Read, dates: Mapping[str, datetime]) -> State:
    """As the register says; else by how far its columns go."""
    word, closed = read.words.get("state", ""), "closed_at" in dates
    if closed and (not word or word == State.COMPLETED):
        return State.STRUCK_OFF
    if not word:
        told = read.texts.get("reply") or read.words.get("disposition") or read.words.get("verdict")
        over = told or {"replied_at", "completed_at"} & dates.keys()
        return State.COMPLETED if over else State.SUBMITTED
    state = State(word)
    if closed and state in OPEN_STATES:
        raise NotValid(f"状态是“{state.label}”，却有销号日期")
    return state


def _content_key(past: PastCase) -> str:
    """Without a number a row is known again by what it says."""
    said = "\0".join(
        (past.submitted_at.date().isoformat(), past.firm_stated, past.title, past.body)
    )
    return "#" + hashlib.sha256(plain(said).encode()).hexdigest()[:_KEY_LENGTH]
