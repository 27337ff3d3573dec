"""The one notification of jobs: that one is over, to who asked for it."""

from zhuqi.foundation.notices.enums import Topic
from zhuqi.foundation.notices.texts import Text, declare

OVER = "jobs.over"

declare(
    Text(
        code=OVER,
        label="后台任务办完 · 告知提交人",
        topic=Topic.PROGRESS,
        title="{任务}：{结果}",
        body="您提交的“{任务}”{结果}。{说明}",
        short="您提交的“{任务}”{结果}，请登录助企平台查看。",
        placeholders={"任务": "导出台账", "结果": "已完成", "说明": "共 12,345 件。"},
    )
)
