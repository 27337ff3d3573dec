"""Addresses of webhooks, within the desk's own."""

from django.urls import path

from zhuqi.interfaces.desk.webhooks import views

urlpatterns = [
    path("account/webhooks/", views.listed, name="webhooks"),
    path("account/webhooks/<id:pk>/", views.one, name="webhook"),
]
