"""Papers that lie on a registration (企业登记): photos of the licence, for those who decide it."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhuqi.foundation.access import Actor, NotValid, Person
from zhuqi.foundation.accounts.actions.members import Lay
from zhuqi.foundation.accounts.models import FirmMember
from zhuqi.foundation.attachments.actions import Prepared, attach
from zhuqi.foundation.attachments.links import register_opener
from zhuqi.foundation.attachments.models import Attachment

OBJECT, LICENCE = "member", "licence"
# Licence, its copy, a page with changes.
MOST = 3


def laid(prepared: Sequence[Prepared]) -> Lay:
    """How `register_firm` lays them on the registration it makes, in its transaction."""

    def lay(member_id: int, by: Actor, now: datetime) -> int:
        """Those that are not there yet; how many. NotValid for more than `MOST` in all."""
        there = set(_on(member_id).order_by().values_list("sha256", flat=True))
        new = [file for file in prepared if file.sha256 not in there]
        if len(there) + len(new) > MOST:
            words = _("一条登记最多放 %(most)s 张照片，已经有 %(there)s 张")
            raise NotValid({"licence": words % {"most": MOST, "there": len(there)}})
        attach(new, object_type=OBJECT, object_id=member_id, purpose=LICENCE, by=by, now=now)
        return len(new)

    return lay


def licences_of(member_id: int) -> list[Attachment]:
    """The papers of a registration, in the order they came."""
    return list(_on(member_id).order_by("pk"))


def _on(member_id: int) -> QuerySet[Attachment, Attachment]:
    return Attachment.objects.filter(
        object_type=OBJECT, object_id=member_id, removed_at__isnull=True
    )


def _may_open(person: Person, member_id: int, _file: Attachment) -> bool:
    """Who works in the office the registration waits at, or was decided by."""
    offices = person.scope.offices
    return FirmMember.objects.filter(pk=member_id, office__in=offices).exists()


register_opener(OBJECT, _may_open)
