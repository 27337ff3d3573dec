"""批示 on a page: the words for those they are for, “领导批示件” for everyone else."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zhuqi.foundation.attachments.models import Attachment
from zhuqi.interfaces.desk.cases.papers import paper
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.drawing import light_mark
from zhuqi.interfaces.shell.parts import Paper
from zhuqi.ledgers.cases.instructions.reading import InstructionRow
from zhuqi.ledgers.cases.models import FAR, Instruction
from zhuqi.ledgers.cases.queries import light_of
from zhuqi.ledgers.cases.reading.case_view import CaseView
from zhuqi.ledgers.cases.reading.clock_rows import remaining


@dataclass(frozen=True, slots=True)
class Block:
    """One instruction as its reader may see it; `light` and `due` while a report is owed."""

    ordinal: int
    title: str
    state: str
    closed: bool
    when: str
    light: SafeString | str
    due: str
    text: str
    scans: list[Paper]
    asked: str
    report: str
    reported: str
    papers: list[Paper]
    remark: str
    read: str


def blocks_of(file: CaseView) -> list[Block]:
    """Every instruction on the case, the newest first."""
    return [_block(file, line) for line in reversed(file.words)]


def _block(file: CaseView, line: InstructionRow) -> Block:
    view = line.view
    light, due = _clock(file, line)
    reported = wording.moment(view.reported_at)
    return Block(
        ordinal=view.ordinal,
        title=_("%(leader)s批示") % {"leader": view.leader} if view.named else _("领导批示件"),
        state=str(view.state.label),
        closed=view.state == Instruction.State.READ,
        when=wording.moment(view.instructed_at),
        light=light,
        due=due,
        text=view.text,
        scans=_papers(file, line.scans),
        asked=view.requirement,
        report=view.report,
        reported=f"{view.reported_by} {reported}".strip(),
        papers=_papers(file, line.papers),
        remark=view.remark,
        read=f"{view.read_by} {wording.moment(view.read_at)}".strip(),
    )


def _clock(file: CaseView, line: InstructionRow) -> tuple[SafeString | str, str]:
    clock = line.clock
    if clock is None or clock.stopped_at is not None or clock.due_at >= FAR:
        return "", ""
    days = file.aggregate.calendar
    left = remaining(clock.due_at, file.now, days, unit=clock.unit)
    light = light_mark(light_of(clock.due_at, clock.warn_at, file.now), left)
    return light, wording.moment(clock.due_at)


def _papers(file: CaseView, files: list[Attachment]) -> list[Paper]:
    return [paper(one, file.person.scope.user_id) for one in files]
