"""RFC 9457: why something was not done, for a program and for whoever reads its log.

The three refusals keep their meaning: 403 not yours, 409 not now (with the present state), 422 not
valid (with the fields). Everything else that goes wrong has the same form.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Field, Schema

from zhuqi.foundation.access import NotNow, NotValid, Refusal, TooMany

MEDIA: Final = "application/problem+json"
_TYPE: Final = "urn:zhuqi:problem"

# Status → (name of the type, title, what is said where nobody said more).
KINDS: Final[Mapping[int, tuple[str, Any, Any]]] = {
    400: ("malformed", gettext_lazy("请求无法识别"), gettext_lazy("请求的格式不对")),
    401: ("no-token", gettext_lazy("没有有效的令牌"),
          gettext_lazy("请在 Authorization 头中给出有效的访问令牌：Bearer zq_…")),
    403: ("not-yours", gettext_lazy("无权"), gettext_lazy("无权办理")),
    404: ("not-found", gettext_lazy("没有找到"), gettext_lazy("没有这一项，或您无权查看")),
    405: ("method", gettext_lazy("不支持的方法"), gettext_lazy("这个地址不支持这种方法")),
    409: ("not-now", gettext_lazy("现在不能这样办"), gettext_lazy("现在不能这样办")),
    412: ("changed", gettext_lazy("已被更新"), gettext_lazy("已被他人更新，请重新读取后再办")),
    413: ("too-large", gettext_lazy("内容过大"), gettext_lazy("发送的内容超过限制")),
    415: ("media-type", gettext_lazy("不支持的内容类型"),
          gettext_lazy("请以 application/json 发送")),
    422: ("not-valid", gettext_lazy("填写的内容有误"), gettext_lazy("填写的内容有误，没有提交")),
    428: ("precondition", gettext_lazy("缺少 If-Match"),
          gettext_lazy("请用 If-Match 给出读到的版本（ETag），以免覆盖他人的更改")),
    429: ("too-many", gettext_lazy("请求太频繁"), gettext_lazy("请求太频繁，请稍后再试")),
    500: ("fault", gettext_lazy("系统出错"),
          gettext_lazy("系统出错，已记录；请凭请求编号联系管理员")),
}  # fmt: skip


class FieldProblem(Schema):
    """What is wrong with one field; `field` is empty for the whole."""

    field: str
    detail: str


class Problem(Schema):
    """RFC 9457 problem details."""

    type: str = Field(description="问题的种类")
    title: str
    status: int
    detail: str = Field(description="原因，可以直接给人看")
    instance: str = Field(description="请求的地址")
    request_id: str = Field(description="请求编号，联系管理员时给出")
    state: str = Field("", description="409：现在的状态")
    errors: list[FieldProblem] = Field(default_factory=list, description="422：逐项的问题")


class Unmet(Refusal):
    """A request that lacks what HTTP asks of it: 400, 401, 412, 415, 428."""

    def __init__(self, status: int, reason: str = "") -> None:
        super().__init__(reason or str(KINDS[status][2]))
        self.status = status


def request_id(request: HttpRequest) -> str:
    """The id under which this request is found in the log."""
    return str(vars(request).get("api_request_id", ""))


def problem(
    request: HttpRequest,
    status: int,
    detail: str = "",
    *,
    state: str = "",
    errors: Sequence[FieldProblem] = (),
) -> HttpResponse:
    """The answer that says what is the matter."""
    kind, title, usual = KINDS.get(status, KINDS[500] if status >= 500 else KINDS[400])  # noqa: PLR2004
    body = Problem(
        type=f"{_TYPE}:{kind}",
        title=str(title),
        status=status,
        detail=detail or str(usual),
        instance=request.path,
        request_id=request_id(request),
        state=state,
        errors=list(errors),
    )
    said = {name: value for name, value in body.dict().items() if value not in ("", [])}
    response = JsonResponse(said, status=status, json_dumps_params={"ensure_ascii": False})
    response["Content-Type"] = MEDIA
    if status == 401:  # noqa: PLR2004
        response["WWW-Authenticate"] = "Bearer"
    return response


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A refusal of ours as a problem."""
    errors = refusal.errors if isinstance(refusal, NotValid) else {}
    response = problem(
        request,
        refusal.status,
        refusal.reason,
        state=str(refusal.state) if isinstance(refusal, NotNow) else "",
        errors=[FieldProblem(field=name, detail=said) for name, said in errors.items()],
    )
    if isinstance(refusal, TooMany):
        response["Retry-After"] = str(refusal.wait)
    return response


# What pydantic found, by the beginning of its code.
_FOUND: Final = {
    "missing": gettext_lazy("缺少这一项"),
    "extra": gettext_lazy("没有这一项"),
    "string": gettext_lazy("应为文本，或长度不对"),
    "int": gettext_lazy("应为整数"),
    "bool": gettext_lazy("应为 true 或 false"),
    "date": gettext_lazy("应为日期，如 2026-11-29"),
    "time": gettext_lazy("应为时间，如 14:30"),
    "decimal": gettext_lazy("应为数字"),
    "float": gettext_lazy("应为数字"),
    "list": gettext_lazy("应为列表"),
    "enum": gettext_lazy("不在可选的范围内"),
    "literal": gettext_lazy("不在可选的范围内"),
    "less": gettext_lazy("数字过大"),
    "greater": gettext_lazy("数字过小"),
    "too": gettext_lazy("长度不对"),
}


def unreadable(request: HttpRequest, found: Sequence[Mapping[str, Any]]) -> HttpResponse:
    """What was sent does not have the form the API's description asks for."""
    errors = [
        FieldProblem(
            field=".".join(str(part) for part in one["loc"][2:]) or str(one["loc"][-1]),
            detail=str(_FOUND.get(str(one["type"]).split("_")[0]) or _("格式不对")),
        )
        for one in found
    ]
    detail = "；".join(f"{one.field}：{one.detail}" for one in errors)
    return problem(request, 422, detail, errors=errors)
