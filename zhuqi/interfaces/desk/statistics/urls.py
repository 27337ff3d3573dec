"""Addresses of figures."""

from django.urls import path

from zhuqi.interfaces.desk.statistics import views

urlpatterns = [
    path("statistics/", views.figures, name="figures"),
    path("statistics/file/", views.figures_file, name="figures_file"),
    path("statistics/definitions/", views.definitions, name="figure_definitions"),
    path("statistics/rows/", views.rows, name="figure_rows"),
]
