"""Addresses of visits, within the desk's own."""

from django.urls import path

from zhuqi.interfaces.desk.visits import views

urlpatterns = [
    path("visits/", views.visits, name="visits"),
    path("visits/new/", views.new, name="visit_new"),
    *views.VIEWS.urls("visits"),
]
