"""How a trouble is told: its placeholders filled for one firm, the same all through a case.

{企业} the firm's name · {县} its county with the suffix · {镇} a town of it · {园} its park, or a
park of the county · {村} a village · {路} a road with the suffix · {行} a bank · {人} its staff,
rounded · {产品} {设备} {工序} {原料} of the firm's trade · {数} a whole number from 3 to 59 ·
{万} an amount in 10,000 yuan · {月} the number of the month before · {周} a day of the week.
A kind of trouble may have words of its own besides.
"""

import random
from datetime import datetime

from zhuqi.sample import names
from zhuqi.sample.plan import Submission
from zhuqi.sample.society import Firm, Society

_BANKS = ("市农商行", "建行支行", "中原银行支行", "邮储支行", "工行支行", "村镇银行", "农行支行")
_DAYS = ("周一", "周二", "周三", "周四", "周五")
_OPENINGS = (
    "我们公司在{镇}，主要做{产品}，现在{人}来号人。",
    "{企业}，做{产品}的，一共{人}多人。",
    "我公司主营{产品}，去年营业额{万2}万元上下。",
    "我是{企业}负责日常事务的，把情况说一下。",
)
_FACTORY_OPENINGS = (
    *_OPENINGS,
    "我厂主营{产品}，在{镇}有些年头了。",
    "我们厂在{路}，做{产品}，{工序}车间两班倒。",
)
_CLOSINGS = (
    "盼回复。",
    "请尽快帮忙协调。",
    "急盼解决，谢谢。",
    "我们随时可以配合现场查看。",
    "材料都备着，需要就送过去。",
    "此前跟包联干部也说过。",
)


class Narration:
    """The words of one case."""

    def __init__(
        self,
        rng: random.Random,
        submission: Submission,
        firm: Firm,
        society: Society,
        start: datetime,
    ) -> None:
        self._rng, self._submission = rng, submission
        self._openings = _FACTORY_OPENINGS if firm.trade.sector == "industry" else _OPENINGS
        county = firm.row.region.code
        parks = society.parks[county]
        park = firm.row.park or (rng.choice(parks) if parks else None)
        self._words = {
            "企业": firm.row.name,
            "县": firm.row.region.name,
            "镇": rng.choice(society.towns[county]),
            "园": str(park) if park else "产业园",
            "村": names.village(rng),
            "路": rng.choice(names.ROADS),
            "行": rng.choice(_BANKS),
            "产品": rng.choice(firm.trade.product),
            "设备": rng.choice(firm.trade.machine),
            "工序": rng.choice(firm.trade.step),
            "原料": rng.choice(firm.trade.material),
            "人": str(max(10, (firm.row.employees or 10) // 10 * 10)),
            "数": str(rng.randrange(3, 60)),
            "万": str(rng.randrange(2, 60) * 5),
            "万2": str(int(firm.row.revenue or 500) // 10 * 10),
            "月": str((start.month - 2) % 12 + 1),
            "周": rng.choice(_DAYS),
        }
        self._words |= {name: rng.choice(choices) for name, choices in submission.words}

    def __call__(self, text: str) -> str:
        """The text with its placeholders filled."""
        if "{" not in text:
            return text
        for word, value in self._words.items():
            text = text.replace(f"{{{word}}}", value)
        return text

    @property
    def title(self) -> str:
        """One of the ways to put it."""
        return self(self._rng.choice((self._submission.title, *self._submission.titles)))

    @property
    def body(self) -> str:
        """The story; some say first who they are, or last that they wait. What a source tells
        stays as it is."""
        body = self._submission.body
        if not self._submission.source:
            if not body.startswith(("我们做", "我们是", "我厂", "我公司", "我是")):
                body = self._rng.choice(("", "", *self._openings)) + body
            body += self._rng.choice(("", "", "", *_CLOSINGS))
        return self(body)
