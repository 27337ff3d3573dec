"""Addresses of bodies, items, meetings and decisions, within the desk's own."""

from django.urls import path

from zhuqi.interfaces.desk.meetings import beside_case, minutes
from zhuqi.interfaces.desk.meetings.views import (
    BODY_VIEWS,
    DECISION_VIEWS,
    ITEM_VIEWS,
    MEETING_VIEWS,
)

urlpatterns = [
    path("meetings/counts/", minutes.show_counts, name="meeting_counts"),
    path("meetings/<id:pk>/minutes/", minutes.show, name="meeting_minutes"),
    path("meetings/of-case/<str:number>/", beside_case.show, name="meetings_of_case"),
    *BODY_VIEWS.urls("meetings/bodies"),
    *ITEM_VIEWS.urls("meetings/items"),
    *DECISION_VIEWS.urls("meetings/decisions"),
    *MEETING_VIEWS.urls("meetings"),
]
