"""Addresses of rhythms and of what people were told, within the desk's own."""

from django.urls import path

from zhuqi.interfaces.desk.rhythm import notes
from zhuqi.interfaces.desk.rhythm.views import VIEWS

urlpatterns = [
    path("rhythm/notes/", notes.show_list, name="rhythm_notes"),
    path("rhythm/notes/<id:pk>/", notes.show, name="rhythm_note"),
    *VIEWS.urls("rhythm"),
]
