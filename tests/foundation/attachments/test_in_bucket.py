"""Attachments in a bucket: who may read them, what is destroyed and swept there, and what people
are told while it is away."""

import io
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from tests.cast import Cast
from tests.foundation.attachments.attachment_files import PDF, PNG, sent
from tests.interfaces.console.console_place import Zhuqi
from tests.scenes.buckets import InBucket
from tests.scenes.raising import GOOD
from tests.signing_in import sign_in
from zhuqi.foundation.access import SYSTEM, NotNow
from zhuqi.foundation.attachments import actions, links
from zhuqi.foundation.attachments.models import Attachment
from zhuqi.foundation.outbox.models import OutboxItem
from zhuqi.foundation.outbox.worker import drain
from zhuqi.foundation.search.models import FileText
from zhuqi.ledgers.cases.models import Case

pytestmark = pytest.mark.django_db


def photo() -> bytes:
    content = io.BytesIO()
    Image.effect_noise((1200, 600), 60).convert("RGB").save(content, "JPEG")
    return content.getvalue()


def submitted(zhao: Client, *files: tuple[str, bytes]) -> HttpResponse:
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    return zhao.post(reverse("portal:new"), {**GOOD, "attachments": uploads})  # type: ignore[return-value]


def on_page(client: Client, case: Case) -> list[str]:
    page = client.get(reverse("portal:case", args=[case.number])).content.decode()
    return re.findall(r'(?:href|src)="(/files/[^"]+)"', page)


def kept(content: bytes, name: str, row: int = 1) -> Attachment:
    prepared = actions.prepare([sent(content, name)])
    return actions.attach(prepared, object_type="x", object_id=row, purpose="", by=SYSTEM)[0]


def test_what_a_firm_sends_lies_in_the_bucket_and_opens_through_us_alone(
    cast: Cast, in_bucket: InBucket
) -> None:
    zhao, jia = sign_in(Client(), cast.zhao), sign_in(Client(), cast.jia)
    picture, text = photo(), "变压器容量不足，申请增容。".encode()
    assert submitted(zhao, ("现场.jpg", picture), ("说明.txt", text)).status_code == 302
    case = Case.objects.get()
    drain()

    image, _text = Attachment.objects.order_by("pk")
    names = in_bucket.names()
    assert set(names) == {
        f"files/{name}" for name in Attachment.objects.values_list("stored_as", flat=True)
    } | {f"files/{image.stored_as}.small"}
    # The worker read the text where it lies.
    assert "增容" in FileText.objects.get(attachment_id=_text.pk).text

    links_there = on_page(zhao, case)
    small = next(link for link in links_there if link.endswith("?small=1"))
    opened = zhao.get(small.partition("?")[0])
    assert b"".join(opened) == picture
    assert opened["Content-Length"] == str(len(picture))
    assert opened["Cache-Control"] == "private, no-store"
    assert "sandbox" in opened["Content-Security-Policy"]
    with Image.open(io.BytesIO(b"".join(zhao.get(small)))) as drawn:
        assert drawn.size == (320, 160)
    assert jia.get(small).status_code == 403
    assert not in_bucket.store.is_public(image.stored_as)
    in_bucket.raw.Object(f"files/{image.stored_as}").Acl().put(ACL="public-read")
    assert in_bucket.store.is_public(image.stored_as)


def test_while_it_is_away_a_form_keeps_what_was_typed_and_pages_go_on(
    cast: Cast, in_bucket: InBucket, client: Client
) -> None:
    zhao, system = sign_in(Client(), cast.zhao), sign_in(Client(), cast.system_admin)
    assert submitted(zhao, ("现场.png", PNG)).status_code == 302
    case = Case.objects.get()
    in_bucket.leaves()

    [link] = set(on_page(zhao, case))
    refused = zhao.get(link)
    assert refused.status_code == 409
    assert "附件文件暂时无法读取" in refused.content.decode()
    rain = {"title": "仓库漏雨", "body": "整面墙都湿了，货都挪不开。", "wish": "修屋顶"}
    other = {**GOOD, **rain, "key": "b" * 32}
    page = zhao.post(
        reverse("portal:new"), {**other, "attachments": [SimpleUploadedFile("雨.png", PNG + b"1")]}
    )
    said = page.content.decode()
    assert page.status_code == 422
    assert "附件存放处暂时连不上" in said
    assert all(words in said for words in rain.values())
    assert zhao.post(reverse("portal:new"), other).status_code == 302
    assert Case.objects.count() == 2

    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()["attachments"]) == (200, "away")
    where = f"附件存放处 {in_bucket.settings.ATTACHMENTS_BUCKET.where} 连不上"
    assert where in system.get(reverse("desk:admin_system")).content.decode()
    in_bucket.comes_back()
    assert client.get("/readyz").json()["attachments"] == "ok"
    assert b"".join(zhao.get(link)) == PNG


def test_the_check_tries_it_and_says_what_is_wrong(in_bucket: InBucket, zhuqi: Zhuqi) -> None:
    row, gone = kept(PNG, "现场.png"), kept(PDF, "合同.pdf")
    answer = zhuqi("check", "store")
    assert (answer.code, "写入、读出、列出、删除正常" in answer.out) == (0, True)
    assert len(in_bucket.names()) == 2
    assert zhuqi("check", "files").code == 0

    in_bucket.store.delete(gone.stored_as)
    in_bucket.store.write(row.stored_as, [PNG, b"more"])
    out = zhuqi("check", "files").out
    assert "被换过" in out
    assert "不见了" in out

    in_bucket.leaves()
    answer = zhuqi("check", "store")
    assert (answer.code, "用不了" in answer.out) == (1, True)
    assert in_bucket.address.secret not in answer.out


@pytest.fixture
def versioned(in_bucket: InBucket) -> InBucket:
    """A bucket that keeps what is deleted."""
    in_bucket.raw.Versioning().enable()
    return in_bucket


def test_what_is_destroyed_is_gone_with_its_versions_and_waits_while_the_bucket_is_away(
    versioned: InBucket,
) -> None:
    row, other = kept(photo(), "举报.jpg", 7), kept(PDF, "别的.pdf", 8)
    drain()
    assert len(versioned.names()) == 3
    versioned.leaves()
    actions.destroy(object_type="x", object_id=7)
    drain()
    assert OutboxItem.objects.filter(kind=actions.DESTROY, done_at=None).count() == 1

    versioned.comes_back()
    OutboxItem.objects.filter(kind=actions.DESTROY).update(not_before=timezone.now())
    drain()
    assert {v.object_key for v in versioned.raw.object_versions.all()} == {
        f"files/{other.stored_as}"
    }
    assert row.stored_as not in str(versioned.names())
    with pytest.raises(NotNow):
        links.response_for(row)


def test_the_sweep_takes_what_no_row_needs_and_a_second_row_has_a_copy_of_its_own(
    in_bucket: InBucket,
) -> None:
    row = kept(PNG, "现场.png")
    [copied] = actions.attach(
        [actions.linked(row)], object_type="x", object_id=2, purpose="", by=SYSTEM
    )
    actions.prepare([sent(PDF, "没有提交.pdf")])
    in_bucket.store.write("put/here", [b"by hand"])
    assert len(in_bucket.names()) == 4
    assert actions.purge_orphans() == 0

    later = timezone.now() + timedelta(days=2)
    assert actions.purge_orphans(now=later) == 1
    actions.remove(attachment=row, now=later)
    assert actions.purge_orphans(now=later + timedelta(days=31)) == 1
    assert set(in_bucket.names()) == {f"files/{copied.stored_as}", "files/put/here"}
