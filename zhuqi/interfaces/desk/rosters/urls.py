"""Addresses of rosters."""

from django.urls import path

from zhuqi.interfaces.desk.rosters import views

urlpatterns = [
    path("rosters/", views.rosters, name="rosters"),
    path("rosters/<slug:key>/", views.roster, name="roster"),
    path("rosters/<slug:key>/template/", views.template, name="roster_template"),
]
