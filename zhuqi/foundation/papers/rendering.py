"""A document as a file, made in a process of its own: what sets a page is larger than the house."""

import json
import subprocess
import sys
from dataclasses import asdict
from enum import StrEnum
from typing import Final

from django.conf import settings

from zhuqi.foundation.access import NotNow
from zhuqi.foundation.papers.layout.document import Document
from zhuqi.foundation.papers.stored import as_data

# Seconds for one paper; a long one with ten pages of table takes two.
_LIMIT: Final = 60


class PaperFile(StrEnum):
    """What a paper can be taken out as."""

    PDF = "pdf"
    DOCX = "docx"


def rendered(document: Document, file: PaperFile) -> bytes:
    """The file. NotNow where the machine can't make it just now: the reason is in the log."""
    fonts = settings.PAPER_FONTS
    asked = {"file": file, "document": as_data(document), "fonts": asdict(fonts)}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "zhuqi.foundation.papers.child"],
            input=json.dumps(asked).encode(),
            capture_output=True,
            timeout=_LIMIT,
            check=True,
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise NotNow(
            "公文暂时排不出来，请稍后再试；一直这样的，请系统管理员查看运行日志"
        ) from error
    return done.stdout
