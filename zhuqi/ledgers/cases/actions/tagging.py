"""标签: words the office puts on a case to find it again."""

from collections.abc import Collection

from zhuqi.foundation.directory.actions.tags import refuse_unusable
from zhuqi.foundation.directory.models import Tag
from zhuqi.ledgers.cases.actions.work import CaseChange
from zhuqi.ledgers.cases.enums import Verb


def tag(change: CaseChange, *, tags: Collection[Tag]) -> None:
    """The case has these tags and no others. The same again leaves no event.

    Of a stored case only. NotValid for a tag that is retired or not for cases, unless it is on
    the case already.
    """
    step = change.begin(Verb.TAG)
    before = list(change.case.tags.all())
    if {one.pk for one in tags} == {one.pk for one in before}:
        return
    refuse_unusable(tags, before, for_="cases")
    change.case.tags.set(tags)
    names = [sorted(one.name for one in some) for some in (before, tags)]
    change.happen(step, Verb.TAG, data={"tags": names})
