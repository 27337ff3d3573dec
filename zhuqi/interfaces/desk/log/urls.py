"""Addresses of the log."""

from django.urls import path

from zhuqi.interfaces.desk.log import views

urlpatterns = [
    path("admin/log/", views.log, name="admin_log"),
]
