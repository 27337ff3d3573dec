"""Addresses of papers, within the desk's own."""

from django.urls import path

from zhuqi.interfaces.desk.papers import views

urlpatterns = [
    path("papers/verify/", views.verify, name="paper_verify"),
    path("papers/<id:pk>/file/<slug:form>/", views.download, name="paper_file"),
    *views.VIEWS.urls("papers"),
]
