"""A page gives an action exactly what it asks for, for every verb of desk and portal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.module_loading import module_has_submodule

from tests.cast import Cast
from zhuqi.foundation.access import NotValid
from zhuqi.foundation.directory.models import Unit
from zhuqi.interfaces.desk.cases import verb_pages
from zhuqi.interfaces.shell.forms import FilesField, ShellForm
from zhuqi.interfaces.shell.verb_page import VerbPage, by_order, grouped
from zhuqi.ledgers.cases.enums import Verb

# Read off the tree: whichever room of pages has a table of them.
ROOMS: dict[str, Mapping[Any, VerbPage[Any]]] = {
    config.name.removeprefix("zhuqi.interfaces."): table
    for config in apps.get_app_configs()
    if config.name.startswith("zhuqi.interfaces.")
    and module_has_submodule(config.module, "verb_pages")
    and (table := getattr(import_module(f"{config.name}.verb_pages"), "VERB_PAGES", None))
}
ALL = [
    pytest.param(page, id=f"{room}-{verb}")
    for room, table in ROOMS.items()
    for verb, page in table.items()
]
every_room = pytest.mark.parametrize("room", ROOMS)


@pytest.mark.parametrize("page", ALL)
def test_a_form_asks_for_what_its_action_takes_by_the_same_names(page: VerbPage[Any]) -> None:
    assert page.form.keywords() == page.keywords


@pytest.mark.parametrize("page", ALL)
def test_a_page_words_a_field_its_form_lets_it_word(page: VerbPage[Any]) -> None:
    worded = page.form.asks_for
    assert bool(page.asks) == bool(worded)
    assert not worded or worded in page.form.base_fields


def test_the_rooms_are_found() -> None:
    assert {"desk.cases", "desk.visits", "portal"} <= set(ROOMS)


@every_room
def test_no_two_verbs_of_a_room_are_equally_pressing(room: str) -> None:
    places = [ROOMS[room][verb].order for verb in by_order(ROOMS[room])]
    assert len(set(places)) == len(places)


def test_the_other_way_is_a_verb_with_a_page() -> None:
    others = [page.alternative for page in verb_pages.VERB_PAGES.values() if page.alternative]
    assert set(others) <= set(verb_pages.VERB_PAGES)
    assert len(set(others)) == len(others)


def test_only_what_joins_cases_or_parts_them_reads_a_case_twice_to_know_what_to_lock() -> None:
    several = {verb for verb, page in verb_pages.VERB_PAGES.items() if not page.alone}
    assert several == {Verb.MERGE, Verb.UNMERGE, Verb.UNSPLIT}


# A noun that is no case: what later rooms do with the same page.


@dataclass
class Visit:
    said: dict[str, Any] = field(default_factory=dict)


def make(
    visit: Visit, *, reason: str, units: list[Unit], attachments: list[Any] | None = None
) -> None:
    visit.said = {"reason": reason, "units": units, "attachments": attachments}


class MadeForm(ShellForm):
    asks_for = "reason"
    composed = {"reason": ("chosen", "reason")}  # noqa: RUF012 (as forms declare their fields)
    chosen = forms.ChoiceField(choices=[("早上", "早上"), ("下午", "下午")])
    reason = forms.CharField(required=False)
    units = forms.ModelMultipleChoiceField(queryset=Unit.objects.all())
    attachments = FilesField(required=False)

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["reason"] = (
            f"{self.cleaned_data['chosen']}：{self.cleaned_data['reason']}"
        )
        return self.cleaned_data


MADE = VerbPage[str](
    MadeForm, make, "已走访", asks="谈了什么", hint="企业看不到", group="走访", order=1
)


def filled(cast: Cast, *files: SimpleUploadedFile) -> ShellForm:
    data = MultiValueDict({"chosen": ["早上"], "reason": ["缺工"], "units": [str(cast.housing.pk)]})
    form = MADE.make(data, MultiValueDict({"attachments": list(files)}))
    assert form.is_valid(), form.errors
    return form


def test_any_noun_uses_it_and_its_action_gets_plain_rows_and_stored_files(cast: Cast) -> None:
    visit, form = Visit(), filled(cast, SimpleUploadedFile("现场.pdf", b"%PDF-1.4 x"))
    assert (form.fields["reason"].label, form.fields["reason"].help_text) == (
        "谈了什么",
        "企业看不到",
    )
    MADE.act(visit, MADE.given(form))
    [stored] = visit.said["attachments"]
    assert (visit.said["reason"], visit.said["units"]) == ("早上：缺工", [cast.housing])
    assert stored.name == "现场.pdf"
    pages: Mapping[str, VerbPage[str]] = {
        "make": MADE,
        "cancel": VerbPage(ShellForm, make, "取消了"),
    }
    assert grouped(pages) == {"走访": ["make"], "": ["cancel"]}
    assert by_order(pages) == ["make"]


def test_a_file_that_cannot_be_kept_is_refused_at_its_field(cast: Cast) -> None:
    form = filled(cast, SimpleUploadedFile("a.html", b"<html>"))
    with pytest.raises(NotValid) as refused:
        MADE.given(form)
    assert list(refused.value.errors) == ["attachments"]


def test_files_stored_ahead_of_the_lock_reach_the_action_and_are_refused_at_their_field(
    cast: Cast,
) -> None:
    sent = SimpleUploadedFile("现场.pdf", b"%PDF-1.4 x")
    kept = MADE.store(MultiValueDict({"attachments": [sent], "stray": [sent]}))
    assert list(kept) == ["attachments"]
    assert MADE.given(filled(cast), **kept)["attachments"] == kept["attachments"]
    with pytest.raises(NotValid) as refused:
        MADE.store(MultiValueDict({"attachments": [SimpleUploadedFile("a.html", b"<html>")]}))
    assert list(refused.value.errors) == ["attachments"]


def test_what_was_received_otherwise_is_taken_as_it_is(cast: Cast) -> None:
    form = filled(cast, SimpleUploadedFile("a.html", b"<html>"))
    assert MADE.given(form, attachments=["stored"])["attachments"] == ["stored"]
