"""Addresses of ready answers, within the desk's own."""

from django.urls import path

from zhuqi.interfaces.desk.ready_answers import views

urlpatterns = [
    path("ready/<id:pk>/used/", views.used, name="ready_answer_used"),
    *views.VIEWS.urls("ready"),
]
