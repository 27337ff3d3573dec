"""受理 and 交办 as one form."""

from zhuqi.foundation.directory.models import Item
from zhuqi.interfaces.desk.cases.forms.verbs import AcceptForm, AssignForm
from zhuqi.ledgers.cases.enums import State

ACCEPTANCE = ("kind", "tier", "nature", "urgency", "item", "sector", "boundary")


class TriageForm(AssignForm, AcceptForm):
    """Both verbs in one form; for a case already accepted only the second."""

    field_order = (*ACCEPTANCE, "lead", "co", "requirement")

    def set_choices(self) -> None:
        """The item, guessed or chosen, drives which units come first."""
        AcceptForm.set_choices(self)
        if self.file.case.state == State.ACCEPTED:
            for name in ACCEPTANCE:
                del self.fields[name]
        elif self.for_item is None and (guess := self.fields["item"].initial):
            self.for_item = Item.objects.filter(pk=guess).first()
        AssignForm.set_choices(self)
