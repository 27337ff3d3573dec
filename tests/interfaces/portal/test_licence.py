"""The photo of the licence: sent along with a registration, seen by who decides it, then gone."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.cast import Cast, person
from tests.scenes.photos import exif, jpeg
from tests.scenes.registering import GOOD, REGISTER
from tests.signing_in import sign_in
from zhuqi.foundation.accounts.actions import forget_refused, refuse_member
from zhuqi.foundation.accounts.models import FirmMember
from zhuqi.foundation.attachments.actions import DESTROYED
from zhuqi.foundation.attachments.disk import Disk
from zhuqi.foundation.attachments.models import Attachment
from zhuqi.foundation.attachments.places import without_place
from zhuqi.foundation.attachments.sign_ups import MOST, licences_of
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.outbox.worker import drain

PHOTO = jpeg(exif())
PROGRAM = b"MZ\x90\x00" + bytes(60)


def photo(content: bytes = PHOTO, name: str = "执照.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def send(client: Client, *files: SimpleUploadedFile, **changed: Any) -> Any:
    data = {name: value for name, value in {**GOOD, **changed}.items() if value}
    return client.post(REGISTER, {**data, "licence": list(files)})


def waiting() -> FirmMember:
    return FirmMember.objects.get(claimed_name=GOOD["firm_name"])


def on_disk(file: Attachment) -> Path:
    return settings.MEDIA_ROOT / file.stored_as


def test_the_office_sees_it_before_it_decides_and_nobody_else(cast: Cast, client: Client) -> None:
    assert send(client, photo(), photo(), **{"licence-place": "on"}).status_code == 302
    assert "最多 3 个" in client.get(reverse("portal:registration_add")).content.decode()
    [file] = licences_of(waiting().pk)
    assert on_disk(file).read_bytes() == without_place(PHOTO, "image/jpeg") != PHOTO
    address = reverse("desk:registration", args=[waiting().pk])
    page = sign_in(Client(), cast.qin_lan).get(address)
    [paper] = page.context["papers"]
    assert "执照.jpg" in page.content.decode()
    shown = sign_in(Client(), cast.qin_lan).get(paper.url)
    assert b"".join(shown) == without_place(PHOTO, "image/jpeg")
    for other in (client, sign_in(Client(), cast.he_fan), sign_in(Client(), cast.zhao)):
        assert other.get(paper.url).status_code == 403
    assert Event.objects.get(object_type="member", kind="registered").facts["files"] == 1


@pytest.mark.django_db(transaction=True)
def test_refused_it_is_destroyed(cast: Cast, client: Client) -> None:
    send(client, photo())
    [file] = licences_of(waiting().pk)
    refuse_member(member=waiting(), by=person(cast.qin_lan), reason="执照与企业名称不符")
    drain()
    file.refresh_from_db()
    assert (file.name, file.uploaded_by_name) == (DESTROYED, "")
    drain()
    assert not on_disk(file).exists()
    page = sign_in(Client(), cast.qin_lan).get(reverse("desk:registration", args=[waiting().pk]))
    assert page.context["papers"] == []


@pytest.mark.django_db(transaction=True)
def test_what_nobody_decided_in_a_year_is_forgotten_with_it(cast: Cast, client: Client) -> None:
    send(client, photo())
    member = waiting()
    [file] = licences_of(member.pk)
    assert forget_refused(now=timezone.now() + timedelta(days=364)) == 0
    assert forget_refused(now=timezone.now() + timedelta(days=366)) == 1
    drain()
    member.refresh_from_db()
    assert (member.status, member.claimed_name) == (FirmMember.Status.REFUSED, "（已清除）")
    drain()
    assert not on_disk(file).exists()
    assert member.user.sign_in_name == f"forgotten-{member.user_id}"
    assert cast.zhao.is_active


@pytest.mark.usefixtures("cast")
def test_a_program_is_refused_in_words_and_what_was_good_is_not_sent_twice(client: Client) -> None:
    answer = send(client, photo(), photo(PROGRAM, "执照.jpg.exe"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "不是可以上传的类型" in page
    assert GOOD["firm_name"] in page
    [kept] = answer.context["kept"]
    assert send(client, kept=kept.token).status_code == 302
    assert [file.name for file in licences_of(waiting().pk)] == ["执照.jpg"]


@pytest.mark.usefixtures("cast")
def test_a_slip_in_the_text_and_a_look_up_lose_no_photo(client: Client) -> None:
    wrong = send(client, photo(), firm_name="")
    looked_up = send(client, photo(), look_up="1")
    assert (wrong.status_code, looked_up.status_code) == (422, 200)
    for answer in (wrong, looked_up):
        [kept] = answer.context["kept"]
        assert kept.name == "执照.jpg"
    assert not Attachment.objects.exists()


@pytest.mark.usefixtures("cast")
def test_sent_again_with_another_photo_that_one_is_added_as_long_as_it_waits(
    client: Client,
) -> None:
    send(client, photo())
    client.logout()
    copies = [photo(PHOTO + bytes([n]), f"副本{n}.jpg") for n in range(MOST)]
    assert send(client, photo(), copies[0]).status_code == 302
    client.logout()
    more = send(client, *copies[1:])
    assert more.status_code == 422
    assert "最多放 3 张" in more.content.decode()
    assert send(client, photo(PHOTO + bytes([0]))).status_code == 302
    client.logout()
    assert send(client, photo(PHOTO + bytes([1]), "副本1.jpg")).status_code == 302
    assert [file.name for file in licences_of(waiting().pk)] == [
        "执照.jpg", "副本0.jpg", "副本1.jpg",
    ]  # fmt: skip
    events = Event.objects.filter(object_type="member").order_by("seq")
    assert [event.kind for event in events] == ["registered", "papers_added", "papers_added"]


@pytest.mark.usefixtures("cast")
def test_strangers_do_not_fill_the_last_of_the_disk(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = Disk("附件", Path("/"), 1, 100)
    monkeypatch.setattr("zhuqi.interfaces.portal.uploads.disks", lambda: [full])
    before = set(settings.MEDIA_ROOT.rglob("*"))
    answer = send(client, photo())
    assert answer.status_code == 422
    assert "先不带照片提交" in answer.content.decode()
    assert set(settings.MEDIA_ROOT.rglob("*")) == before
    assert send(client).status_code == 302
