"""Addresses of visits, within the desk's own."""

from zhuqi.interfaces.desk.visits.views import VIEWS

urlpatterns = VIEWS.urls("visits")
