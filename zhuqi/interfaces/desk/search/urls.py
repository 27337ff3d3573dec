"""Addresses of the search box."""

from django.urls import path

from zhuqi.interfaces.desk.search import views

urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/suggest/", views.suggest, name="search_suggest"),
]
