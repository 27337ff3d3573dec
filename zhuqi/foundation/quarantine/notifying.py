"""The one notification of the quarantine: that something came in, never what."""

from zhuqi.foundation.notices.enums import Topic
from zhuqi.foundation.notices.texts import Text, declare

TAKEN = "quarantine.taken"

declare(
    Text(
        code=TAKEN,
        label="截留带密级标志的内容 · 告知保密员",
        topic=Topic.WORK,
        title="有内容待保密员处置",
        body="有一份带密级标志的内容被截留，请尽快登录处置（编号 {编号}）。",
        short="有一份内容待保密员处置（编号 {编号}），请登录助企平台查看。",
        placeholders={"编号": "12"},
    )
)
