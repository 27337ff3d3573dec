"""Registers the room with Django."""

from django.apps import AppConfig


class SampleConfig(AppConfig):
    """The room `sample`."""

    name = "zhuqi.sample"
    label = "sample"
