"""What webhooks tell of a common topic: what a GET gives."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.access import Person
from zhuqi.foundation.webhooks.subjects import Subject, Telling
from zhuqi.interfaces.api.hooks import seen_by
from zhuqi.interfaces.api.topics.routes import ROWS


def _tell(person: Person, pk: int, _seq: int) -> Telling | None:
    return seen_by(person, ROWS.href(pk))


_KINDS = {
    "added": _("新建"), "changed": _("更改"), "closed": _("结束"), "reopened": _("重新研究"),
}  # fmt: skip
TOLD: Mapping[str, Subject] = {"topic": Subject(_("共性问题"), "topics", _KINDS, _tell)}
