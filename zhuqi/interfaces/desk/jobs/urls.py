"""Addresses of jobs and exports, within the desk's own."""

from django.urls import path

from zhuqi.interfaces.desk.jobs import views

urlpatterns = [
    path("jobs/<id:pk>/file/", views.file, name="job_file"),
    *views.VIEWS.urls("jobs"),
    path("exports/<slug:name>/", views.export, name="export"),
]
