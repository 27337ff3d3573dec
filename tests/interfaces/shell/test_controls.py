"""Controls are drawn in Python: the same HTML as by Django's templates, whatever is in them."""

import re
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.functional import lazystr
from django.utils.safestring import mark_safe
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.thorough import examples
from zhuqi.interfaces.shell.forms import PickInput, Renderer

HOSTILE = st.one_of(
    st.text(alphabet="ab<>&'\"/= \n\0{%}", max_size=12), st.text(max_size=6), st.just("<script>")
)
VALUES = st.one_of(HOSTILE, st.none(), st.integers(), st.booleans(), HOSTILE.map(mark_safe))
ATTRS = st.dictionaries(
    st.sampled_from(["id", "class", "data-x", "maxlength", "aria-describedby", "disabled"]),
    st.one_of(HOSTILE, st.booleans(), st.integers(), HOSTILE.map(lazystr)),
    max_size=4,
)
LABELS = st.one_of(HOSTILE, HOSTILE.map(lazystr), HOSTILE.map(mark_safe), st.integers())
CHOICES = st.lists(st.tuples(HOSTILE, LABELS), max_size=4)
GROUPED = st.lists(st.one_of(st.tuples(HOSTILE, LABELS), st.tuples(HOSTILE, CHOICES)), max_size=3)
DJANGOS, OURS = DjangoTemplates(), Renderer()


def same(widget: forms.Widget, name: str, value: Any, attrs: dict[str, Any]) -> None:
    theirs, ours = (widget.render(name, value, attrs, renderer) for renderer in (DJANGOS, OURS))
    assert plain(ours) == plain(theirs)


def plain(html: str) -> str:
    """Without the spaces between elements."""
    return re.sub(r">\s+", ">", re.sub(r"\s+<", "<", html.strip()))


TYPED = st.sampled_from([
    forms.TextInput, forms.NumberInput, forms.EmailInput, forms.PasswordInput, forms.DateInput,
    forms.HiddenInput, forms.SearchInput, forms.CheckboxInput, forms.Textarea,
])  # fmt: skip
CHOSEN = st.sampled_from([
    forms.Select, forms.SelectMultiple, forms.RadioSelect, forms.CheckboxSelectMultiple, PickInput,
])  # fmt: skip


@settings(max_examples=examples(80))
@given(kind=TYPED, value=VALUES, attrs=ATTRS, name=HOSTILE)
def test_what_is_typed_is_drawn_as_by_django(
    kind: type[forms.Widget], value: Any, attrs: dict[str, Any], name: str
) -> None:
    same(kind(), name, value, attrs)


@settings(max_examples=examples(80))
@given(kind=CHOSEN, choices=GROUPED, attrs=ATTRS, chosen=st.lists(HOSTILE, max_size=2))
def test_what_is_chosen_is_drawn_as_by_django(
    kind: type[forms.Select], choices: list[Any], attrs: dict[str, Any], chosen: list[str]
) -> None:
    same(kind(choices=choices), "kind", chosen, attrs)


def test_what_has_no_drawing_is_left_to_its_template() -> None:
    same(forms.ClearableFileInput(), "file", None, {"id": "f"})
