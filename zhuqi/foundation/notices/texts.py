"""The texts people read: declared by the room that sends them, reworded by administrators.

A declaration is version 0. What an administrator publishes stands in `TextVersion`; the newest
version of a part is the one in force.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from zhuqi.foundation.access import NotValid
from zhuqi.foundation.notices.enums import Part, Topic

TITLE_LIMIT, FULL_LIMIT, SHORT_LIMIT = 60, 1000, 300
_VALUE_LIMIT = 500
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Wording:
    """Title and body with placeholders like {编号}; a short part has no title."""

    title: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text as shipped. `placeholders`: name → a specimen for previews.

    `secret` texts (codes) are kept no longer than it takes to send them.
    """

    code: str
    label: str
    topic: Topic
    title: str
    body: str
    short: str
    placeholders: Mapping[str, str]
    secret: bool = False

    @classmethod
    def titled(
        cls,
        code: str,
        label: str,
        topic: Topic,
        title: str,
        body: str,
        *,
        placeholders: Mapping[str, str],
    ) -> "Text":
        """Whose short part is its title and where to read the rest."""
        short = f"{title}。详情请登录助企平台查看。"
        return cls(
            code=code, label=label, topic=topic, title=title, body=body, short=short,
            placeholders=placeholders,
        )  # fmt: skip

    def shipped(self, part: Part) -> Wording:
        """Version 0 of a part."""
        if part == Part.FULL:
            return Wording(self.title, self.body)
        return Wording("", self.short)


class UnknownTextError(LookupError):
    """Nobody declared this code."""


_texts: dict[str, Text] = {}


def declare(*several: Text) -> None:
    """Make texts known; declaring a code anew replaces it. A faulty text is refused at start."""
    for text in several:
        for part in Part:
            checked(text, part, text.shipped(part))
        _texts[text.code] = text


def text_of(code: str) -> Text:
    """The declaration, or UnknownTextError."""
    try:
        return _texts[code]
    except KeyError:
        raise UnknownTextError(code) from None


def texts() -> Mapping[str, Text]:
    """All texts by code, in the order they were declared."""
    return _texts


def checked(text: Text, part: Part, wording: Wording) -> Wording:
    """The wording trimmed; NotValid, field by field, for what can't be published."""
    title, body = " ".join(wording.title.split()), wording.body.replace("\x00", "").strip()
    errors: dict[str, str] = {}
    if part == Part.SHORT:
        title, body = "", " ".join(body.split())
    else:
        errors |= _faults(text, "title", title, TITLE_LIMIT)
    errors |= _faults(text, "body", body, FULL_LIMIT if part == Part.FULL else SHORT_LIMIT)
    if errors:
        raise NotValid(errors)
    return Wording(title, body)


def _faults(text: Text, field: str, template: str, limit: int) -> dict[str, str]:
    if not template:
        return {field: "请填写文字"}
    if len(template) > limit:
        return {field: f"最多 {limit} 字，现在 {len(template)} 字"}
    unknown = [
        name for name in _PLACEHOLDER.findall(template) if name not in text.placeholders
    ]  # fmt: skip
    if unknown:
        known = "、".join(f"{{{name}}}" for name in text.placeholders)
        wrong = "、".join(f"{{{name}}}" for name in unknown)
        return {field: f"没有这个占位符：{wrong}。可用的有：{known or '无'}"}
    if set(_PLACEHOLDER.sub("", template)) & {"{", "}"}:
        return {field: "大括号只能用来写占位符，如 {编号}"}
    return {}


def filled(template: str, values: Mapping[str, str]) -> str:
    """The template with its values; a value is never read as a template itself."""
    return _PLACEHOLDER.sub(lambda found: one_line(values[found[1]]), template)


def one_line(value: str) -> str:
    """A value without line breaks and control characters, of bearable length."""
    printable = "".join(char if char.isprintable() else " " for char in value)
    return " ".join(printable.split())[:_VALUE_LIMIT]


declare(
    Text(
        code="account.code",
        label="短信验证码",
        topic=Topic.ACCOUNT,
        title="验证码",
        body="您的验证码是 {验证码}，{分钟} 分钟内有效。请勿告诉他人。",
        short="您的验证码是{验证码}，{分钟}分钟内有效。请勿告诉他人。",
        placeholders={"验证码": "318604", "分钟": "10"},
        secret=True,
    ),
    Text(
        code="account.email_code",
        label="换邮箱的验证码",
        topic=Topic.ACCOUNT,
        title="验证码：更换接收通知的邮箱",
        body="{姓名}要在助企平台用这个邮箱接收通知，验证码是 {验证码}，{分钟} 分钟内有效。"
        "不是您本人操作的，不用理会，也不要把验证码告诉别人。",
        short="换邮箱的验证码是{验证码}，{分钟}分钟内有效。请勿告诉他人。",
        placeholders={"姓名": "赵敏", "验证码": "318604", "分钟": "30"},
        secret=True,
    ),
    Text(
        code="account.address_changed",
        label="接收通知的邮箱或手机已更换 · 告知原来的",
        topic=Topic.ACCOUNT,
        title="接收通知的{方式}已更换",
        body="{时间}，您的账号接收通知的{方式}由 {原来} 换成了 {现在}，"
        "以后的通知不再发到原来的{方式}。不是您本人操作的，请马上修改密码，并联系活动办或安全管理员。",
        short="您接收通知的{方式}已换成{现在}。不是您本人操作的，请马上修改密码。",
        placeholders={
            "方式": "电子邮箱",
            "原来": "zh***@example.com",
            "现在": "mi***@example.com",
            "时间": "11月21日 17:30",
        },
    ),
    Text(
        code="account.recovery_issued",
        label="签发了账号找回码",
        topic=Topic.ACCOUNT,
        title="有人为您的账号签发了找回码",
        body="{经办人}于 {时间} 为您的账号签发了找回码，一小时内有效。"
        "不是您本人要求的，请马上联系对方。",
        short="{经办人}为您的账号签发了找回码。不是您本人要求的，请马上联系对方。",
        placeholders={"经办人": "市活动办 何帆", "时间": "2026-11-21 17:30"},
    ),
    Text(
        code="account.registered_as",
        label="有人用您的手机号或邮箱登记企业",
        topic=Topic.ACCOUNT,
        title="有人用您的手机号或邮箱登记企业",
        body="{时间}，有人用您的手机号或邮箱申请登记“{企业}”，另设了密码，没有进入您的账号。"
        "是您本人的，请用当时设的密码登录查看进度；不是您本人的，请告诉{活动办}。",
        short="有人用您的手机号或邮箱登记企业。不是您本人的，请联系当地活动办。",
        placeholders={"企业": "许昌钻石公司", "活动办": "市活动办", "时间": "2026-11-21 17:30"},
    ),
    Text(
        code="account.recovered",
        label="账号已找回",
        topic=Topic.ACCOUNT,
        title="您的账号已用找回码重设密码",
        body="{时间}，您的账号用找回码重设了密码，原来的登录和二次验证都已失效。"
        "不是您本人操作的，请马上联系活动办。",
        short="您的账号已重设密码。不是您本人操作的，请马上联系活动办。",
        placeholders={"经办人": "许昌钻石公司 赵总", "时间": "2026-11-21 17:30"},
    ),
    Text(
        code="notices.test",
        label="试发",
        topic=Topic.ACCOUNT,
        title="助企平台试发",
        body="这是一条试发的消息，收到即表示发送通道可用。发出时间：{时间}。",
        short="这是助企平台的试发消息，收到即表示通道可用。发出时间：{时间}",
        placeholders={"时间": "11月21日 17:30"},
    ),
)
