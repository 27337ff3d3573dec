"""What a firm's person was told, how and where they want to be told."""

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuqi.interfaces.portal.access import firm_page, firms_of
from zhuqi.interfaces.shell.addresses import Whom
from zhuqi.interfaces.shell.inbox_views import InboxViews
from zhuqi.ledgers.cases.reading.officers import office_of


def _office(request: HttpRequest) -> Whom:
    """The office of the firm, with its number; before a firm is confirmed just the word."""
    firms = firms_of(request)
    if not firms:
        return Whom(_("当地活动办"))
    office = office_of(firms[0].office)
    return Whom(office.words, office.phone)


VIEWS = InboxViews(
    area="portal",
    enter=firm_page,
    inbox_template="portal/notices.html",
    preferences_template="portal/preferences.html",
    preferences_label=gettext_lazy("怎样告诉我"),
    address_template="portal/notice_address.html",
    whom=_office,
)
