"""The forms of an import: the file, what each column is, and the start."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import NotValid, Scope
from zhuqi.foundation.directory.models import Unit
from zhuqi.interfaces.desk.forms.base import DeskForm, RowForm, offer_rows
from zhuqi.interfaces.desk.imports.outcomes import told_of
from zhuqi.interfaces.shell.forms import Composed
from zhuqi.interfaces.shell.parts import Heading, Table
from zhuqi.interfaces.shell.sent import number_sent
from zhuqi.interfaces.shell.tables import from_template, lines
from zhuqi.ledgers.cases.models import Channel
from zhuqi.ledgers.imports import queries
from zhuqi.ledgers.imports.actions.importing import DEFAULT_CHANNEL
from zhuqi.ledgers.imports.fields import FIELDS
from zhuqi.ledgers.imports.files import path_of
from zhuqi.ledgers.imports.guessing import SURE, Column
from zhuqi.ledgers.imports.mapping import checked
from zhuqi.ledgers.imports.suggesting import Suggestion, suggest
from zhuqi.ledgers.imports.words import WORDED, choices_of

ACCEPTED = ".xlsx,.xls,.et,.ods,.csv,.txt,.htm,.html"


class UploadForm(DeskForm):
    """上传台账."""

    office = forms.ModelChoiceField(Unit.objects.none(), label=_("导入哪级台账"), empty_label=None)
    file = forms.FileField(
        label=_("台账文件"),
        help_text=_("Excel、WPS 表格或 CSV，不超过 50 MB。表头上面有标题、表头有两行都可以。"),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = Unit.objects.filter(pk__in=scope.offices).order_by("level", "pk")
        offer_rows(self, "office", offices)
        if len(scope.offices) == 1:
            self.fields["office"].initial = next(iter(scope.offices))
            self.fields["office"].widget = forms.HiddenInput()


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """A column of the file as the page shows it: what it is called, samples, and the choice."""

    column: Column
    choice: BoundField
    fill: BoundField

    @property
    def sure(self) -> str:
        """How sure the guess is, in words."""
        if not self.column.guess:
            return ""
        return _now("很像") if self.column.sure >= SURE else _now("可能")


class MatchForm(RowForm):
    """对照各列: one choice a column, and what holds for the whole file."""

    composed: ClassVar[Composed] = {
        "register": (
            "channel", "year", "number_by_year", "sheet", "heading_row", "heading_last",
        )
    }  # fmt: skip

    name = forms.CharField(
        label=_("台账名称"), help_text=_("对照按这个名称记住，下次导入同样的台账会自动套用。")
    )
    channel = forms.ChoiceField(label=_("来源"), help_text=_("同一来源里编号相同的是同一件。"))
    year = forms.IntegerField(
        label=_("默认年份"),
        required=False,
        min_value=1990,
        max_value=2099,
        help_text=_("只写“5月6日”的日期按这一年。"),
    )
    number_by_year = forms.BooleanField(
        label=_("编号每年重新开始"),
        required=False,
        help_text=_("序号前加上年份，以免和别的年份相同。"),
    )
    sheet = forms.CharField(required=False, widget=forms.HiddenInput())
    heading_row = forms.IntegerField(required=False, widget=forms.HiddenInput())
    heading_last = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def set_choices(self) -> None:
        """One choice for each column found, with what it most likely is."""
        self.seen = self._look()
        kept = self.row.mapping if self.row.mapping.get("columns") else None
        source = None if kept else queries.remembered_for(self.row.office, self._headings)
        self.source = source.name if source else ""
        content = kept or (source.content if source else {})
        if content:
            self.seen = self.seen.remembering(queries.fields_by_heading(content))
        guessed = self.seen.register(DEFAULT_CHANNEL).plain()
        inlets = Channel.objects.filter(active=True).values_list("code", "name")
        self.fields["channel"].choices = list(inlets)  # type: ignore[attr-defined]
        # The year is the file's own: last year's mapping would date 5月6日 a year early.
        remembered = _KEPT if kept else _KEPT - {"year"}
        self._begin(guessed | {key: content[key] for key in remembered if content.get(key)})
        self._add_columns(content.get("fill_down", guessed["fill_down"]))
        self._add_defaults(content.get("defaults", {}))
        self._add_words(content.get("words", {}))

    def _look(self) -> Suggestion:
        """The file, at the sheet and headings asked for: by the form sent, by the address, or as
        they were before."""
        asked: Any = self.data if self.is_bound else self.initial
        sheet = str(asked.get("sheet") or "")
        row = number_sent(str(asked.get("heading_row") or ""))
        last = number_sent(str(asked.get("heading_last") or ""))
        if not self.is_bound and not (sheet or row):
            kept = self.row.mapping
            sheet, row = kept.get("sheet", ""), kept.get("heading_row", 0)
            last = kept.get("heading_last", 0)
        path, name = path_of(self.row.stored_as), self.row.file_name
        return suggest(path, sheet=sheet, heading_row=row, heading_last=last, file_name=name)

    @property
    def _headings(self) -> list[str]:
        return list(self.seen.headings.names)

    def _begin(self, content: dict[str, Any]) -> None:
        headings, book = self.seen.headings, self.seen.book
        begun = {
            "name": self.source or self.row.name, "channel": content["channel"],
            "year": content.get("year"), "number_by_year": content.get("number_by_year"),
            "sheet": book.sheet, "heading_row": headings.first, "heading_last": headings.last,
        }  # fmt: skip
        for name, value in begun.items():
            self.fields[name].initial = self.initial[name] = value

    def _add_columns(self, filled: list[str]) -> None:
        choices = [("", _("（不导入）")), *((spec.name, spec.label) for spec in FIELDS)]
        for column in self._columns():
            label = f"{column.letter} {column.heading}"
            self.fields[f"column_{column.at}"] = forms.ChoiceField(
                label=label, choices=choices, required=False, initial=column.guess
            )
            self.fields[f"fill_{column.at}"] = forms.BooleanField(
                label=_("空格同上"),
                required=False,
                initial=bool(column.guess) and column.guess in filled,
            )

    def _columns(self) -> list[Column]:
        return [column for column in self.seen.columns if column.heading]

    def _add_defaults(self, defaults: dict[str, str]) -> None:
        for spec in FIELDS:
            if not spec.given:
                continue
            name, label = f"default_{spec.name}", spec.label
            if spec.name in WORDED:
                choices = [("", _("（没有）")), *choices_of(spec.name)]
                field: forms.Field = forms.ChoiceField(
                    label=label, required=False, choices=_labelled(choices)
                )
            else:
                field = forms.CharField(label=label, required=False, max_length=120)
            field.initial = defaults.get(spec.name, "")
            self.fields[name] = field

    def _add_words(self, words: dict[str, dict[str, str]]) -> None:
        """Words of the last check that nobody knew, and those given a meaning before."""
        labels = {spec.name: spec.label for spec in FIELDS}
        self.words: list[tuple[str, str]] = [
            (field, word) for field, meant in words.items() for word in meant
        ]
        counts = {}
        for field, word, count in queries.unknown_words(self.row):
            counts[field, word] = count
            if (field, word) not in self.words:
                self.words.append((field, word))
        for at, (field, word) in enumerate(self.words):
            choices = [("?", _("（请选择）")), ("", _("（不填）")), *choices_of(field)]
            count = counts.get((field, word), 0)
            self.fields[f"word_{at}"] = forms.ChoiceField(
                label=f"{labels[field]}：“{word[:40]}”" + (f"（{count} 行）" if count else ""),
                choices=choices,
                required=False,
                initial=words.get(field, {}).get(word, "?"),
            )

    # As the template draws them

    @property
    def general(self) -> list[BoundField]:
        """What holds for the whole file."""
        return [self[name] for name in ("name", "channel", "year", "number_by_year")]

    @property
    def columns(self) -> Iterator[ColumnRow]:
        """What each column holds, in the order of the sheet."""
        for column in self._columns():
            yield ColumnRow(column, self[f"column_{column.at}"], self[f"fill_{column.at}"])

    @property
    def table(self) -> Table:
        """The same as rows to choose in."""
        headings = [
            Heading(_("列")),
            Heading(_("样例"), css="z-wide"),
            Heading(_("对应"), css="d-matching__choice"),
            Heading(_("把握"), css="z-nowrap"),
            Heading(_("合并单元格"), css="z-nowrap"),
        ]
        rows = [
            [
                format_html(
                    '<label for="{}">{}</label>', row.choice.id_for_label, row.choice.label
                ),
                lines(row.column.samples),
                from_template("desk/imports/parts/choice.html", field=row.choice),
                row.sure,
                from_template("desk/imports/parts/fill.html", field=row.fill),
            ]
            for row in self.columns
        ]
        return Table(headings, rows, keys=False)

    @property
    def defaults(self) -> list[BoundField]:
        """What holds where a column has nothing."""
        return [self[f"default_{spec.name}"] for spec in FIELDS if spec.given]

    @property
    def meanings(self) -> list[BoundField]:
        """What unknown words mean."""
        return [self[f"word_{at}"] for at in range(len(self.words))]

    def clean(self) -> dict[str, Any]:
        """One mapping of it all."""
        typed = super().clean() or {}
        columns: dict[str, list[str]] = {}
        for column in self._columns():
            if name := typed.get(f"column_{column.at}"):
                columns.setdefault(name, []).append(column.heading)
        fills = [typed.get(f"column_{c.at}") for c in self._columns() if typed.get(f"fill_{c.at}")]
        words: dict[str, dict[str, str]] = {}
        for at, (field, word) in enumerate(self.words):
            if (meant := typed.get(f"word_{at}", "?")) != "?":
                words.setdefault(field, {})[word] = meant
        register = {
            "channel": typed.get("channel", ""),
            "columns": columns,
            "defaults": {
                spec.name: typed.get(f"default_{spec.name}", "") for spec in FIELDS if spec.given
            },
            "fill_down": [name for name in dict.fromkeys(fills) if name],
            "words": words,
            "sheet": self.seen.book.sheet,
            "heading_row": self.seen.headings.first,
            "heading_last": self.seen.headings.last,
            "year": typed.get("year"),
            "number_by_year": typed.get("number_by_year", False),
        }
        try:
            checked(register)
        except NotValid as refusal:
            self.add_error(None, refusal.reason.removeprefix("对照文件"))
        return typed | {"register": register}


_KEPT = frozenset({"channel", "year", "number_by_year"})


def _labelled(choices: list[Any]) -> list[Any]:
    """Each label once: some of our words share theirs."""
    return list({str(label): (value, label) for value, label in reversed(choices)}.values())[::-1]


class StartForm(RowForm):
    """开始导入."""

    take_over = forms.BooleanField(
        label=_("与以前导入时不同的行，按这次的内容更正"),
        required=False,
        help_text=_("不选则保留以前的内容。更正前的内容留在日志里。"),
    )

    def set_choices(self) -> None:
        """Only asked where something differs."""
        if not self.row.counts.get("differing"):
            self.fields["take_over"].widget = forms.HiddenInput()
            self.fields["take_over"].initial = False

    @property
    def told(self) -> str:
        """What the check found, above the button."""
        return told_of(self.row)


class CancelForm(RowForm):
    """放弃."""
