"""Registers the room with Django."""

from django.apps import AppConfig


class SavedViewsDeskConfig(AppConfig):
    """Pages on which views of lists are saved and kept in order."""

    name = "zhuqi.interfaces.desk.saved_views"
    label = "desk_saved_views"
