"""The API's description, and the page to read it."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhuqi.interfaces.api.auth import opens
from zhuqi.interfaces.api.problems import problem
from zhuqi.interfaces.api.reading import groups
from zhuqi.interfaces.api.service import description
from zhuqi.interfaces.desk import access


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document, for whoever is signed in or has a token."""
    if not (request.user.is_authenticated or opens(request)):
        return problem(request, 401)
    return JsonResponse(description(), json_dumps_params={"ensure_ascii": False})


@require_safe
@access.official(lambda scope: bool(scope.user_id))
def docs(request: HttpRequest) -> HttpResponse:
    """The page to read it on: no script, nothing from elsewhere."""
    return render(request, "api/docs.html", {"groups": groups(description())})
