"""Addresses of the first page of the day."""

from django.urls import path

from zhuqi.interfaces.desk.home.views import home

urlpatterns = [
    path("", home.home, name="home"),
]
