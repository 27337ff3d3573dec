"""What became of a file's rows, or would become, in the words of its pages."""

from django.utils.translation import gettext as _now

from zhuqi.ledgers.imports.enums import Outcome, RunState
from zhuqi.ledgers.imports.models import ImportRun


def told_of(run: ImportRun) -> str:
    """Where the rows are, in one line."""
    told = " · ".join(f"{word} {count:,}" for word, count in figures_of(run) if count)
    rows = _now("共 %(n)s 行") % {"n": f"{run.counts.get('rows', 0):,}"}
    return f"{rows}：{told}" if told else rows


def figures_of(run: ImportRun) -> list[tuple[str, int]]:
    """Where every row is: the sum of them is the number of rows."""
    return [(word, run.counts.get(one.value, 0)) for one, word in words_of(run).items()]


def words_of(run: ImportRun) -> dict[Outcome, str]:
    """What became of rows, or would."""
    done = run.state == RunState.DONE
    return {
        Outcome.IMPORTED: _now("已导入") if done else _now("可以导入"),
        Outcome.CORRECTED: _now("已更正"),
        Outcome.DIFFERING: _now("与以前不同"),
        Outcome.KNOWN: _now("以前已导入"),
        Outcome.REFUSED: _now("不能导入"),
    }
