"""The pages of every register: what there is, one row, its history and the way back."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from zhuqi.foundation.access import NotValid, NotYours, Person, Refusal, Scope
from zhuqi.foundation.audit.models import Event
from zhuqi.foundation.audit.queries import last_seq
from zhuqi.foundation.reference_tables.rows import as_seen
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.tables.reference_tables import OWN_PAGES, REGISTERS
from zhuqi.interfaces.desk.tables.reference_tables.base import Act, Register, RegisterForm
from zhuqi.interfaces.desk.tables.reference_tables.listing import listing_of
from zhuqi.interfaces.desk.tables.reference_tables.versions import (
    Version,
    as_typed,
    values_at,
    versions,
)
from zhuqi.interfaces.shell import wording
from zhuqi.interfaces.shell.parts import Action, Cell, Heading, Tab, Table
from zhuqi.interfaces.shell.sent import number_sent, version_seen
from zhuqi.interfaces.shell.submit import Cleaned, Page, carry_out, second_click, submit, valid
from zhuqi.interfaces.shell.tables import quiet

ENTER = access.official(access.keeps_registers)
AnyRegister = Register[Any]


@dataclass(frozen=True, slots=True)
class Panel:
    """What else can be done to the row, with its small form."""

    act: Act[Any]
    form: RegisterForm


def register_or_404(key: str) -> AnyRegister:
    """The register of that address."""
    if key not in REGISTERS:
        raise Http404
    return REGISTERS[key]


def tabs(current: str) -> list[Tab]:
    """From one register to the next, and to the tables that have pages of their own."""
    kept = [
        Tab(str(one.name), reverse("desk:admin_register", args=[key]), active=key == current)
        for key, one in REGISTERS.items()
    ]
    own = [
        Tab(str(one.name), reverse(one.address), active=key == current)
        for key, one in OWN_PAGES.items()
    ]
    return kept + own


# Lists ------------------------------------------------------------------------------------------


@ENTER
def registers(request: HttpRequest) -> HttpResponse:
    """What is kept, how much of it, and who changed it last."""
    scope = access.of(request).scope
    rows: list[list[Cell | object]] = []
    for key, register in REGISTERS.items():
        every = register.rows(scope).order_by()
        used, last = register.in_use(every).count(), _last(register)
        url = reverse("desk:admin_register", args=[key])
        name = Cell(register.name, below=register.note, url=url)
        rows.append(_counted(name, used, every.count() - used, last))
    for one in OWN_PAGES.values():
        name = Cell(one.name, below=one.note, url=reverse(one.address))
        rows.append(_counted(name, one.count(), 0, _newest(one.object_type)))
    columns = [
        Heading(_("表"), css="z-wide"),
        Heading(_("在用"), number=True),
        Heading(_("已停用"), number=True),
        Heading(_("最近修改")),
    ]
    return render(request, "desk/tables/tables.html", {"table": Table(columns, rows)})


def _counted(name: Cell, used: int, retired: int, last: Event | None) -> list[Cell | object]:
    changed = _by(last) or quiet(_("没有修改过"))
    return [name, used, retired or quiet(0), changed]


def _last(register: AnyRegister) -> Event | None:
    return _newest(register.object_type, register.told_by)


def _newest(object_type: str, kind: str = "") -> Event | None:
    events = Event.objects.filter(object_type=object_type, kind__startswith=kind)
    return events.order_by("-recorded_at", "-pk").first()


def _by(event: Event | None) -> str:
    """When and by whom; "" for what nobody has touched."""
    return f"{wording.moment(event.recorded_at)} {event.who}" if event else ""


@ENTER
def rows(request: HttpRequest, register: str) -> HttpResponse:
    """One register: found by text, in use or retired."""
    kept, person = register_or_404(register), access.of(request)
    why_not = kept.may_keep(person.scope)
    label = _("新增%(one)s") % {"one": kept.one}
    url = reverse("desk:admin_register_new", args=[kept.key])
    context = {
        "register": kept,
        "tabs": tabs(kept.key),
        "actions": [] if why_not else [Action(label, url, icon="plus", main=True)],
        "why_not": why_not,
    }
    listing = listing_of(kept, person, states=bool(request.GET.get("state")))
    return listing.answer(request, person, "desk/tables/table.html", context)


# One row ----------------------------------------------------------------------------------------


@ENTER
def new(request: HttpRequest, register: str) -> HttpResponse:
    """Enter a row."""
    kept, person = register_or_404(register), access.of(request)
    _refuse_reader(kept, person.scope)
    if request.method == "POST":
        form = kept.form(request.POST, scope=person.scope)
    else:
        form = kept.form(scope=person.scope, initial=request.GET.dict())
    context = {"register": kept, "form": form}
    again = second_click(request, person, f"{kept.object_type}:new")

    def enter(data: Cleaned) -> Any:
        with again.making() as led:
            made = kept.add(data, person)
            led.to = _address(kept, made.pk)
        return made

    return submit(
        request,
        form,
        enter,
        show=Page(request, "desk/tables/row_new.html", lambda: context),
        said=lambda made: _("已新增%(one)s“%(row)s”") % {"one": kept.one, "row": made},
        to=lambda made: _address(kept, made.pk),
        again=again,
    )


def _address(register: AnyRegister, pk: int) -> str:
    return reverse("desk:admin_register_row", args=[register.key, pk])


@ENTER
def row(request: HttpRequest, register: str, pk: int) -> HttpResponse:
    """One row: its form for whoever keeps it, what else can be done, how it came to be so."""
    kept, person = register_or_404(register), access.of(request)
    one = get_object_or_404(kept.rows(person.scope), pk=pk)
    if request.method == "POST":
        _refuse_reader(kept, person.scope)
        return _do(request, kept, one, person)
    if number := number_sent(request.GET.get("version", "")):
        return _offer_way_back(request, kept, one, person, number)
    return _show(request, kept, one, person)


def _do(request: HttpRequest, register: AnyRegister, one: Any, person: Person) -> HttpResponse:
    step = request.POST.get("step", "change")
    act = next((act for act in register.acts if act.key == step), None)
    if step != "change" and act is None:
        raise NotValid(_("请选择要办的事"))
    form_class = act.form if act else register.form
    prefix = f"{step}_%s" if act else "id_%s"
    form = form_class(request.POST, scope=person.scope, row=one, auto_id=prefix)
    seen, object_id = version_seen(request), register.object_id(one)

    def done() -> object:
        data = valid(form)
        with as_seen(one, object_type=register.object_type, object_id=object_id, seen=seen):
            again.claim()
            if act:
                return act.do(one, data, person.actor)
            return register.change(one, data, person)

    def now() -> Any:
        return get_object_or_404(register.rows(person.scope), pk=one.pk)

    def show(*, status: int = 200, refusal: Refusal | None = None) -> HttpResponse:
        return _show(
            request, register, now(), person, form=None if act else form,
            failed=(step, form) if act else None,
            banner=refusal.reason if refusal else "", status=status,
        )  # fmt: skip

    home = _address(register, one.pk)
    name = f"{register.object_type}:{object_id}:{step}"
    again = second_click(request, person, name, lambda _before: home)
    return carry_out(
        request,
        done,
        refuse=form.refuse,
        show=show,
        said=str(act.done) if act else _("已保存"),
        to=home,
        again=again,
    )


def _refuse_reader(register: AnyRegister, scope: Scope) -> None:
    if why := register.may_keep(scope):
        raise NotYours(why)


def _offer_way_back(
    request: HttpRequest, register: AnyRegister, one: Any, person: Person, number: int
) -> HttpResponse:
    """The form filled as the row was then: what is saved is an ordinary change.

    What can't be chosen any more says so at its field.
    """
    _refuse_reader(register, person.scope)
    events = register.events(one)
    if not any(event.seq == number for event in events):
        raise Http404
    blank = register.form(scope=person.scope, row=one)
    typed = as_typed(blank, values_at(register.values(one, blank), events, number))
    typed["reason"] = _("恢复到第 %(number)s 版") % {"number": number}
    form = register.form(typed, scope=person.scope, row=one)
    form.is_valid()
    return _show(request, register, one, person, form=form, way_back=number)


def _show(
    request: HttpRequest,
    register: AnyRegister,
    one: Model,
    person: Person,
    *,
    form: RegisterForm | None = None,
    failed: tuple[str, RegisterForm] | None = None,
    way_back: int = 0,
    banner: str = "",
    status: int = 200,
) -> HttpResponse:
    scope = person.scope
    why_not = register.may_keep(scope)
    blank = register.form(scope=scope, row=one)
    if form is None:
        form = register.form(scope=scope, row=one, initial=register.values(one, blank))
    events = register.events(one)
    context = {
        "register": register,
        "row": one,
        "title": register.title(one),
        "hint": register.hint(one),
        "used": register.is_used(one),
        "form": form,
        "why_not": why_not,
        "seen": last_seq(register.object_type, register.object_id(one)),
        "panels": [] if why_not else _panels(register, one, scope, failed),
        "open": failed[0] if failed else "",
        "banner": banner,
        "way_back": way_back,
        "differences": _differences(register, one, form) if way_back else [],
        "used_then": _used_at(events, way_back) if way_back else None,
        "facts": [
            (str(c.label), " ".join(filter(None, (c.write(one), c.below(one)))))
            for c in register.columns
        ],
        "versions": versions(events)[:LATEST],
        "version_count": len(events),
    }
    return render(request, "desk/tables/row.html", context, status=status)


LATEST = 5


_OUT = ("retired", "post_ended")
_IN = ("restored", "post_resumed")


def _used_at(events: list[Event], number: int) -> bool:
    """Whether the row was in use after that event."""
    turns = [e.kind.rpartition(".")[2] for e in events if e.seq <= number]
    turns = [turn for turn in turns if turn in {*_OUT, *_IN}]
    return not turns or turns[-1] in _IN


def _panels(
    register: AnyRegister, one: Model, scope: Scope, failed: tuple[str, RegisterForm] | None
) -> list[Panel]:
    return [
        Panel(
            act,
            failed[1]
            if failed and failed[0] == act.key
            else act.form(scope=scope, row=one, auto_id=f"{act.key}_%s"),
        )
        for act in register.acts
        if act.fits(one) or (failed and failed[0] == act.key)
    ]


def _differences(
    register: AnyRegister, one: Model, form: RegisterForm
) -> list[tuple[str, str, str]]:
    """(field, now, then) of what going back would change, as the form words it."""
    blank = register.form(scope=form.scope, row=one)
    now = register.form(as_typed(blank, register.values(one, blank)), scope=form.scope, row=one)
    pairs = [
        (str(field.label), _words(now, name), _words(form, name))
        for name, field in form.fields.items()
        if name != "reason"
    ]
    return [pair for pair in pairs if pair[1] != pair[2]]


def _words(form: RegisterForm, name: str) -> str:
    """A field's value in words; what can't be chosen any more is said to be so."""
    form.is_valid()
    if name in form.errors:
        return "；".join(str(error) for error in form.errors[name])
    value = form.cleaned_data.get(name)
    if isinstance(value, QuerySet):
        return "、".join(str(one) for one in value) or _("（空）")
    if isinstance(value, bool):
        return _("是") if value else _("否")
    choices = dict(getattr(form.fields[name], "choices", ()) if isinstance(value, str) else ())
    return str(choices.get(value, "" if value is None else value)) or _("（空）")


# History ----------------------------------------------------------------------------------------


@ENTER
def history(request: HttpRequest, register: str, pk: int) -> HttpResponse:
    """Every version of a row: who, when, what it was before and after, and the way back."""
    kept, person = register_or_404(register), access.of(request)
    one = get_object_or_404(kept.rows(person.scope), pk=pk)
    every: list[Version] = versions(kept.events(one))
    context = {
        "register": kept,
        "row": one,
        "title": kept.title(one),
        "versions": every,
        "why_not": kept.may_keep(person.scope),
    }
    return render(request, "desk/tables/history.html", context)
