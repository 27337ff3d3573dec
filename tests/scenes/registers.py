"""The tables administrators keep, over HTTP: their addresses, and what a browser would send."""

from django.test import Client

from zhuqi.foundation.access import SYSTEM
from zhuqi.foundation.directory.actions.tags import TAGS
from zhuqi.foundation.directory.models import Tag

HOME = "/desk/admin/registers/"


def at(register: str, row: object = None, page: str = "") -> str:
    pk = f"{row.pk}/" if row is not None else ""  # type: ignore[attr-defined]
    return f"{HOME}{register}/{pk}{page}"


def text_of(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def typed(client: Client, url: str, **changes: object) -> dict[str, object]:
    """What a browser would send: the page's form as it stands, with some fields typed over."""
    context = client.get(url).context
    form = context["form"]
    data: dict[str, object] = {}
    for name in form.fields:
        value = form[name].value()
        if isinstance(value, bool):
            value = "on" if value else None
        if value is not None:
            data[name] = value
    data |= {"seen": context.get("seen", ""), "step": "change"}
    data |= changes
    return {name: value for name, value in data.items() if value is not None}


def step(client: Client, url: str, key: str, **more: object) -> dict[str, object]:
    return {"step": key, "seen": client.get(url).context["seen"], **more}


def tag(name: str = "周例会") -> Tag:
    return TAGS.add(name=name, for_cases=True, by=SYSTEM)
