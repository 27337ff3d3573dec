"""What the directory holds on one person: being a firm's contact."""

from django.db.models import Q
from django.utils.translation import gettext as _

from zhuqi.foundation.contributions.personal_data import Inquiry, Section
from zhuqi.foundation.directory.models import EnterpriseContact


def contact_sections(inquiry: Inquiry) -> list[Section]:
    """The firms that name them, by name and phone both."""
    theirs = Q(pk__in=())
    for name, phone in inquiry.named:
        theirs |= Q(name=name, phone=phone)
    found = EnterpriseContact.objects.filter(theirs).select_related("enterprise")
    if inquiry.offices is not None:
        found = found.filter(enterprise__office__in=inquiry.offices)
    rows = [(c.enterprise.name, c.name, c.title, c.phone, c.email) for c in found]
    columns = (_("企业"), _("联系人"), _("职务"), _("电话"), _("电子邮箱"))
    return [Section("contacts", _("企业联系人"), columns, rows)]
