"""What a column of an old register may hold, and what offices call it. Pure.

The names are those of a mapping's file; the words are compared as `cells.plain` has them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhuqi.ledgers.imports.cells import plain


class Holds(Enum):
    """What kind of thing stands in a column: how it is read, and how it is known again."""

    TEXT = "text"
    LONG = "long"
    DIGITS = "digits"
    MOMENT = "moment"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field. `called`: headings that mean it outright; `maybe`: that may mean it.

    `several`: more than one column may feed it, one below the other. `given`: it may have a
    default for the whole file.
    """

    name: str
    label: Promise
    holds: Holds
    called: tuple[str, ...]
    maybe: tuple[str, ...] = ()
    several: bool = False
    given: bool = False


def _spec(
    name: str,
    label: Promise,
    holds: Holds,
    called: str,
    maybe: str = "",
    *,
    several: bool = False,
    given: bool = False,
) -> FieldSpec:
    words = tuple(plain(word) for word in called.split())
    return FieldSpec(
        name, label, holds, words, tuple(plain(word) for word in maybe.split()), several, given
    )


T, L, D, M, W = Holds.TEXT, Holds.LONG, Holds.DIGITS, Holds.MOMENT, Holds.WORD

FIELDS: tuple[FieldSpec, ...] = (
    _spec("number", _("编号"), D,
          "编号 留言编号 工单编号 工单号 诉求编号 问题编号 事项编号 受理编号 来源编号 登记编号 流水号 单号 "
          "台账编号 信件编号 件号", "序号 号"),
    _spec("title", _("诉求"), T,
          "主题 标题 留言主题 留言标题 诉求标题 问题标题 诉求主题 诉求概要 问题概要 问题概述 事项名称 "
          "诉求名称 问题名称 信件标题", "诉求 问题 事项 概要 反映事项"),
    _spec("body", _("具体情况"), L,
          "内容 详情 留言详情 留言内容 诉求内容 诉求详情 问题内容 问题描述 具体情况 详细情况 反映内容 "
          "反映问题 反映的问题 存在问题 存在的问题 困难问题 困难和问题 问题及诉求 诉求事项 主要诉求 "
          "企业诉求 企业反映的问题 企业反映问题 需解决的问题 需要解决的问题 需协调解决的问题 "
          "需要协调解决的问题 诉求或问题 问题诉求 问题", "诉求 问题 内容 描述 情况说明", several=True),
    _spec("wish", _("希望怎样解决"), L,
          "希望 期望 企业建议 意见建议 建议 希望怎样解决 企业期望", "建议 期望", several=True),
    _spec("submitted_at", _("提出时间"), M,
          "提出时间 提出日期 留言时间 反映时间 反映日期 收集时间 收集日期 登记时间 登记日期 提交时间 "
          "提交日期 来电时间 来信时间 诉求时间 诉求日期 上报时间 上报日期 收件时间 走访时间 走访日期 "
          "创建时间 录入时间", "时间 日期"),
    _spec("reporter_name", _("反映人"), T,
          "反映人 留言用户 联系人 企业联系人 诉求人 来电人 来信人 留言人 反映人姓名 联系人姓名 企业负责人 "
          "法定代表人 联系人及电话 联系人及联系方式 联系人电话", "姓名 负责人"),
    _spec("reporter_phone", _("反映人电话"), D,
          "联系电话 反映人电话 联系方式 手机 手机号 手机号码 电话 企业联系电话 企业电话 联系人联系方式 "
          "联系号码", "电话 号码"),
    _spec("firm", _("企业"), T,
          "企业 企业名称 公司名称 诉求企业 反映企业 企业全称 企业(项目)名称 企业或项目名称 市场主体 "
          "市场主体名称 经营主体 项目单位 诉求主体", "企业 公司 单位名称", given=True),
    _spec("firm_code", _("统一社会信用代码"), D,
          "统一社会信用代码 社会信用代码 信用代码 统一信用代码 企业代码", "代码"),
    _spec("county", _("县区"), T,
          "县区 县(市区) 县(市、区) 县市区 所属县区 所在县区 所属县(市、区) 区县 县(市)区 属地 所属区域 "
          "所在地 区划代码 行政区划", "县 区 区域 地区 乡镇", given=True),
    _spec("sector", _("行业台账"), W, "行业 所属行业 行业台账 行业类别 产业 所属产业", "行业",
          given=True),
    _spec("kind", _("类型"), W, "诉求类型 留言类型 信件类型 诉求性质", "类型 性质", given=True),
    _spec("item", _("事项"), T,
          "类别 事项类别 诉求类别 问题类别 问题类型 事项分类 问题分类 诉求分类 一级分类 分类 事项",
          "类别 分类 类型", given=True),
    _spec("tier", _("难易"), W, "难易 难易程度 办件类型 问题等级", "等级", given=True),
    _spec("nature", _("个性共性"), W, "个性共性 个性/共性 问题性质 共性个性", "共性", given=True),
    _spec("lead", _("主办单位"), T,
          "主办单位 责任单位 承办单位 牵头单位 办理单位 主办 责任部门 承办部门 牵头部门 主办部门 答复单位 "
          "转办单位 交办单位 牵头责任单位 主责单位 处理部门 答复部门", "单位 部门 主办", given=True),
    _spec("co", _("协办单位"), T,
          "协办单位 配合单位 协办 协办部门 配合部门 协同单位 参与单位", "协办 配合", several=True),
    _spec("leader", _("责任领导"), T, "责任领导 分管领导 牵头领导 包案领导 市级领导 县级领导", "领导"),
    _spec("liaison", _("包联领导"), T,
          "包联领导 包联干部 助企干部 联系领导 分包领导 包联人 首席服务员 服务专员", "包联 联系人员"),
    _spec("handler_name", _("经办人"), T, "经办人 承办人 责任人 办理人 经办 办理人员 经办人姓名"),
    _spec("handler_phone", _("经办人电话"), D,
          "经办人电话 经办人联系方式 经办电话 承办人电话 责任人电话 经办人联系电话"),
    _spec("accepted_at", _("受理时间"), M, "受理时间 受理日期 受理日"),
    _spec("assigned_at", _("交办时间"), M,
          "交办时间 交办日期 交办日 转办时间 转办日期 派单时间 派发时间 分办时间 下达时间"),
    _spec("limit", _("办理时限"), M,
          "时限 办理时限 办结时限 限办时间 要求办结时间 要求办结日期 完成时限 整改时限 解决时限 办理期限 "
          "完成期限 反馈时限 应办结时间", "时限 期限"),
    _spec("progress", _("办理进展"), L,
          "进展 办理进展 进展情况 工作进展 办理进度 进度 落实情况 推进情况 目前进展", "进展 进度",
          several=True),
    _spec("reply", _("答复内容"), L,
          "答复 答复意见 答复内容 回复 回复内容 办理情况 处理意见 办理意见 处理结果 解决措施 解决办法 "
          "办复内容 答复情况 办理结果 处理情况 解决情况 办结情况", "结果 措施 情况", several=True),
    _spec("replied_at", _("答复时间"), M,
          "答复时间 答复日期 回复时间 回复日期 办复时间 反馈时间 反馈日期"),
    _spec("completed_at", _("办结时间"), M,
          "办结时间 办结日期 办结日 完成时间 完成日期 解决时间 办理完成时间 实际办结时间"),
    _spec("disposition", _("办理结果"), W,
          "结果 办理结果 是否解决 解决情况 办结情况 办结类型 处理结果 结果分类", "结果 是否解决",
          given=True),
    _spec("state", _("状态"), W,
          "状态 办理状态 是否办结 当前状态 台账状态 办件状态 工单状态 是否销号", "状态", given=True),
    _spec("verdict", _("企业评价"), W,
          "评价 企业评价 满意度 是否满意 评价结果 企业满意度 回访评价 满意程度 企业是否满意", "满意 评价"),
    _spec("closed_at", _("销号日期"), M, "销号日 销号时间 销号日期 销号", "销号"),
    _spec("remarks", _("备注"), L, "备注 说明 其他 备注说明 其它", "备注", several=True),
)  # fmt: skip


@lru_cache(maxsize=1)
def by_name() -> Mapping[str, FieldSpec]:
    """Every field by its name."""
    return {spec.name: spec for spec in FIELDS}


@lru_cache(maxsize=1)
def known_headings() -> frozenset[str]:
    """Every word that means some field outright."""
    return frozenset(word for spec in FIELDS for word in spec.called)


def labels(names: Iterable[str]) -> str:
    """Fields as people read them, joined."""
    return "、".join(str(by_name()[name].label) for name in names)
