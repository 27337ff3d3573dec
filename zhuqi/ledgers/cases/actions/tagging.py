"""标签: words the office puts on a case to find it again.

Both verbs add to what is there or take from it, so that they mean the same for one case and for
a thousand. Of stored cases only.
"""

from collections.abc import Collection

from zhuqi.foundation.directory.actions.tags import refuse_unusable
from zhuqi.foundation.directory.models import Tag
from zhuqi.ledgers.cases.actions.work import CaseChange
from zhuqi.ledgers.cases.enums import Verb


def tag(change: CaseChange, *, tags: Collection[Tag]) -> None:
    """The case has these tags besides its others. What it has already leaves no event.

    NotValid without a tag, or for one that is retired or not for cases.
    """
    _put(change, Verb.TAG, tags)


def untag(change: CaseChange, *, tags: Collection[Tag]) -> None:
    """The case has these tags no more. What it has not leaves no event. NotValid without a tag."""
    _put(change, Verb.UNTAG, tags)


def _put(change: CaseChange, verb: Verb, tags: Collection[Tag]) -> None:
    step = change.begin(verb, {} if tags else {"tags": "请选择标签"})
    before = {one.pk: one for one in change.case.tags.all()}
    given = {one.pk: one for one in tags}
    if verb == Verb.TAG:
        after = {**before, **given}
    else:
        after = {pk: one for pk, one in before.items() if pk not in given}
    if after.keys() == before.keys():
        return
    refuse_unusable(after.values(), before.values(), for_="cases")
    change.case.tags.set(after.values())
    names = [sorted(one.name for one in some.values()) for some in (before, after)]
    change.happen(step, verb, data={"tags": names})
