"""讲评、申诉、表彰问责登记: who may do what, and when. Pure."""

from dataclasses import dataclass
from datetime import date, datetime

from zhuqi.foundation.lifecycle import NOTHING, Lifecycle, Owed, OwedTable, step
from zhuqi.reporting.appraisal.enums import (
    AppealRole,
    AppealState,
    AppealVerb,
    MeritRole,
    MeritState,
    MeritVerb,
    ReviewRole,
    ReviewState,
    ReviewVerb,
)


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """What a decision about a review needs to know; `last` is its last day, `known_on` the day up
    to which its figures know, `adopted` whether its scheme is the office's newest."""

    state: ReviewState
    roles: frozenset[ReviewRole]
    last: date
    known_on: date


def _over(facts: ReviewFacts) -> str:
    if facts.known_on > facts.last:
        return ""
    return "数据截至本期结束以前，请在本期结束后先“更新数据”"


R, S, V = ReviewRole, ReviewState, ReviewVerb
EITHER = (R.OFFICE, R.SIGNER)
REVIEW: Lifecycle[ReviewState, ReviewVerb, ReviewRole, ReviewFacts] = Lifecycle(
    "讲评",
    (
        step(V.AWARD, S.DRAFT, EITHER),
        step(V.STRIKE, S.DRAFT, EITHER),
        step(V.RENEW, S.DRAFT, EITHER),
        # Whoever publishes signs for it; nothing of it is seen outside the office before.
        step(V.PUBLISH, S.DRAFT, R.SIGNER, to=S.PUBLISHED, needs=[_over]),
        # What is published is never changed: a correction is an issue of its own.
        step(V.CORRECT, S.PUBLISHED, R.SIGNER),
        step(V.DROP, S.DRAFT, EITHER, to=S.DROPPED),
    ),
    begins=(S.DRAFT,),
)


@dataclass(frozen=True, slots=True)
class AppealFacts:
    """What a decision about an appeal needs to know."""

    state: AppealState
    roles: frozenset[AppealRole]


A, P, W = AppealState, AppealRole, AppealVerb
APPEAL: Lifecycle[AppealState, AppealVerb, AppealRole, AppealFacts] = Lifecycle(
    "排名申诉",
    (
        step(W.UPHOLD, A.SUBMITTED, P.OFFICE, to=A.UPHELD),
        step(W.REFUSE, A.SUBMITTED, P.OFFICE, to=A.REFUSED),
        step(W.WITHDRAW, A.SUBMITTED, P.UNIT, to=A.WITHDRAWN),
    ),
    begins=(A.SUBMITTED,),
)


@dataclass(frozen=True, slots=True)
class MeritFacts:
    """What a decision about an entry of the register needs to know."""

    state: MeritState
    roles: frozenset[MeritRole]


MERIT: Lifecycle[MeritState, MeritVerb, MeritRole, MeritFacts] = Lifecycle(
    "表彰问责",
    (step(MeritVerb.WITHDRAW, MeritState.ENTERED, MeritRole.OFFICE, to=MeritState.WITHDRAWN),),
    begins=(MeritState.ENTERED,),
)
TABLES = (REVIEW, APPEAL, MERIT)
OWED: OwedTable = {
    REVIEW: {
        S.DRAFT: (Owed("活动办签发", why="拟评的列在月讲评页最前，公布了才算数"),),
        S.PUBLISHED: NOTHING,
        S.DROPPED: NOTHING,
    },
    APPEAL: {
        A.SUBMITTED: (Owed("活动办审核、签发", why="裁定时限按方案，快到期、已逾期的列在首页"),),
        A.UPHELD: NOTHING,
        A.REFUSED: NOTHING,
        A.WITHDRAWN: NOTHING,
    },
    MERIT: {MeritState.ENTERED: NOTHING, MeritState.WITHDRAWN: NOTHING},
}


def appeal_closed(until: datetime, now: datetime) -> str:
    """Why no appeal is taken any more; "" within its limit."""
    return "" if now <= until else f"申诉期已过（截至 {until:%m月%d日 %H:%M}）"
