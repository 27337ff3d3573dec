"""Addresses of service days, within the desk's own."""

from zhuqi.interfaces.desk.service_days.views import VIEWS

urlpatterns = VIEWS.urls("service-days")
