"""Files that come with a form. Those that are all right survive an error in the text.

A phone should not have to send nine photos twice because a line was empty: what was stored is
handed back to the page as signed tokens, bound to the person, and comes again with the form.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from zhuqi.foundation.access import NotValid
from zhuqi.foundation.accounts.queries import request_person
from zhuqi.foundation.attachments.actions import FIELD, Prepared, keep_place, prepare
from zhuqi.foundation.attachments.disk import Level, disks
from zhuqi.foundation.attachments.links import picture_link, signed_link
from zhuqi.foundation.attachments.models import Attachment
from zhuqi.interfaces.shell.forms import place_name
from zhuqi.interfaces.shell.parts import Paper

SALT = "portal.kept"
KEPT = "kept"
# Shorter than the day after which files without a row are removed from disk.
KEPT_SECONDS = 12 * 3600


@dataclass(frozen=True, slots=True)
class Kept:
    """A file already stored, as the page shows and returns it."""

    token: str
    name: str
    note: str


@dataclass(frozen=True, slots=True)
class Received:
    """What has come so far, and what was wrong with the rest."""

    prepared: list[Prepared]
    fault: str
    kept: list[Kept]


NOTHING = Received([], "", [])


def receive(request: HttpRequest, name: str = FIELD, most: int = 0) -> Received:
    """Store the files of a form, each for itself, so that one bad one costs no other.

    `most`: papers that prove something, so many at most, and no place stays in any. From strangers
    nothing is taken while the disk is getting full: its last room is for who is known.
    """
    user_id = request_person(request).actor.user_id
    sent = request.FILES.getlist(name)
    prepared = {file.sha256: file for file in _taken_up(request.POST.getlist(KEPT), user_id)}
    faults = []
    if sent and not user_id and any(disk.level is not Level.ENOUGH for disk in disks()):
        words = _("服务器空间紧张，暂时不收照片；请先不带照片提交，以后可以再补")
        return Received(
            list(prepared.values()), words, [_kept(file, user_id) for file in prepared.values()]
        )
    limit = most or settings.ATTACHMENT_MAX_FILES
    if len(prepared) + len(sent) > limit:
        words = _("一次最多 %(most)s 个附件，您选了 %(number)s 个；多出的没有保存")
        faults.append(words % {"most": limit, "number": len(prepared) + len(sent)})
    for file in sent:
        keep_place(file, wanted=not most and place_name(name) in request.POST)
    for file in sent[: limit - len(prepared)]:
        try:
            prepared.update((one.sha256, one) for one in prepare([file]))
        except NotValid as refusal:
            faults.append(refusal.errors[FIELD])
    files = list(prepared.values())
    return Received(files, "；".join(faults), [_kept(file, user_id) for file in files])


def _kept(file: Prepared, user_id: int) -> Kept:
    token = signing.dumps([user_id, asdict(file)], salt=SALT)
    return Kept(token, file.name, filesizeformat(file.size))


def _taken_up(tokens: Sequence[str], user_id: int) -> list[Prepared]:
    """The files behind the tokens; forged, stale, others' and already used ones are left out."""
    files = []
    for token in tokens[: settings.ATTACHMENT_MAX_FILES]:
        try:
            owner, fields = signing.loads(token, salt=SALT, max_age=KEPT_SECONDS)
        except signing.BadSignature:
            continue
        if owner == user_id:
            files.append(Prepared(**fields))
    if not files:
        return []
    names = [file.stored_as for file in files]
    used = set(
        Attachment.objects.filter(stored_as__in=names)
        .order_by()
        .values_list("stored_as", flat=True)
    )
    return [file for file in files if file.stored_as not in used]


def papers_of(files: Sequence[Attachment], user_id: int) -> list[Paper]:
    """Attachments as links that open for this person alone."""
    links = [signed_link(file, user_id) for file in files]
    return [
        Paper(file.name, link, filesizeformat(file.size), picture=picture_link(file, link))
        for file, link in zip(files, links, strict=True)
    ]
