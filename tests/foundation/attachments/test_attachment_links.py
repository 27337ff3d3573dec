"""A link opens one file, for one person, for a while, and only while the row allows it."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from tests.foundation.attachments.attachment_files import PDF, PNG, sent
from zhuqi.foundation.access import SYSTEM, Actor, ActorKind, NotNow, NotYours, Person, Scope
from zhuqi.foundation.attachments import actions, links
from zhuqi.foundation.attachments.models import Attachment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]
ALICE = Person(Actor(ActorKind.OFFICIAL, 1, "何帆"), Scope(user_id=1))
CHARLIE = Person(Actor(ActorKind.FIRM, 3, "甲某"), Scope(user_id=3))


@pytest.fixture
def attachment(openers: dict[str, links.Opener]) -> Attachment:
    """A photo on row 5 of a made-up room, which 何帆 alone may open."""
    openers["parcel"] = lambda person, row, _file: (person.scope.user_id, row) == (1, 5)
    [row] = actions.attach(
        actions.prepare([sent(PNG, "现场 1.png")]),
        object_type="parcel", object_id=5, purpose="", by=SYSTEM,
    )  # fmt: skip
    return row


def token(attachment: Attachment, user_id: int = 1) -> str:
    return links.signed_link(attachment, user_id).rstrip("/").rsplit("/", 1)[-1]


def test_whom_it_was_made_for_opens_it(attachment: Attachment) -> None:
    assert links.opened(token(attachment), ALICE) == attachment


def test_somebody_elses_link_opens_nothing(attachment: Attachment) -> None:
    with pytest.raises(NotYours):
        links.opened(token(attachment), CHARLIE)


def test_a_link_gives_no_right_the_row_does_not_give(attachment: Attachment) -> None:
    with pytest.raises(NotYours):
        links.opened(token(attachment, user_id=3), CHARLIE)


def test_rights_are_asked_again_when_the_link_is_used(
    attachment: Attachment, openers: dict[str, links.Opener]
) -> None:
    link = token(attachment)
    openers["parcel"] = lambda *_: False
    with pytest.raises(NotYours):
        links.opened(link, ALICE)


def test_a_room_that_said_nothing_opens_nothing(
    attachment: Attachment, openers: dict[str, links.Opener]
) -> None:
    del openers["parcel"]
    with pytest.raises(NotYours):
        links.opened(token(attachment), ALICE)


def test_a_link_runs_out_and_says_so(attachment: Attachment, settings: Settings) -> None:
    link = token(attachment)
    settings.ATTACHMENT_LINK_SECONDS = -1
    with pytest.raises(NotYours, match="已过期"):
        links.opened(link, ALICE)


@pytest.mark.parametrize(
    "forge",
    [
        lambda link: link[:-1] + ("A" if link[-1] != "A" else "B"),
        lambda link: "x" + link,
        lambda _link: "",
        lambda _link: "a:b:c",
        lambda _link: "\u202e" * 50,
    ],
)
def test_a_forged_link_opens_nothing(attachment: Attachment, forge: Callable[[str], str]) -> None:
    with pytest.raises(NotYours):
        links.opened(forge(token(attachment)), ALICE)


def test_a_removed_file_opens_no_more(attachment: Attachment) -> None:
    link = token(attachment)
    actions.remove(attachment=attachment, now=timezone.now() - timedelta(days=1))
    with pytest.raises(NotYours):
        links.opened(link, ALICE)


def test_pictures_open_in_the_page_and_never_run_as_one(attachment: Attachment) -> None:
    response = links.response_for(attachment)
    assert b"".join(response) == PNG
    response.close()
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Content-Disposition"] == "inline; filename*=utf-8''%E7%8E%B0%E5%9C%BA%201.png"


@pytest.mark.parametrize(
    ("content", "name", "way"),
    [(PDF, "合同.pdf", "inline"), (b"a,b\r\n1,2\r\n", "list.csv", "attachment")],
)
def test_all_but_pictures_and_pdf_are_saved_not_shown(content: bytes, name: str, way: str) -> None:
    [row] = actions.attach(
        actions.prepare([sent(content, name)]), object_type="x", object_id=1, purpose="", by=SYSTEM
    )
    response = links.response_for(row)
    response.close()
    assert response["Content-Disposition"].startswith(f"{way}; filename")


def test_a_file_that_is_gone_from_the_disk_is_a_sentence_not_a_fault(
    attachment: Attachment, folder: Path
) -> None:
    (folder / attachment.stored_as).unlink()
    with pytest.raises(NotNow, match="联系系统管理员"):
        links.response_for(attachment)


@pytest.mark.parametrize(
    ("kind", "size", "shown"),
    [
        ("image/jpeg", links.PREVIEWED_BYTES, True),
        ("image/jpeg", links.PREVIEWED_BYTES + 1, False),
        ("image/bmp", 900, True),
        ("image/heic", 900, False),
        ("image/tiff", 900, False),
        ("application/pdf", 900, False),
        ("video/mp4", 900, False),
    ],
)
def test_until_there_is_a_small_picture_a_light_one_every_browser_draws_stands_for_itself(
    kind: str, size: int, *, shown: bool
) -> None:
    file = Attachment(content_type=kind, size=size, stored_as="2026/11/none")
    assert links.picture_link(file, "/files/x/") == ("/files/x/" if shown else "")
