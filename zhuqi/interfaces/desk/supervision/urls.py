"""Addresses of supervision sheets, of the board and of what goes out by itself, within the desk's
own."""

from django.urls import path

from zhuqi.interfaces.desk.supervision import delegations, outlook
from zhuqi.interfaces.desk.supervision.board_views import board, board_file
from zhuqi.interfaces.desk.supervision.views import VIEWS

urlpatterns = [
    path("supervision/board/", board, name="supervision_board"),
    path("supervision/board/file/", board_file, name="supervision_board_file"),
    *outlook.URLS,
    *delegations.VIEWS.urls("delegations"),
    *VIEWS.urls("supervision"),
]
