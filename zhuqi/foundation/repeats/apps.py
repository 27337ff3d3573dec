"""Registers the room with Django."""

from django.apps import AppConfig


class RepeatsConfig(AppConfig):
    """The room `repeats`."""

    name = "zhuqi.foundation.repeats"
    label = "repeats"

    def ready(self) -> None:
        """Declare the daily sweep."""
        from zhuqi.foundation.contributions.personal_data import NOT_TOLD
        from zhuqi.foundation.contributions.unlogged import UNLOGGED
        from zhuqi.foundation.repeats import handlers  # noqa: F401 (needs loaded models)

        UNLOGGED.register("repeats.SentForm", "已提交表单的摘要，只用来认出重复点击，两天后清除")
        UNLOGGED.register("repeats.KeyedAnswer", "接口请求的答复，只用来认出重复请求，两天后清除")
        NOT_TOLD.register("repeats", "that a form was sent is told by its event; gone in two days")
