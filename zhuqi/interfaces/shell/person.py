"""Who is asking: the signed-in person as verbs and queries want them."""

from django.http import HttpRequest

from zhuqi.foundation.access import Person
from zhuqi.foundation.accounts.models import User
from zhuqi.foundation.accounts.queries import actor_of, request_scope


def signed_in(request: HttpRequest) -> User:
    """The signed-in user; views that call it stand behind `login_required`."""
    user = request.user
    if not isinstance(user, User):
        raise TypeError("the view needs a signed-in user; guard it with login_required")
    return user


def person_of(request: HttpRequest) -> Person:
    """The signed-in user with what their roles reach, computed once a request."""
    return Person(actor_of(signed_in(request)), request_scope(request))
