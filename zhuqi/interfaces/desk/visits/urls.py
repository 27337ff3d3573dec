"""Addresses of visits, within the desk's own."""

from django.urls import path

from zhuqi.interfaces.desk.visits import near
from zhuqi.interfaces.desk.visits.views import VIEWS

urlpatterns = [
    path("visits/near/", near.show, name="visits_near"),
    *VIEWS.urls("visits"),
]
