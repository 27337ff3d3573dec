"""Addresses of overviews."""

from django.urls import path

from zhuqi.interfaces.desk.dashboards import meeting_views, views

urlpatterns = [
    path("overview/", views.overview, name="overview"),
    path("overview/meeting/", meeting_views.meeting_pack, name="meeting_pack"),
    path("overview/meeting/file/", meeting_views.meeting_pack_file, name="meeting_pack_file"),
    path("overview/<slug:reader>/", views.overview_of, name="overview_of"),
    path("overview/<slug:reader>/file/", views.overview_file, name="overview_file"),
]
