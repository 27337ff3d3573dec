"""What webhooks tell of a visit: what a GET gives."""

from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.api.hooks import rows_told
from zhuqi.interfaces.api.visits.routes import VERBS

TOLD = rows_told(VERBS, "visits", _("走访"), plan=_("计划走访"))
