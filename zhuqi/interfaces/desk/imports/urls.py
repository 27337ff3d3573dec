"""Addresses of imports, within the desk's own."""

from django.urls import path

from zhuqi.interfaces.desk.imports import views

urlpatterns = [
    path("imports/", views.imports, name="imports"),
    path("imports/new/", views.new, name="import_new"),
    path("imports/firms/", views.firms, name="import_firms"),
    path("imports/<id:pk>/report/", views.report, name="import_report"),
    *views.VIEWS.urls("imports"),
]
