"""Addresses of the API: each room has its own `routes.py` and is found there by being installed."""

from django.urls import path

from zhuqi.interfaces.api import views
from zhuqi.interfaces.api.service import operations

app_name = "api"

urlpatterns = [
    path("openapi.json", views.openapi, name="openapi"),
    path("docs/", views.docs, name="docs"),
    *operations(),
]
