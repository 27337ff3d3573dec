"""Lines of the log: for people, or one JSON object each for a collector of logs."""

import json
import logging
from datetime import UTC, datetime

from zhuqi.interfaces.shell.watching.request_ids import current_id


def _one_line(text: str) -> str:
    """What a message quotes can't begin another line."""
    return text.replace("\r", "\\r").replace("\n", "\\n")


class Lines(logging.Formatter):
    """Time, level, logger, the request in brackets, and what happened."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 (its hook)
        """Without brackets where no request is under way."""
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
            "message": _one_line(record.getMessage()),
            "process": record.process,
        }
        if named := current_id():
            said["request_id"] = named
        said |= getattr(record, "fields", {})
        if record.exc_info:
            said["exception"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=False, default=str)
