"""The small things done on a firm's page: contacts, notes, answers to the firm's requests.

The one dispatch table: a step is what the hidden field of a small form says.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from zhuqi.foundation.access import NotNow, Person
from zhuqi.foundation.directory import actions
from zhuqi.foundation.directory.actions import ContactDraft
from zhuqi.foundation.directory.models import Correction, EnterpriseContact, EnterpriseNote
from zhuqi.interfaces.desk.firms.forms.firms import (
    ContactForm,
    FirmTagsForm,
    NoteForm,
    ReplyForm,
    StrikeForm,
)
from zhuqi.interfaces.desk.firms.page import FirmPage
from zhuqi.interfaces.desk.forms.base import DeskForm
from zhuqi.ledgers.firms.queries import FirmFile

Post = Mapping[str, Any]
Act = Callable[[Post, Person, FirmFile, Mapping[str, Any]], None]


@dataclass(frozen=True, slots=True)
class Step:
    """One small thing: its form, the action it calls, what to say, where on the page it stands."""

    name: str
    form: type[DeskForm]
    act: Act
    done: StrOrPromise
    place: str

    def prefix(self, post: Post) -> str:
        """What tells its form apart from those of other rows: contact_change_12."""
        return f"{self.name}_{post.get('row', '')}".rstrip("_")


def _draft(data: Mapping[str, Any]) -> ContactDraft:
    return ContactDraft(
        name=data["name"], title=data["title"], phone=data["phone"], email=data["email"]
    )


def _contact(post: Post, file: FirmFile) -> EnterpriseContact:
    found = [row for row in file.contacts if str(row.pk) == post.get("row")]
    if not found:
        raise NotNow(str(_("这位联系人已被移除")))
    return found[0]


def _note(post: Post, file: FirmFile) -> EnterpriseNote:
    found = [row for row in file.notes if str(row.pk) == post.get("row")]
    if not found:
        raise NotNow(str(_("没有这条备注")))
    return found[0]


def _correction(post: Post, file: FirmFile) -> Correction:
    found = [row for row in file.corrections if str(row.pk) == post.get("row")]
    if not found:
        raise NotNow(str(_("这件更正申请已经答复过")))
    return found[0]


_ALL = (
    Step(
        "contact_add",
        ContactForm,
        lambda _post, by, file, data: _void(
            actions.add_contact(enterprise=file.firm, draft=_draft(data), by=by)
        ),
        _("联系人已添加"),
        "contacts",
    ),
    Step(
        "contact_change",
        ContactForm,
        lambda post, by, file, data: _void(
            actions.change_contact(contact=_contact(post, file), draft=_draft(data), by=by)
        ),
        _("联系人已修改"),
        "contacts",
    ),
    Step(
        "contact_remove",
        DeskForm,
        lambda post, by, file, _data: actions.remove_contact(contact=_contact(post, file), by=by),
        _("联系人已移除"),
        "contacts",
    ),
    Step(
        "contact_first",
        DeskForm,
        lambda post, by, file, _data: actions.prefer_contact(contact=_contact(post, file), by=by),
        _("已改为首要联系人"),
        "contacts",
    ),
    Step(
        "note_add",
        NoteForm,
        lambda _post, by, file, data: _void(
            actions.add_note(enterprise=file.firm, text=data["text"], by=by)
        ),
        _("备注已记下，只有本单位看得到"),
        "notes",
    ),
    Step(
        "tags",
        FirmTagsForm,
        lambda _post, by, file, data: actions.tag_enterprise(
            enterprise=file.firm, tags=list(data["tags"]), by=by
        ),
        _("标签已记下"),
        "tags",
    ),
    Step(
        "note_strike",
        StrikeForm,
        lambda post, by, file, data: _void(
            actions.strike_note(note=_note(post, file), reason=data["reason"], by=by)
        ),
        _("备注已划去"),
        "notes",
    ),
    Step(
        "correction_accept",
        ReplyForm,
        lambda post, by, file, data: _void(
            actions.accept_correction(
                correction=_correction(post, file), reply=data["reason"], by=by
            )
        ),
        _("已按企业的申请更正"),
        "history",
    ),
    Step(
        "correction_refuse",
        ReplyForm,
        lambda post, by, file, data: _void(
            actions.refuse_correction(
                correction=_correction(post, file), reason=data["reason"], by=by
            )
        ),
        _("未采纳，理由已告知企业"),
        "history",
    ),
)
STEPS: Mapping[str, Step] = {step.name: step for step in _ALL}


def _void(_done: object) -> None:
    """What an action returns is read from the page that follows."""


@dataclass(frozen=True, slots=True)
class StepForm:
    """A small form of one row; `open` where it came back with complaints."""

    step: str
    row: int | str
    form: DeskForm
    open: bool = False


class Forms:
    """The forms of the page beside its lines; the one that failed keeps what was typed."""

    def __init__(self, page: FirmPage, failed: tuple[str, DeskForm] | None) -> None:
        self._failed = failed
        file = page.file
        self.contact_add = self._one("contact_add", "", ContactForm)
        self.had = list(file.firm.tags.all())
        self.tags = self._one("tags", "", FirmTagsForm)
        assert isinstance(self.tags.form, FirmTagsForm)  # noqa: S101 (for the type checker)
        self.tags.form.offer(self.had)
        self.note_add = self._one("note_add", "", NoteForm)
        self.contacts = [
            (line, self._one("contact_change", row.pk, ContactForm, _present(row)))
            for line, row in zip(page.contacts, file.contacts, strict=True)
        ]
        self.notes = [(line, self._one("note_strike", line.pk, StrikeForm)) for line in page.notes]
        self.corrections = [
            (
                line,
                self._one("correction_accept", line.pk, ReplyForm),
                self._one("correction_refuse", line.pk, ReplyForm),
            )
            for line in page.corrections
        ]

    def _one(
        self,
        step: str,
        row: int | str,
        form: type[DeskForm],
        initial: dict[str, str] | None = None,
    ) -> StepForm:
        prefix = f"{step}_{row}".rstrip("_")
        if self._failed and self._failed[0] == prefix:
            return StepForm(step, row, self._failed[1], open=True)
        return StepForm(step, row, form(initial=initial, auto_id=f"{prefix}_%s"))


def _present(contact: EnterpriseContact) -> dict[str, str]:
    return {
        "name": contact.name,
        "title": contact.title,
        "phone": contact.phone,
        "email": contact.email,
    }
