"""What is true of a case for figures, a bit each: a count is the lines with all bits of a mask.

Bits are stored; a number once given stays. Those of a case are set only while the case counts
(`COLLECTED`), those of a sheet, of what went away and of a look-back on lines of their own.
"""

from zhuqi.ledgers.cases.enums import Disposition, Satisfaction, State, Verdict
from zhuqi.ledgers.cases.findings import Finding

COLLECTED = 1 << 0
EXCLUDED = 1 << 1
DECLINED = 1 << 2
WITHDRAWN = 1 << 3
TRANSFERRED = 1 << 4
MERGED = 1 << 5
BOUNDARY = 1 << 6
OPEN = 1 << 7
COMPLETED = 1 << 8
STRUCK_OFF = 1 << 9
CARRIED = 1 << 10
TERMINATED = 1 << 11
RESOLVED = 1 << 12
PARTLY = 1 << 13
EXPLAINED = 1 << 14
PLANNED = 1 << 15
NOT_FEASIBLE = 1 << 16
RATED = 1 << 17
UNRATED = 1 << 18
SATISFIED = 1 << 19
BASICALLY = 1 << 20
FIRM_SOLVED = 1 << 21
FIRM_PARTLY = 1 << 22
FIRM_NOT = 1 << 23
# Of a look-back; `VERIFIED` also of a case, for the round that was verified.
SAMPLED = 1 << 24
REACHED = 1 << 25
VERIFIED = 1 << 26
TRULY_SOLVED = 1 << 27
TIMED = 1 << 28
ON_TIME = 1 << 29
LATE = 1 << 30
RETURNED = 1 << 31
REDONE = 1 << 32
REDONE_FAULT = 1 << 33
EXTENDED = 1 << 34
HANDED_UP = 1 << 35
COMMON = 1 << 36
# Not confidential: of what is published.
OPEN_TO_ALL = 1 << 37
# Lines of sheets.
SHEET = 1 << 40
SIGN_TIMED = 1 << 41
SIGN_ON_TIME = 1 << 42
TAKEN_AWAY_LATE = 1 << 43
FROM_ABOVE = 1 << 44
# Lines of what left a ledger.
ESCALATED_AWAY = 1 << 50
FORWARDED_AWAY = 1 << 51

# What the values of a case say of it.
LEFT_OUT = {
    State.DECLINED.value: DECLINED,
    State.WITHDRAWN.value: WITHDRAWN,
    State.TRANSFERRED.value: TRANSFERRED,
    State.MERGED.value: MERGED,
}
OF_STATE = {
    State.STRUCK_OFF.value: STRUCK_OFF,
    State.CARRIED.value: CARRIED,
    State.TERMINATED.value: TERMINATED,
}
OF_DISPOSITION = {
    Disposition.RESOLVED.value: RESOLVED,
    Disposition.PARTLY.value: PARTLY,
    Disposition.EXPLAINED.value: EXPLAINED,
    Disposition.PLANNED.value: PLANNED,
    Disposition.NOT_FEASIBLE.value: NOT_FEASIBLE,
}
OF_VERDICT = {
    Verdict.SOLVED.value: RATED | FIRM_SOLVED,
    Verdict.PARTLY.value: RATED | FIRM_PARTLY,
    Verdict.NOT_SOLVED.value: RATED | FIRM_NOT,
}
OF_SATISFACTION = {
    Satisfaction.VERY_SATISFIED.value: SATISFIED,
    Satisfaction.SATISFIED.value: SATISFIED,
    Satisfaction.BASICALLY.value: BASICALLY,
}
_REACHED = SAMPLED | REACHED
# What holds of a look-back after each finding; nothing is left of one that was dropped.
OF_FINDING = {
    Finding.SAMPLED: SAMPLED,
    Finding.UNREACHABLE: SAMPLED,
    Finding.CALLED_ANEW: SAMPLED,
    Finding.NOT_VERIFIED: _REACHED,
    Finding.VERIFIED: _REACHED | VERIFIED,
    Finding.DROPPED: 0,
}
