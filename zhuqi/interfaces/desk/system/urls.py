"""Addresses of how the program runs."""

from django.urls import path

from zhuqi.interfaces.desk.system import views

urlpatterns = [
    path("admin/system/", views.system, name="admin_system"),
]
