"""Addresses of what sisters share, within the desk's own."""

from django.urls import path

from zhuqi.interfaces.desk.sister_offices import beside_case
from zhuqi.interfaces.desk.sister_offices.views import ALLIANCE_VIEWS, APART_VIEWS, SHARING_VIEWS

urlpatterns = [
    path("sister-sharings/of-case/<str:number>/", beside_case.show, name="sisters_of_case"),
    *ALLIANCE_VIEWS.urls("sister-alliances"),
    *SHARING_VIEWS.urls("sister-sharings"),
    *APART_VIEWS.urls("sister-distinctions"),
]
