"""The fields a ready answer may have, as {企业名称}. Pure."""

from collections.abc import Mapping
from typing import Final

# Each with what it stands for, for whoever writes one.
FIELDS: Final[Mapping[str, str]] = {
    "企业名称": "提出诉求的企业",
    "诉求编号": "如 4110-26-0001-4",
    "诉求": "诉求的题目",
    "提出日期": "企业提出的日期",
    "主办单位": "主办单位全称",
    "经办人": "签收时登记的经办人",
    "经办人电话": "签收时登记的电话",
    "承诺日期": "办理时限到哪一天",
    "今天": "填写答复的日期",
}
