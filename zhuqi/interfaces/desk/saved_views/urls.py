"""Addresses of saved views."""

from django.urls import path

from zhuqi.interfaces.desk.saved_views import views

urlpatterns = [
    path("views/", views.saved_views, name="saved_views"),
    path("views/save/", views.save, name="save_view"),
]
