"""A firm on one page, as far as the ledger knows it."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuqi.foundation.access import OFFICE_ROLES, Role, Scope
from zhuqi.foundation.directory import codes
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.foundation.directory.privacy import mask_phone
from zhuqi.foundation.directory.queries import liaison_officials
from zhuqi.interfaces.desk import doors
from zhuqi.interfaces.desk.lines import Pen
from zhuqi.interfaces.shell.parts import Fact
from zhuqi.ledgers.cases import queries
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.queries import Filters

CASES_SHOWN = 10


@doors.official(doors.sees_firms)
def enterprise(request: HttpRequest, pk: int) -> HttpResponse:
    """Facts, contacts, who looks after it, its cases that this person may see."""
    person, now = doors.of(request), timezone.now()
    firm = get_object_or_404(_visible(person.scope), pk=pk)
    opened = _calls(firm, person.scope)
    cases = queries.ledger(person.scope, Filters(enterprise=firm.pk), now)
    page = queries.page_of(cases, "newest", size=CASES_SHOWN)
    pen = Pen(person, now)
    context = {
        "firm": firm,
        "facts": _facts(firm),
        "contacts": [
            Fact(
                f"{c.name}（{c.title}）" if c.title else c.name,
                c.phone if opened else mask_phone(c.phone),
            )
            for c in firm.contacts.all()
        ],
        "liaisons": [
            Fact(o.name, o.phone if opened else mask_phone(o.phone))
            for o in liaison_officials(firm, timezone.localdate(now))
        ],
        "rows": [pen.row(case) for case in page.rows],
        "ledger_url": f"{reverse('desk:ledger')}?enterprise={firm.pk}",
        "registers": (Role.REGISTRAR, firm.office_id) in person.scope.posts
        or firm.pk in person.scope.liaised,
    }
    return render(request, "desk/enterprise.html", context)


def _visible(scope: Scope) -> QuerySet[Enterprise]:
    """The firms in one's reach, and those whose case one works on."""
    worked_on = Case.objects.visible_to(scope).order_by().values("enterprise_id")
    reach = Enterprise.objects.visible_to(scope) | Enterprise.objects.filter(pk__in=worked_on)
    return reach.select_related("region", "office", "park", "parent_group")


def _calls(firm: Enterprise, scope: Scope) -> bool:
    """Those who call firms: their office and their liaison. Others see masked numbers."""
    return firm.office_id in scope.units(*OFFICE_ROLES) or firm.pk in scope.liaised


def _facts(firm: Enterprise) -> list[Fact]:
    industry = codes.industry(firm.industry) if firm.industry else None
    return [
        Fact(_("信用代码"), firm.uscc, hint=firm.uscc_warning),
        Fact(_("状态"), firm.get_status_display()),
        Fact(_("县区"), firm.region.name),
        Fact(_("台账"), firm.office.name),
        Fact(_("园区"), firm.park.name if firm.park else ""),
        Fact(_("行业台账"), firm.get_sector_display()),
        Fact(_("行业"), f"{industry.name}（{industry.code}）" if industry else ""),
        Fact(_("规模"), firm.get_size_class_display() if firm.size_class else ""),
        Fact(_("从业人员"), f"{firm.employees} 人" if firm.employees is not None else ""),
        Fact(_("上级集团"), firm.parent_group.name if firm.parent_group else ""),
        Fact(_("地址"), firm.address, wide=True),
    ]
