"""Whether every published ranking still follows from what was frozen with it."""

from zhuqi.foundation.contributions.checks import Check, CheckOutput
from zhuqi.reporting.appraisal.models import Ranking
from zhuqi.reporting.appraisal.queries import differing


def _run(output: CheckOutput) -> bool:
    wrong = False
    issues = Ranking.objects.select_related("review__office", "edition").order_by("pk")
    number = issues.count()
    with output.progress("讲评重算") as done:
        for place, ranking in enumerate(issues.iterator(), 1):
            if units := differing(ranking):
                wrong = True
                names = "、".join(units[:5])
                output.say(f"{ranking.review}第 {ranking.number} 稿重算不一致：{names}")
            done(place, number)
    if not wrong:
        output.say(f"已公布的讲评 {number} 稿，重算一致")
    return wrong


CHECK = Check("已公布的讲评是否与重算一致", _run)
