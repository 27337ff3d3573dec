"""Addresses of questionnaires, within the portal's own."""

from django.urls import path

from zhuqi.interfaces.portal.questionnaires import views

urlpatterns = [
    path("questionnaires/", views.questionnaires, name="questionnaires"),
    path("questionnaires/<id:pk>/", views.questionnaire, name="questionnaire"),
]
