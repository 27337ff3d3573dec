"""A mapping: which column of a register feeds which field. Written in a page or as TOML. Pure."""

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from zhuqi.foundation.access import NotValid
from zhuqi.ledgers.imports.fields import FieldSpec, by_name, labels
from zhuqi.ledgers.imports.words import WORDED, choices_of

# Without one of each a row is nothing that could be looked up.
_ONE_OF = (("title", "body"), ("submitted_at", "assigned_at", "accepted_at"))
_KEYS = frozenset(
    {
        "office", "channel", "columns", "defaults", "fill_down", "words", "sheet", "heading_row",
        "heading_last", "year", "number_by_year",
    }
)  # fmt: skip
_YEARS = range(1990, 2100)
_MOST_ROWS = 10_000


@dataclass(frozen=True, slots=True)
class Register:
    """One register's mapping, checked.

    `columns`: field → the headings that feed it. `defaults`: field → what holds where the column
    has nothing. `fill_down`: fields whose empty cells repeat the one above. `words`: field → their
    word → ours. `heading_row` to `heading_last`: where the headings stand, 0 to look for them.
    `year`: of dates without one. `number_by_year`: numbers begin anew each year.
    """

    channel: str
    columns: Mapping[str, tuple[str, ...]]
    defaults: Mapping[str, str] = field(default_factory=dict)
    fill_down: tuple[str, ...] = ()
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    sheet: str = ""
    heading_row: int = 0
    heading_last: int = 0
    year: int | None = None
    number_by_year: bool = False

    @property
    def headings(self) -> list[str]:
        """Every heading it names."""
        return [name for names in self.columns.values() for name in names]

    def plain(self) -> dict[str, Any]:
        """As JSON keeps it."""
        told: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        return told


def read_file(path: Path) -> dict[str, Any]:
    """A TOML file as it is. NotValid where there is none that can be read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise NotValid(f"读不懂对照文件 {path.name}：{error}") from error


def checked(data: Mapping[str, Any]) -> Register:
    """Judge what was written. NotValid names what is missing, unknown or of the wrong kind."""
    if unknown := set(data) - _KEYS:
        raise NotValid(f"对照文件有不认识的项：{'、'.join(sorted(unknown))}")
    columns = _columns(_table(data, "columns"))
    for names in _ONE_OF:
        if not set(names) & set(columns):
            raise NotValid(f"对照文件缺少列：{' 或 '.join(names)}（{labels(names)}至少要有一列）")
    first, last = _row(data, "heading_row"), _row(data, "heading_last")
    if last and not first <= last <= first + 2:
        raise NotValid("heading_last（表头末行）应与 heading_row（表头首行）相同或在它下面一两行")
    year = data.get("year")
    if year is not None and (not isinstance(year, int) or year not in _YEARS):
        raise NotValid("对照文件的 year 应为四位数的年份，如 2021")
    return Register(
        channel=_text(data, "channel"),
        columns=columns,
        defaults=_defaults(_table(data, "defaults")),
        fill_down=tuple(_names(data, "fill_down", columns)),
        words=_words(_table(data, "words")),
        sheet=_text(data, "sheet"),
        heading_row=first,
        heading_last=last or first,
        year=year,
        number_by_year=bool(data.get("number_by_year", False)),
    )


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key, "")
    if value is None:
        return ""
    if not isinstance(value, str):
        raise NotValid(f"对照文件的 {key} 应为文字，写在引号里")
    return value.strip()


def _row(data: Mapping[str, Any], key: str) -> int:
    value = data.get(key, 0)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MOST_ROWS:
        raise NotValid(f"对照文件的 {key} 应为行号，如 3")
    return value


def _table(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = data.get(key, {})
    if not isinstance(value, Mapping):
        raise NotValid(f"对照文件的 {key} 应为一节：[{key}]，下面每行一项")
    return value


def _spec(name: str, where: str) -> FieldSpec:
    spec = by_name().get(name)
    if spec is None:
        raise NotValid(f"对照文件的 {where} 有不认识的项“{name}”，可用：{'、'.join(by_name())}")
    return spec


def _columns(table: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, value in table.items():
        spec = by_name().get(name)
        if spec is None:
            raise NotValid(f"对照文件有不认识的列：{name}；可用：{'、'.join(by_name())}")
        several = value if isinstance(value, list | tuple) else [value]
        if not all(isinstance(one, str) for one in several):
            raise NotValid(f"对照文件的列 {name} 应写表头的文字，写在引号里")
        headings = tuple(one.strip() for one in several if one.strip())
        if len(headings) > 1 and not spec.several:
            raise NotValid(f"“{spec.label}”只能对应一列，现在有：{'、'.join(headings)}")
        if headings:
            found[name] = headings
    return found


def _defaults(table: Mapping[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in table.items():
        spec = _spec(name, "defaults")
        if not spec.given:
            raise NotValid(f"“{spec.label}”不能设默认值")
        if not isinstance(value, str):
            raise NotValid(f"对照文件的默认值 {name} 应为文字，写在引号里")
        if value.strip():
            found[name] = value.strip()
    return found


def _names(data: Mapping[str, Any], key: str, columns: Mapping[str, object]) -> Iterator[str]:
    value = data.get(key, ())
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise NotValid(f'对照文件的 {key} 应为一组名称，如 ["firm", "county"]')
    for name in value:
        _spec(str(name), key)
        if name in columns:
            yield str(name)


def _words(table: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for name, words in table.items():
        spec = _spec(name, "words")
        if name not in WORDED or not isinstance(words, Mapping):
            raise NotValid(f"“{spec.label}”没有可以对照的词；写法：[words.state] 下面每行一个词")
        ours = {value: value for value, _label in choices_of(name)}
        ours |= {label: value for value, label in choices_of(name)}
        for theirs, word in words.items():
            if word and word not in ours:
                raise NotValid(f"“{spec.label}”没有“{word}”这个词，可用：{'、'.join(ours)}")
            found.setdefault(name, {})[str(theirs)] = ours.get(word, "")
    return found


def as_toml(office: str, mapping: Register, notes: Mapping[str, str]) -> str:
    """The mapping as a file to keep and correct; `notes` stand behind the columns they are about,
    and those of no column at its head."""
    lines = [f"# {line}" for line in notes.get("", "").splitlines()]
    lines += [f"office = {_quoted(office)}", f"channel = {_quoted(mapping.channel)}"]
    if mapping.sheet:
        lines.append(f"sheet = {_quoted(mapping.sheet)}")
    if mapping.heading_row:
        lines.append(f"heading_row = {mapping.heading_row}")
        lines.append(f"heading_last = {mapping.heading_last}")
    if mapping.year is not None:
        lines.append(f"year = {mapping.year}")
    if mapping.number_by_year:
        lines.append("number_by_year = true")
    if mapping.fill_down:
        lines.append(f"fill_down = [{', '.join(map(_quoted, mapping.fill_down))}]")
    lines += ["", "[columns]"]
    for name, headings in mapping.columns.items():
        value = ", ".join(map(_quoted, headings))
        written = value if len(headings) == 1 else f"[{value}]"
        lines.append(f"{name} = {written}{_note(notes.get(name, ''))}")
    if mapping.defaults:
        lines += ["", "[defaults]"]
        lines += [f"{name} = {_quoted(value)}" for name, value in mapping.defaults.items()]
    for name, words in mapping.words.items():
        lines += ["", f"[words.{name}]"]
        lines += [f"{_quoted(theirs)} = {_quoted(ours)}" for theirs, ours in words.items()]
    return "\n".join(lines) + "\n"


def _note(text: str) -> str:
    return f"  # {' '.join(text.split())}" if text else ""


def _quoted(text: str) -> str:
    # A basic string of TOML escapes what JSON escapes.
    return json.dumps(text, ensure_ascii=False)
