"""后台任务: asked for, done by the worker, its file taken and in time removed. Pure."""

from dataclasses import dataclass

from zhuqi.foundation.jobs.enums import JobRole, JobState, JobVerb
from zhuqi.foundation.lifecycle import NOTHING, Lifecycle, Owed, OwedTable, step


@dataclass(frozen=True, slots=True)
class JobFacts:
    """What a decision about a job needs to know."""

    state: JobState
    roles: frozenset[JobRole]
    has_file: bool = False


def a_file(facts: JobFacts) -> str:
    """There is something to take."""
    return "" if facts.has_file else "这项任务没有可以下载的文件"


S, V, R = JobState, JobVerb, JobRole
JOB: Lifecycle[JobState, JobVerb, JobRole, JobFacts] = Lifecycle(
    "后台任务",
    (
        step(V.BEGIN, S.WAITING, R.SYSTEM, to=S.RUNNING),
        step(V.FINISH, S.RUNNING, R.SYSTEM, to=S.DONE),
        step(V.FAIL, (S.WAITING, S.RUNNING), R.SYSTEM, to=S.FAILED),
        step(V.CANCEL, (S.WAITING, S.RUNNING), R.OWNER, to=S.CANCELLED),
        step(V.FETCH, S.DONE, R.OWNER, needs=[a_file]),
        step(V.EXPIRE, S.DONE, R.SYSTEM, to=S.EXPIRED, needs=[a_file]),
    ),
    begins=(S.WAITING,),
)
TABLES = (JOB,)
_WORKERS = (Owed("后台任务", why="几分钟内办完，页面显示进度"),)
OWED: OwedTable = {
    JOB: {
        S.WAITING: _WORKERS,
        S.RUNNING: _WORKERS,
        S.DONE: (Owed("后台任务", why="文件保存七天，到期自动删除"),),
        S.FAILED: NOTHING,
        S.CANCELLED: NOTHING,
        S.EXPIRED: NOTHING,
    }
}
