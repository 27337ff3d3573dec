"""`zhuqi check keepers`: places where nobody looks after marked texts."""

from zhuqi.foundation.contributions.checks import Check, CheckOutput
from zhuqi.foundation.quarantine.enums import State
from zhuqi.foundation.quarantine.keeping import keepings, phone_of
from zhuqi.foundation.quarantine.models import Quarantined


def _run(out: CheckOutput) -> bool:
    """True where marked text would be seen by nobody, or has been lying there."""
    wrong = False
    rows = keepings()
    for row in rows:
        if row.keeper is None:
            wrong = True
            out.say(f"{row.office.name}及其上级都没有保密员：带密级标志的内容没有人处置")
        elif row.keeper != row.office:
            out.say(f"{row.office.name}没有保密员，由{row.keeper.name}的保密员处置")
        if not phone_of(row.keeper or row.office):
            out.say(f"{(row.keeper or row.office).name}没有值班电话：内容被截留的企业不知道打给谁")
    alone = [row.office.pk for row in rows if row.keeper is None]
    waiting = Quarantined.objects.filter(state=State.WAITING, office__in=alone).count()
    if waiting:
        wrong = True
        out.say(f"{waiting} 份截留内容没有保密员处置")
    if not wrong:
        out.say("各级活动办截留的内容都有保密员处置")
    return wrong


KEEPER_CHECK = Check("截留内容是否都有保密员：列出没有保密员、没有电话的地方", _run)
