"""Lines of the log: for people, or one JSON object each for a collector of logs."""

import json
import logging
from datetime import UTC, datetime

from django.http import HttpRequest

from zhuqi.interfaces.shell.watching.request_ids import current_id


def _one_line(text: str) -> str:
    """What a message quotes can't begin another line."""
    return text.replace("\r", "\\r").replace("\n", "\\n")


def route_of(request: HttpRequest) -> str:
    """The name of the address that answers, or what stands for none."""
    match = request.resolver_match
    return match.view_name if match else "(none)"


class RoutesOnly(logging.Filter):
    """Django's own lines end with the address, which may hold a code or a token: they get the
    route instead."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Every line passes."""
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) and isinstance(record.args, tuple) and record.args:
            record.args = (*record.args[:-1], route_of(request))
        return True


class Lines(logging.Formatter):
    """Time, level, logger, the request in brackets, and what happened."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 (its hook)
        """Without brackets where no request is under way."""
        record.message = _one_line(record.message)
        line = super().formatMessage(record)
        named = current_id()
        return f"{line} [{named}]" if named else line


class JsonLines(logging.Formatter):
    """The same as an object; `extra={"fields": …}` adds to it."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, whatever is in it."""
        said: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "process": record.process,
        }
        if named := current_id():
            said["request_id"] = named
        said |= getattr(record, "fields", {})
        if record.exc_info:
            said["exception"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=False, default=str)
