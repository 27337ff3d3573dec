"""Ready texts for 不予受理, to be edited before they are sent.

The kinds of matter are those of the boundaries in domain.md section 3; the wording is ours.
Articles are left to the officer, who knows which applies: a ready text must not cite a wrong one.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Ready:
    """A ground with where to go instead."""

    key: str
    label: str | Promise
    ground: str
    where_to_go: str


READY: tuple[Ready, ...] = (
    Ready(
        "suit",
        _("涉法涉诉"),
        "您反映的事项已经进入（或依法应当通过）诉讼程序，由人民法院依法独立审判，行政机关不得干预。"
        "依据：《中华人民共和国民事诉讼法》《信访工作条例》有关规定。",
        "请向受理案件的人民法院诉讼服务中心提出，电话 12368。需要法律帮助的，可拨打 12348。",
    ),
    Ready(
        "review",
        _("复议仲裁"),
        "您对行政行为不服（或已约定仲裁）的事项，依法应当通过行政复议、行政诉讼或者仲裁解决。"
        "依据：《中华人民共和国行政复议法》《中华人民共和国仲裁法》有关规定。",
        "请在法定期限内向行政复议机构或约定的仲裁委员会提出申请。",
    ),
    Ready(
        "petition",
        _("信访办理中"),
        "您反映的事项已由信访渠道受理，正在办理期限内，同一事项不重复受理。依据：《信访工作条例》有关规定。",
        "请向受理该信访事项的机关查询办理进度，或登录国家信访局网上信访平台查询。",
    ),
    Ready(
        "discipline",
        _("检举控告"),
        "您反映的是党员、公职人员涉嫌违纪违法的问题，属于纪检监察机关受理范围。"
        "依据：《纪检监察机关处理检举控告工作规则》有关规定。",
        "请向有管辖权的纪检监察机关反映，举报电话 12388，或登录 12388 举报网站。",
    ),
    Ready(
        "civil",
        _("民事纠纷"),
        "您反映的是平等主体之间的合同（或侵权）纠纷，依法应当协商、调解、仲裁或者诉讼解决，行政机关无权裁决。"
        "依据：《中华人民共和国民法典》《中华人民共和国人民调解法》有关规定。",
        "可以向所在地人民调解委员会申请调解，或依法申请仲裁、提起诉讼；法律咨询电话 12348。",
    ),
    Ready(
        "urgent",
        _("紧急情况"),
        "您反映的是正在危及人身、财产安全的紧急情况，应当立即由应急处置部门处理，不适用诉求办理程序。",
        "请立即拨打 110、119 或 120；燃气、供电等抢修请拨打当地抢修电话。",
    ),
)
