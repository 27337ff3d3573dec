"""批示 on a page: the words for those they are for, “领导批示件” for everyone else."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zhuqi.foundation.attachments.models import Attachment
from zhuqi.interfaces.desk.lines import light_mark
from zhuqi.interfaces.desk.papers import paper
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.parts import Paper
from zhuqi.ledgers.cases.models import FAR, Instruction
from zhuqi.ledgers.cases.queries import light_of
from zhuqi.ledgers.cases.reading import CaseFile, remaining
from zhuqi.ledgers.cases.words import Line


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


def blocks_of(file: CaseFile) -> list[Block]:
    """Every instruction on the case, the newest first."""
    return [_block(file, line) for line in reversed(file.words)]


def _block(file: CaseFile, line: Line) -> Block:
    told = line.told
    light, due = _clock(file, line)
    reported = wording.moment(told.reported_at)
    return Block(
        ordinal=told.ordinal,
        title=_("%(leader)s批示") % {"leader": told.leader} if told.named else _("领导批示件"),
        state=str(told.state.label),
        closed=told.state == Instruction.State.READ,
        when=wording.moment(told.instructed_at),
        light=light,
        due=due,
        text=told.text,
        scans=_papers(file, line.scans),
        asked=told.requirement,
        report=told.report,
        reported=f"{told.reported_by} {reported}".strip(),
        papers=_papers(file, line.papers),
        remark=told.remark,
        read=f"{told.read_by} {wording.moment(told.read_at)}".strip(),
    )


def _clock(file: CaseFile, line: Line) -> tuple[SafeString | str, str]:
    clock = line.clock
    if clock is None or clock.stopped_at is not None or clock.due_at >= FAR:
        return "", ""
    left = remaining(clock.due_at, file.now, file.dossier.rulebook.calendar)
    light = light_mark(light_of(clock.due_at, clock.warn_at, file.now), left)
    return light, wording.moment(clock.due_at)


def _papers(file: CaseFile, files: list[Attachment]) -> list[Paper]:
    return [paper(one, file.person.scope.user_id) for one in files]
