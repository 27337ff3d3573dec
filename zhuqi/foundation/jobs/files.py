"""Files jobs made; removed after some days."""

from pathlib import Path
from typing import Final

from zhuqi.foundation.access import NotNow
from zhuqi.foundation.attachments.private_folder import PrivateFolder

FILES: Final = PrivateFolder("jobs")


def path_of(stored_as: str) -> Path:
    """Where one lies. NotNow where it is gone."""
    path = FILES.find(stored_as)
    if path is None:
        raise NotNow("文件已经不在服务器上，请重新导出")
    return path
