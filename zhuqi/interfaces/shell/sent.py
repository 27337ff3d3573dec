"""Numbers a page sent back: whoever writes the request writes what they like."""

from django.http import HttpRequest

from zhuqi.foundation.typed import whole


def number_sent(text: str, otherwise: int = 0) -> int:
    """The whole number, `otherwise` for anything that is none or could be no row's."""
    number = whole(text)
    return otherwise if number is None else number


def version_seen(request: HttpRequest) -> int:
    """The version the person's page showed; -1, which is stale, for a page that does not say."""
    return number_sent(request.POST.get("seen", ""), -1)
