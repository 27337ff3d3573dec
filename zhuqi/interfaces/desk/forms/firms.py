"""Firms chosen by name, one a line: a ledger has thousands, and an office has its list at hand."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.directory.models import Enterprise, Unit
from zhuqi.interfaces.desk.forms.base import text_area


def firms_field() -> forms.CharField:
    """Whose names they are, the form says by `firms_named` when it is cleaned."""
    hint = _("每行一家，写企业全称或信用代码。")
    return text_area(_("哪些企业"), rows=4, help_text=hint)


def firms_named(form: forms.Form, office: Unit | None) -> Sequence[Enterprise]:
    """The firms of the lines of the field `firms`, in their order, of the office's ledger; what is
    not known there is complained of."""
    lines = [line.strip() for line in form.cleaned_data.get("firms", "").splitlines()]
    named = list(dict.fromkeys(line for line in lines if line))
    rows = Enterprise.objects.filter(office=office)
    found = {one.name: one for one in rows.filter(name__in=named)}
    found |= {one.uscc or "": one for one in rows.filter(uscc__in=named)}
    if unknown := [line for line in named if line not in found]:
        words = _("本级台账里没有：%(names)s") % {"names": "、".join(unknown)}
        form.add_error("firms", words)
    return list(dict.fromkeys(found[line] for line in named if line in found))
