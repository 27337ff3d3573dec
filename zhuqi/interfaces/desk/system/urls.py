"""Addresses of how the program runs."""

from django.urls import path

from zhuqi.interfaces.desk.system import views, work

urlpatterns = [
    path("admin/system/", views.system, name="admin_system"),
    path("admin/system/work/", work.work, name="admin_work"),
]
