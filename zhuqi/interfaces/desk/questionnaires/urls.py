"""Addresses of questionnaires and replies, within the desk's own."""

from django.urls import path

from zhuqi.interfaces.desk.questionnaires import results
from zhuqi.interfaces.desk.questionnaires.reply_views import REPLY_VIEWS
from zhuqi.interfaces.desk.questionnaires.views import QUESTIONNAIRE_VIEWS

urlpatterns = [
    path("questionnaires/<id:pk>/file/", results.taken, name="questionnaire_file"),
    *REPLY_VIEWS.urls("questionnaires/replies"),
    *QUESTIONNAIRE_VIEWS.urls("questionnaires"),
]
