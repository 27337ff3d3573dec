"""Registers the room with Django."""

from django.apps import AppConfig


class SampleConfig(AppConfig):
    """The living sample city."""

    name = "zhuqi.sample"
    label = "sample"

    def ready(self) -> None:
        """Offer the list of invented people to the sign-in page; needs loaded models."""
        from zhuqi.interfaces.shell import sign_ins as shell_sign_ins
        from zhuqi.sample.build import sign_ins

        shell_sign_ins.provide(sign_ins)
