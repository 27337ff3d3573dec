"""Registers the room with Django."""

from django.apps import AppConfig


class FirmsConfig(AppConfig):
    """What the ledgers know of one firm: 一企一档."""

    name = "zhuqi.ledgers.firms"
    label = "firms"
