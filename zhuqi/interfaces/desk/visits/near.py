"""Who goes to a firm about the same day, shown to whoever plans a visit."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhuqi.foundation.directory.models import Enterprise
from zhuqi.interfaces.desk import access
from zhuqi.interfaces.desk.forms.base import day_field, offer_rows
from zhuqi.interfaces.desk.visits.entering import plans_visits
from zhuqi.mechanisms.liaison import queries
from zhuqi.mechanisms.liaison.actions.visits import facts_of


class NearForm(forms.Form):
    """Which firm, which day."""

    enterprise = forms.ModelChoiceField(Enterprise.objects.none())
    day = day_field("", required=True)


@access.official(plans_visits)
def show(request: HttpRequest) -> HttpResponse:
    """A part of the page; empty for a firm one does not look after, as for no firm."""
    person, form = access.of(request), NearForm(request.GET)
    offer_rows(form, "enterprise", Enterprise.objects.filter(pk__in=person.scope.liaised))
    found = None
    if form.is_valid():
        found = queries.near(person, form.cleaned_data["enterprise"], form.cleaned_data["day"])
    visits = found.visits if found else []
    joinable = {one.pk for one in visits if not facts_of(one, person).going}
    return render(request, "desk/visits/near.html", {"near": found, "joinable": joinable})
