"""Files as the shell's parts show them."""

from zhuqi.foundation.attachments.links import picture_link, signed_link
from zhuqi.foundation.attachments.models import Attachment
from zhuqi.interfaces.shell.parts import Paper

KILO = 1024


def paper(file: Attachment, user_id: int) -> Paper:
    """A file to open, with its size."""
    mega = file.size / KILO / KILO
    size = f"{mega:.1f} MB" if mega >= 1 else f"{max(1, round(file.size / KILO))} KB"
    link = signed_link(file, user_id)
    return Paper(file.name, link, size, picture=picture_link(file, link))
