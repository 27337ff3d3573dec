"""States and case roles that rows of several nouns share; S, V, H and A keep the rows short."""

from typing import TypeAlias

from zhuqi.foundation.lifecycle import Step
from zhuqi.ledgers.cases.enums import AssignmentState, CaseRole, State, Verb
from zhuqi.ledgers.cases.facts import Facts

CaseStep: TypeAlias = Step[State, Verb, CaseRole, Facts]
CaseSteps: TypeAlias = tuple[CaseStep, ...]

S = State
V = Verb
H = CaseRole
A = AssignmentState

BEFORE_ASSIGNMENT = (S.SUBMITTED, S.ACCEPTED)
WITH_THE_UNIT = (S.ASSIGNED, S.IN_PROGRESS, S.ANSWERED)
TO_BE_ANSWERED = (S.ASSIGNED, S.IN_PROGRESS)
UNDER_WAY = (*BEFORE_ASSIGNMENT, *WITH_THE_UNIT)
FOLLOWED = (*UNDER_WAY, S.COMPLETED, S.CARRIED)
EVERYWHERE = tuple(State)

OFFICE = (H.REGISTRAR, H.REVIEWER, H.SIGNER)
DESK = (H.REGISTRAR, H.REVIEWER)
DECIDERS = (H.REVIEWER, H.SIGNER)
