"""What webhooks tell of a common topic: what a GET gives."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person
from zhuqi.foundation.webhooks.subjects import Subject, Telling
from zhuqi.interfaces.api.auth import opens_to
from zhuqi.interfaces.api.topics.routes import PREFIX, TopicOut, topic_out
from zhuqi.interfaces.desk import access
from zhuqi.ledgers.cases import queries


def _tell(person: Person, pk: int, _seq: int) -> Telling | None:
    row = queries.topics(person.scope).filter(pk=pk).first()
    if row is None or not opens_to(person, access.sees_firms):
        return None
    told = TopicOut.model_validate(topic_out(row, person))
    return Telling(f"{PREFIX}{pk}", told.model_dump(mode="json"))


TOLD: Mapping[str, Subject] = {
    "topic": Subject(
        _("共性问题"),
        "topics",
        {
            "added": _("新建"),
            "changed": _("更改"),
            "closed": _("结束"),
            "reopened": _("重新研究"),
        },
        _tell,
    )
}
