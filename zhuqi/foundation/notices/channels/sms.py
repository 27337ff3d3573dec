"""Texts to phones through any gateway that speaks HTTP: the request is a template.

Values can't break out of where they stand: JSON is parsed before it is filled, a form is taken
apart before, an address is percent-encoded, and no value is ever read as a template.
"""

import http.client
import json
import re
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from zhuqi.foundation.access import NotValid
from zhuqi.foundation.directory.privacy import mask_phone
from zhuqi.foundation.notices.channels.parcel import VARIABLE, Parcel, Unsent, secret
from zhuqi.foundation.notices.enums import BodyFormat, Charset, Method
from zhuqi.foundation.notices.models import Gateway

_PLACEHOLDER = re.compile(r"\{(phone|text|id|secret:[A-Z0-9_]+)\}")
_LOOKS_LIKE_ONE = re.compile(r"\{([A-Za-z][\w:-]*)\}")
_HEADER_NAME = re.compile(r"[A-Za-z0-9-]{1,60}")
_MOST_READ = 64 * 1024
_REPLY_SHOWN = 120
_LONGEST_TIMEOUT = 60
_RETRY_LATER = frozenset({408, 425, 429})

Values = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Reply:
    """What the gateway answered."""

    status: int
    text: str


class _NoRedirects(HTTPRedirectHandler):
    """A gateway that sends us elsewhere must not get our secrets carried there."""

    def redirect_request(self, *_args: object, **_kwargs: object) -> None:
        return None


def problem(gateway: Gateway, environment: Mapping[str, str] | None = None) -> str:
    """Why nothing can be sent by this gateway now; "" where it can."""
    if not gateway.enabled:
        return "通道没有启用"
    unset = [name for name in _secrets_of(gateway) if not secret(name, environment)]
    return f"服务器上没有设置环境变量：{'、'.join(unset)}" if unset else ""


def check(gateway: Gateway) -> None:
    """NotValid, field by field, for a template that could not work."""
    errors: dict[str, str] = {}
    parts = urlsplit(gateway.url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        errors["url"] = "请填写以 http:// 或 https:// 开头的地址"
    elif _PLACEHOLDER.search(f"{parts.scheme}{parts.netloc}"):
        errors["url"] = "主机名里不能有占位符"
    for field in ("url", "headers", "body"):
        if wrong := _unknown(getattr(gateway, field)):
            errors[field] = f"不认识的占位符或变量名：{wrong}"
    for field, test in (("headers", _headers), ("body", _body), ("ok_statuses", _statuses)):
        try:
            test(gateway, _specimen)
        except NotValid as refusal:
            errors.setdefault(field, refusal.reason)
    if "{phone}" not in f"{gateway.url}{gateway.body}" or "{text}" not in (
        f"{gateway.url}{gateway.body}"
    ):
        errors.setdefault("body", "地址或正文里要有 {phone} 和 {text}")
    if gateway.ok_path and not gateway.ok_value:
        errors["ok_value"] = "写了答复里的位置，就要写成功时的值"
    if not 1 <= gateway.timeout <= _LONGEST_TIMEOUT:
        errors["timeout"] = f"超时应在 1 到 {_LONGEST_TIMEOUT} 秒之间"
    if errors:
        raise NotValid(errors)


def send(gateway: Gateway, parcel: Parcel, environment: Mapping[str, str] | None = None) -> str:
    """Send one text; returns what the gateway answered, shortened. Unsent where it did not go."""
    values = _values(parcel, environment)
    reply = _exchange(_request(gateway, values), gateway.timeout)
    shown = f"HTTP {reply.status} {_discreet(reply.text, parcel, values, gateway)}".strip()
    if reply.status not in _statuses(gateway):
        permanent = 400 <= reply.status < 500 and reply.status not in _RETRY_LATER  # noqa: PLR2004
        raise Unsent(f"网关答复 {shown}", again=not permanent)
    if not _accepted(gateway, reply.text):
        raise Unsent(f"网关没有接受：{shown}")
    return shown


def _values(parcel: Parcel, environment: Mapping[str, str] | None) -> Values:
    known = {"phone": parcel.to, "text": parcel.text, "id": parcel.id}

    def value(name: str) -> str:
        if name in known:
            return known[name]
        found = secret(name.removeprefix("secret:"), environment)
        if not found:
            raise Unsent(f"服务器上没有设置环境变量 {name.removeprefix('secret:')}", again=False)
        return found

    return value


def _specimen(name: str) -> str:
    return {"phone": "13800138000", "text": "测试", "id": "0" * 32}.get(name, "x")


def _fill(template: str, values: Values) -> str:
    return _PLACEHOLDER.sub(lambda found: values(found[1]), template)


def _unknown(template: str) -> str:
    for found in _LOOKS_LIKE_ONE.finditer(template):
        name = found[1]
        if name.startswith("secret:"):
            if not VARIABLE.fullmatch(name.removeprefix("secret:")):
                return f"{found[0]}（变量名须以 ZHUQI_NOTICES_ 开头）"
        elif name not in {"phone", "text", "id"}:
            return found[0]
    return ""


def _secrets_of(gateway: Gateway) -> list[str]:
    text = f"{gateway.url}\n{gateway.headers}\n{gateway.body}"
    names = [found[1] for found in _PLACEHOLDER.finditer(text) if found[1].startswith("secret:")]
    return list(dict.fromkeys(name.removeprefix("secret:") for name in names))


# The request ------------------------------------------------------------------------------------


def _request(gateway: Gateway, values: Values) -> Request:
    url = _PLACEHOLDER.sub(
        lambda found: quote(_encoded(values(found[1]), gateway.charset), safe=""), gateway.url
    )
    kind, data = _body(gateway, values)
    headers = _headers(gateway, values)
    if kind and not any(name.lower() == "content-type" for name in headers):
        headers["Content-Type"] = f"{kind}; charset={_charset_name(gateway)}"
    return Request(  # noqa: S310 (only http and https pass `check`)
        url, data=data if gateway.method == Method.POST else None, headers=headers,
        method=gateway.method,
    )  # fmt: skip


def _charset_name(gateway: Gateway) -> str:
    return "GBK" if gateway.charset == Charset.GBK else "UTF-8"


def _encoded(text: str, charset: str) -> bytes:
    return text.encode(charset, errors="replace")


def _body(gateway: Gateway, values: Values) -> tuple[str, bytes]:
    if gateway.method == Method.GET or gateway.body_format == BodyFormat.NONE:
        return "", b""
    if gateway.body_format == BodyFormat.JSON:
        try:
            tree = json.loads(gateway.body)
        except ValueError as error:
            raise NotValid({"body": f"正文不是有效的 JSON：{error}"}) from error
        text = json.dumps(_filled_tree(tree, values), ensure_ascii=False)
        return "application/json", _encoded(text, gateway.charset)
    pairs = [(name, _fill(value, values)) for name, value in _pairs(gateway.body, "=", "body")]
    return "application/x-www-form-urlencoded", urlencode(
        pairs, encoding=gateway.charset, errors="replace"
    ).encode("ascii")


def _filled_tree(tree: object, values: Values) -> object:
    if isinstance(tree, str):
        return _fill(tree, values)
    if isinstance(tree, list):
        return [_filled_tree(one, values) for one in tree]
    if isinstance(tree, dict):
        return {name: _filled_tree(one, values) for name, one in tree.items()}
    return tree


def _pairs(text: str, mark: str, field: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        if line.strip():
            name, found, value = line.partition(mark)
            if not found or not name.strip():
                raise NotValid({field: f"每行一个，写作 名称{mark}值：{line[:40]}"})
            yield name.strip(), value.strip()


def _headers(gateway: Gateway, values: Values) -> dict[str, str]:
    headers: dict[str, str] = {}
    for name, template in _pairs(gateway.headers, ":", "headers"):
        if not _HEADER_NAME.fullmatch(name):
            raise NotValid({"headers": f"请求头的名称不对：{name[:40]}"})
        if "{text}" in template or "{phone}" in template:
            raise NotValid({"headers": "请求头里只能用 {id} 和 {secret:变量名}"})
        value = _fill(template, values)
        if not value.isascii() or not value.isprintable():
            raise NotValid({"headers": f"请求头 {name} 的值只能是英文字符"})
        headers[name] = value
    return headers


# The answer -------------------------------------------------------------------------------------


def _exchange(request: Request, timeout: int) -> Reply:
    # Straight to the gateway: a proxy from the environment would see texts and secrets.
    opener = build_opener(ProxyHandler({}), _NoRedirects)
    try:
        with opener.open(request, timeout=timeout) as response:
            return Reply(response.status, _text(response.read(_MOST_READ)))
    except HTTPError as error:
        with error:
            return Reply(error.code, _text(error.read(_MOST_READ)))
    except URLError as error:
        raise _unreached(error.reason) from None
    except (OSError, http.client.HTTPException) as error:
        raise _unreached(error) from None


def _unreached(error: object) -> Unsent:
    """What went wrong, in words; the library's own would name the address and its secrets."""
    if isinstance(error, TimeoutError):
        return Unsent("网关没有按时答复，可能已经发出", unknown=True)
    if isinstance(error, ConnectionRefusedError):
        return Unsent("网关拒绝连接")
    if isinstance(error, socket.gaierror):
        return Unsent("找不到网关的主机名")
    if isinstance(error, ssl.SSLError):
        return Unsent("网关的证书无法通过验证")
    return Unsent("与网关的连接中断，可能已经发出", unknown=True)


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", errors="replace")


def _statuses(gateway: Gateway, _values: Values | None = None) -> frozenset[int]:
    words = gateway.ok_statuses.replace("，", ",").split(",")
    try:
        statuses = frozenset(int(word) for word in words)
    except ValueError:
        statuses = frozenset()
    if not statuses or not all(100 <= status < 400 for status in statuses):  # noqa: PLR2004
        raise NotValid({"ok_statuses": "请填写状态码，用逗号分开，如 200,201"})
    return statuses


def _accepted(gateway: Gateway, text: str) -> bool:
    if not gateway.ok_path:
        return gateway.ok_value in text
    try:
        found = _at(json.loads(text), gateway.ok_path)
    except (ValueError, LookupError, TypeError):
        return False
    return _plain(found) == gateway.ok_value


def _at(tree: object, path: str) -> object:
    for name in path.split("."):
        if isinstance(tree, list):
            tree = tree[int(name)]
        else:
            tree = tree[name] if isinstance(tree, dict) else None
    return tree


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _discreet(text: str, parcel: Parcel, values: Values, gateway: Gateway) -> str:
    """The answer without what must not be kept: number, text, secrets."""
    shown = text
    for name in _secrets_of(gateway):
        shown = shown.replace(values(f"secret:{name}"), "***")
    shown = shown.replace(parcel.text, "…").replace(parcel.to, mask_phone(parcel.to))
    shown = "".join(char if char.isprintable() else " " for char in shown)
    return " ".join(shown.split())[:_REPLY_SHOWN]
