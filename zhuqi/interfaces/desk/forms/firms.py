"""A firm named in a form by whoever knows its name, or a part of it, or its code."""

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.directory.models import Enterprise

# So many of those meant are named where a name means several.
NAMED = 5
_LOOKED_AT = 20
FIRM_HINT = gettext_lazy("名称或统一社会信用代码；只填一部分的，能认出是哪一家即可。")


def firm_meant(text: str, firms: QuerySet[Enterprise], none: StrOrPromise) -> Enterprise:
    """The one of these firms that is meant. ValidationError with `none` where there is none, and
    with their names where it may be several."""
    text = text.strip()
    exact = firms.filter(name=text) | firms.filter(uscc=text.upper())
    found = list(exact.order_by("pk")[:2])
    found = found or list(firms.filter(name__contains=text).order_by("name")[:_LOOKED_AT])
    if len(found) == 1:
        return found[0]
    if not found:
        raise ValidationError(none)
    raise ValidationError(several([one.name for one in found]))


def several(names: list[str]) -> str:
    """That it may be several, the first of them by name."""
    shown = "、".join(names[:NAMED])
    more = _("等 %(n)s 家") % {"n": len(names)} if len(names) > NAMED else ""
    return _("有几家，请写全：%(names)s%(more)s") % {"names": shown, "more": more}
