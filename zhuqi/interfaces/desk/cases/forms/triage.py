"""受理 and 交办 as one form."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhuqi.interfaces.desk.cases.forms.verbs import AcceptForm, AssignForm
from zhuqi.interfaces.desk.cases.promises import limits_of
from zhuqi.ledgers.cases.enums import State

ACCEPTANCE = ("kind", "tier", "nature", "urgency", "item", "sector", "boundary")


@dataclass(frozen=True, slots=True)
class Proposed:
    """A choice proposed beside its field, and why."""

    pk: int
    name: str
    why: str = ""


class TriageForm(AssignForm, AcceptForm):
    """Both verbs in one form; for a case already accepted only the second."""

    field_order = (*ACCEPTANCE, "lead", "co", "requirement")

    def set_choices(self) -> None:
        """The item, guessed or chosen, drives which units come first."""
        AcceptForm.set_choices(self)
        if self.file.case.state == State.ACCEPTED:
            for name in ACCEPTANCE:
                del self.fields[name]
        elif self.for_item is None and not self.is_bound and self.likely_items:
            self.for_item = self.likely_items[0].item
        AssignForm.set_choices(self)

    @property
    def limits(self) -> str:
        """What would be promised, by tier."""
        return limits_of(self.file, self.fields["kind"].initial)

    @property
    def complete(self) -> bool:
        """True where all that must be chosen is proposed: one press takes it as it stands."""
        wanted = [name for name in ("item", "lead") if name in self.fields]
        return not self.is_bound and all(self[name].value() for name in wanted)

    @property
    def proposed_items(self) -> list[Proposed]:
        """Other matters it may be, where the first was a guess."""
        return [Proposed(one.item.pk, one.item.name) for one in self.likely_items]

    @property
    def proposed_units(self) -> list[Proposed]:
        """Who may lead, and what speaks for each."""
        return [
            Proposed(one.unit.pk, one.unit.name, _why(responsible=one.responsible, cases=one.cases))
            for one in self.likely_units
        ]


def _why(*, responsible: bool, cases: int) -> str:
    reasons = (
        _("负责该事项") if responsible else "",
        _("办过同类 %(n)s 件") % {"n": cases} if cases else "",
    )
    return "，".join(filter(None, reasons))
