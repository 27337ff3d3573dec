"""Who is told when something comes round: numbers alone, no firm and no case by name."""

from collections.abc import Mapping

from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.notices import leaving
from zhuqi.foundation.notices.actions import Notice, notify
from zhuqi.foundation.notices.enums import Topic
from zhuqi.foundation.notices.leaving import Current, Leaving
from zhuqi.foundation.notices.texts import Text, declare
from zhuqi.mechanisms.rhythm.enums import RhythmKind
from zhuqi.mechanisms.rhythm.models import RhythmNote

OBJECT = "rhythm_note"
_FIGURES = {"活动办": "市活动办", "企业数": "3", "在办": "5", "逾期": "1"}
declare(
    Text(
        code="rhythm.letter", label="调研提示函 · 告知包联领导", topic=Topic.REMINDER,
        title="本周调研提示：您联系的企业有 {在办} 件诉求在办",
        body="您联系 {企业数} 家企业，有 {在办} 件诉求在办，{逾期} 件逾期。请安排调研，帮助解决。",
        short="本周调研提示：您联系的企业有{在办}件诉求在办。详情请登录助企平台查看。",
        placeholders=_FIGURES,
    ),
    Text(
        code="rhythm.work_day", label="助企工作日 · 告知助企干部", topic=Topic.REMINDER,
        title="今天是助企工作日", placeholders=_FIGURES,
        body="今天是助企工作日，您联系 {企业数} 家企业。不用打卡、不用拍照，去过以后记几句。",
        short="今天是助企工作日。详情请登录助企平台查看。",
    ),
    Text(
        code="rhythm.progress", label="报送进展 · 告知单位经办人", topic=Topic.REMINDER,
        title="请报送 {在办} 件诉求的进展", placeholders=_FIGURES,
        body="您单位有 {在办} 件诉求在办，{逾期} 件逾期，请在今天报送进展。",
        short="请报送{在办}件诉求的进展。详情请登录助企平台查看。",
    ),
    Text(
        code="rhythm.plans", label="征集调研计划 · 告知领导", topic=Topic.REMINDER,
        title="请报下周调研计划", placeholders=_FIGURES,
        body="{活动办}征集下周领导调研计划：去哪些企业、哪天去、谁参加。没有安排的不用报。",
        short="请报下周调研计划。详情请登录助企平台查看。",
    ),
    Text(
        code="rhythm.service", label="企业服务日 · 告知活动办", topic=Topic.REMINDER,
        title="请安排本月企业服务日", placeholders=_FIGURES,
        body="请{活动办}安排本月企业服务日：定几个议题，请企业来说，没有解决的转为诉求。",
        short="请安排本月企业服务日。详情请登录助企平台查看。",
    ),
)  # fmt: skip
_TEXTS = {
    RhythmKind.LETTER: "rhythm.letter",
    RhythmKind.WORK_DAY: "rhythm.work_day",
    RhythmKind.PROGRESS: "rhythm.progress",
    RhythmKind.PLANS: "rhythm.plans",
    RhythmKind.SERVICE: "rhythm.service",
}


def tell_of_run(event_id: int) -> int:
    """Everybody a run is for, once; how many inboxes it reached."""
    run = Event.objects.get(pk=event_id).facts["run"]
    rows = RhythmNote.objects.filter(run=run).select_related("run__rhythm__office", "user")
    return notify(
        [
            Notice(
                user_id=row.user_id,
                text_code=_TEXTS[RhythmKind(row.run.rhythm.kind)],
                values=_values(row),
                key=f"{OBJECT}:{row.pk}",
                object_type=OBJECT,
                object_ref=str(row.pk),
                aloud=_values(row),
                about={"note": row.pk},
            )
            for row in rows
        ]
    )


def _values(row: RhythmNote) -> Mapping[str, str]:
    return {
        "活动办": str(row.run.rhythm.office), "企业数": str(row.firms),
        "在办": str(row.open), "逾期": str(row.late),
    }  # fmt: skip


def recheck(one: Leaving) -> Current:
    """Numbers of that day; what has changed since stands on the page it leads to."""
    row = RhythmNote.objects.filter(pk=int(one.about["note"])).first()
    return Current() if row else Current("这次安排已撤销")


leaving.register(OBJECT, recheck)
