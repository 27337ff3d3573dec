"""Addresses of leaders' visits, within the desk's own."""

from zhuqi.interfaces.desk.leader_visits.views import VIEWS

urlpatterns = VIEWS.urls("leader-visits")
