"""Addresses of rosters, entries, batches and their lines, within the desk's own."""

from django.urls import path

from zhuqi.interfaces.desk.named_rosters import counting
from zhuqi.interfaces.desk.named_rosters.batch_views import BATCH_VIEWS, LINE_VIEWS
from zhuqi.interfaces.desk.named_rosters.entry_views import ENTRY_VIEWS
from zhuqi.interfaces.desk.named_rosters.views import ROSTER_VIEWS

urlpatterns = [
    path("named-rosters/counts/", counting.counts, name="roster_counts"),
    *ENTRY_VIEWS.urls("named-rosters/entries"),
    *LINE_VIEWS.urls("named-rosters/lines"),
    *BATCH_VIEWS.urls("named-rosters/batches"),
    *ROSTER_VIEWS.urls("named-rosters"),
]
