"""Addresses of look-backs and draws, within the desk's own."""

from django.urls import path

from zhuqi.interfaces.desk.lookback import calling, draws
from zhuqi.interfaces.desk.lookback.views import VIEWS

urlpatterns = [
    *draws.VIEWS.urls("lookback/draws"),
    path("lookback/calls/", calling.first, name="lookback_calls"),
    path("lookback/calls/<id:pk>/", calling.call, name="lookback_call"),
    *VIEWS.urls("lookback"),
]
