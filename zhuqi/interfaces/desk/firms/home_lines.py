"""What an office's people find on their home page about firms: registrations and corrections."""

from django.urls import reverse
from django.utils.translation import gettext as _

from zhuqi.foundation.access import Person
from zhuqi.foundation.accounts.queries import memberships_counted
from zhuqi.interfaces.desk.home_queues import HomeLine
from zhuqi.ledgers.firms.queries import corrections_waiting


def registrations(person: Person) -> HomeLine | None:
    """Firms' people who wait to be confirmed."""
    number = memberships_counted(person.scope.offices)
    if not number:
        return None
    words = _("有 %(n)s 个企业登记等待确认") % {"n": number}
    return HomeLine("building-factory-2", words, reverse("desk:registrations"), _("去确认"))


def corrections(person: Person) -> HomeLine | None:
    """Firms that ask to have their facts corrected."""
    number = corrections_waiting(person.scope.offices).count()
    if not number:
        return None
    words = _("有 %(n)s 家企业申请更正信息") % {"n": number}
    url = f"{reverse('desk:enterprises')}?correcting=on"
    return HomeLine("building", words, url, _("去核对"))
