"""Addresses of bulk work, within the desk's own."""

from django.urls import path

from zhuqi.interfaces.desk.bulk import views

urlpatterns = [
    path("bulk/undo/<id:pk>/", views.undo, name="bulk_undo"),
    path("<slug:name>/bulk/<slug:verb>/", views.bulk, name="bulk"),
]
