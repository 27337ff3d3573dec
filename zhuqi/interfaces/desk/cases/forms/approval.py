"""Forms of drafts and signatures."""

from django.utils.translation import gettext_lazy as _

from zhuqi.interfaces.desk.cases.forms.verbs import VerbForm, returned_draft
from zhuqi.interfaces.desk.forms.base import choose_one, several_files, text_area
from zhuqi.ledgers.cases.enums import Disposition


class DraftAnswerForm(VerbForm):
    """送签答复."""

    text = text_area(_("答复意见"), rows=10, help_text=_("签发后送活动办审核。"))
    disposition = choose_one(_("办理结果"), Disposition.choices, coerce=Disposition)
    attachments = several_files()

    def set_choices(self) -> None:
        """A draft sent back is written on from where it stood."""
        returned_draft(self)


class SignAnswerForm(VerbForm):
    """签发答复: the draft as it will go out; it may be amended here."""

    text = text_area(_("答复意见"), rows=12)

    def set_choices(self) -> None:
        """The whole draft stands in the field."""
        drafts = self.file.aggregate.drafts
        if not drafts:
            return
        draft = drafts[-1]
        self.fields["text"].initial = draft.text
        said = _("%(who)s拟稿，办理结果“%(result)s”，须由%(rank)s签发。可以直接修改。")
        self.fields["text"].help_text = said % {
            "who": draft.drafted_by,
            "result": draft.get_disposition_display(),
            "rank": draft.get_rank_display(),
        }
