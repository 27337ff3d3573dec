"""Records written without signal are sent: each taken once, or told why not."""

import json
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, JsonResponse, QueryDict, RawPostDataException
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhuqi.foundation.access import NotValid, Person, Refusal
from zhuqi.foundation.directory.models import Enterprise
from zhuqi.foundation.quarantine.actions import Marked, take_in
from zhuqi.foundation.quarantine.passes import SecretMark
from zhuqi.foundation.typed import from_json, in_whole_letters
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.visits.forms import RecordForm
from zhuqi.interfaces.desk.visits.pocket import ENTER
from zhuqi.mechanisms.liaison import queries
from zhuqi.mechanisms.liaison.actions import Record, take
from zhuqi.mechanisms.liaison.models import Visit

MOST: Final = 50
LONGEST_STATED: Final = 40
REFUSED, SECRET = "refused", "secret"
Said = Mapping[str, Any]


@require_POST
@ENTER
def sync(request: HttpRequest) -> JsonResponse:
    """A batch: `person` and `records`, each answered by its `id`; one refused stops no other.

    409 where somebody else has signed in since; 400 for what is no batch.
    """
    person = access.of(request)
    try:
        batch = from_json(request.body, halves=True)
        records = list(batch["records"])[:MOST]
        whose = int(batch["person"])
    except (ValueError, TypeError, KeyError, RawPostDataException):
        return JsonResponse({"detail": _("没有读懂发来的内容")}, status=400)
    if whose != person.scope.user_id:
        words = _("现在登录的不是写下这些记录的人，请用自己的账号登录后发送")
        return JsonResponse({"detail": words}, status=409)
    return JsonResponse({"results": [_answer(one, person, request) for one in records]})


def _answer(said: Any, person: Person, request: HttpRequest) -> dict[str, Any]:
    told: dict[str, Any] = {"id": str(said.get("id", "")) if isinstance(said, dict) else ""}
    try:
        what, visit = take(_read(said, person), by=person)
    except SecretMark as mark:
        take_in([Marked(text) for text in mark.texts], place=request.path, by=person)
        return told | {"status": SECRET, "reason": mark.reason}
    except NotValid as wrong:
        return told | {"status": REFUSED, "reason": wrong.reason, "errors": wrong.errors}
    except Refusal as refusal:
        return told | {"status": REFUSED, "reason": refusal.reason}
    url = reverse("desk:visit", args=[visit.pk]) if visit else ""
    return told | {"status": what.value, "url": url}


def _read(said: Any, person: Person) -> Record:
    """What a record says, judged as the form of the page is. NotValid for what is wrong with it."""
    if not in_whole_letters(said):
        raise NotValid(_("有不完整的字（表情符号被截断了），请删掉后再发"))
    try:
        key, after = UUID(said["id"]), _uuid(said.get("after"))
        stated, typed = str(said["stated"])[:LONGEST_STATED], dict(said["fields"])
        visit, firm = _number(said.get("visit")), _number(said.get("enterprise"))
    except (ValueError, TypeError, KeyError, AttributeError) as unread:
        raise NotValid(_("没有读懂这条记录")) from unread
    row = queries.visits(person.scope).filter(pk=visit or 0).first()
    if visit and row is None:
        raise NotValid(_("您已看不到这次走访"))
    enterprise = Enterprise.objects.filter(pk__in=person.scope.liaised & {firm}).first()
    if firm and enterprise is None:
        raise NotValid(_("您已不联系这家企业"))
    form = RecordForm(_form_data(typed), row=row or Visit(day=timezone.localdate()))
    if not form.is_valid():
        raise NotValid({name: "；".join(map(str, told)) for name, told in form.errors.items()})
    given = {name: form.cleaned_data[name] for name in RecordForm.keywords()}
    return Record(
        key=key, digest=_digest(said), stated=stated, visit=row, enterprise=enterprise,
        after=after, **given,
    )  # fmt: skip


def _form_data(typed: Said) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in typed.items():
        if name in RecordForm.base_fields and isinstance(value, str):
            data[name] = value
    return data


def _uuid(value: object) -> UUID | None:
    return UUID(str(value)) if value else None


def _number(value: object) -> int | None:
    return int(str(value)) if value else None


def _digest(said: Said) -> str:
    """Of all that is said, so that nothing can be read or guessed from it."""
    names = ("visit", "enterprise", "after", "fields")
    text = json.dumps([said.get(name) for name in names], sort_keys=True, ensure_ascii=False)
    return salted_hmac("visits.sync", text, algorithm="sha256").hexdigest()
