"""公开办理 or 保密办理: asked in one way wherever a trouble is written down.

The question is two buttons that send the form, so that nobody can miss it and no script is
needed; sent without either (a press of Enter), it is asked back with everything kept.
"""

from django import forms
from django.utils.translation import gettext_lazy as _

OPENLY, IN_SECRECY = "no", "yes"


def secrecy_choice() -> forms.TypedChoiceField:
    """A field that cleans to True for 保密办理; `shell/parts/secrecy.html` draws it."""
    return forms.TypedChoiceField(
        label=_("公开办理还是保密办理"),
        choices=[(OPENLY, _("公开办理")), (IN_SECRECY, _("保密办理"))],
        coerce=lambda value: value == IN_SECRECY,
        error_messages={
            "required": _("请选择公开办理还是保密办理"),
            "invalid_choice": _("请选择公开办理还是保密办理"),
        },
    )
