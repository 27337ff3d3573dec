"""Files as the shell's parts show them."""

from collections.abc import Iterable

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.access import Person
from zhuqi.foundation.attachments.links import picture_link, signed_link
from zhuqi.foundation.attachments.models import Attachment
from zhuqi.interfaces.desk.verb_views import RowSection
from zhuqi.interfaces.shell.drawing import papers
from zhuqi.interfaces.shell.parts import Paper

KILO = 1024


def paper(file: Attachment, user_id: int) -> Paper:
    """A file to open, with its size."""
    mega = file.size / KILO / KILO
    size = f"{mega:.1f} MB" if mega >= 1 else f"{max(1, round(file.size / KILO))} KB"
    link = signed_link(file, user_id)
    return Paper(file.name, link, size, picture=picture_link(file, link))


def cards(files: Iterable[Attachment], person: Person) -> SafeString | str:
    """Files side by side in a cell; "" for none."""
    drawn = [paper(one, person.scope.user_id) for one in files]
    return papers(drawn) if drawn else ""


def files_section(title: StrOrPromise, files: Iterable[Attachment], person: Person) -> RowSection:
    """Files as a part of a row's page, empty where there are none."""
    drawn = cards(files, person)
    return RowSection(title, (_("材料"),), [(drawn,)] if drawn else ())
