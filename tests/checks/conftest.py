"""The command, called in this very process."""

from tests.scenes.console import zhuqi

__all__ = ["zhuqi"]
