"""Addresses of service days and of what was said there, within the desk's own."""

from zhuqi.interfaces.desk.service_days.views import DAY_VIEWS
from zhuqi.interfaces.desk.service_days.words import WORD_VIEWS

urlpatterns = [*DAY_VIEWS.urls("service-days"), *WORD_VIEWS.urls("service-words")]
