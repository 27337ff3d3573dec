"""What questionnaires add to the portal: an entry in its navigation with how many wait, and where a
notice leads."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.accounts.queries import request_person
from zhuqi.foundation.notices import links
from zhuqi.interfaces.portal.access import firms_of
from zhuqi.interfaces.shell import navigation
from zhuqi.interfaces.shell.navigation import Entry
from zhuqi.mechanisms.questionnaires.actions.replies import OBJECT
from zhuqi.mechanisms.questionnaires.models import QuestionnaireReply
from zhuqi.mechanisms.questionnaires.queries import waiting_for


def _speaks(request: HttpRequest) -> bool:
    return bool(request_person(request).scope.enterprises)


def _waiting(request: HttpRequest) -> int | None:
    firms = [firm.pk for firm in firms_of(request)]
    return QuestionnaireReply.objects.filter(waiting_for(firms)).count() or None


def register() -> None:
    """Called once, when Django has loaded every room."""
    entry = Entry(_("问卷"), "portal:questionnaires", "note", 23, count=_waiting)
    navigation.register("portal", entry, _speaks)
    links.register(OBJECT, lambda pk: reverse("portal:questionnaire", args=[int(pk)]), firm=True)
