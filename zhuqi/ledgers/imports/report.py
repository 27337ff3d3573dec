"""What became of a file's rows: each one is somewhere."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from zhuqi.ledgers.imports.enums import Outcome

# A remark is counted; so many different ones are told.
MOST_NOTES = 200


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A row that needs a look, and why. `unknown`: words nobody knows, by field."""

    line: int
    outcome: Outcome
    reason: str
    unknown: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Report:
    """rows = imported + known + differing + corrected + refused. `empty` rows are no rows.

    `imported` counts in a check what a run would import. `missing`: columns the mapping names and
    the sheet lacks. `secret`: rows with a mark of secrecy.
    """

    rows: int = 0
    imported: int = 0
    known: int = 0
    corrected: int = 0
    empty: int = 0
    secret: int = 0
    differing: list[ReportLine] = field(default_factory=list)
    refused_lines: list[ReportLine] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    unlinked: Counter[str] = field(default_factory=Counter)
    _notes: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def refused(self) -> list[tuple[int, str]]:
        """Line and reason of each row that did not go in."""
        return [(one.line, one.reason) for one in self.refused_lines]

    @property
    def reasons(self) -> Counter[str]:
        """How often each reason was given."""
        return Counter(one.reason for one in self.refused_lines)

    def refuse(self, line: int, reason: str, unknown: dict[str, str] | None = None) -> None:
        """Note a row that does not go in."""
        self.refused_lines.append(ReportLine(line, Outcome.REFUSED, reason, unknown or {}))

    def note(self, line: int, texts: list[str]) -> None:
        """Count remarks on a row that goes in; the first row of each is kept."""
        for text in texts:
            count, first = self._notes.get(text, (0, line))
            if count or len(self._notes) < MOST_NOTES:
                self._notes[text] = (count + 1, first)

    @property
    def notes(self) -> list[str]:
        """Remarks in words, the most frequent first."""
        found = sorted(self._notes.items(), key=lambda one: -one[1][0])
        told = [f"{text}（{count} 行，首见第 {first} 行）" for text, (count, first) in found]
        if self.missing:
            told.insert(0, f"表中没有这些列，已略过：{'、'.join(self.missing)}")
        return told

    @property
    def lines(self) -> Iterator[ReportLine]:
        """Every row that needs a look, in the order of the sheet."""
        yield from sorted([*self.refused_lines, *self.differing], key=lambda one: one.line)

    @property
    def counts(self) -> dict[str, int]:
        """As an import keeps them."""
        return {
            "rows": self.rows,
            Outcome.IMPORTED.value: self.imported,
            Outcome.KNOWN.value: self.known,
            Outcome.DIFFERING.value: len(self.differing),
            Outcome.CORRECTED.value: self.corrected,
            Outcome.REFUSED.value: len(self.refused_lines),
            Outcome.EMPTY.value: self.empty,
            "unlinked": len(self.unlinked),
        }
