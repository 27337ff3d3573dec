"""Addresses of the desk. A case is named by its number, everything else by its id."""

from django.urls import path

from zhuqi.interfaces.desk.views import (
    case,
    enterprises,
    home,
    ledger,
    register,
    registrations,
    triage,
    verbs,
)
from zhuqi.interfaces.desk.views.admin import log, people, system

app_name = "desk"

urlpatterns = [
    path("", home.home, name="home"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("cases/<str:number>/", case.case, name="case"),
    path("cases/<str:number>/triage/", triage.triage, name="triage"),
    path("cases/<str:number>/triage/units/", triage.units, name="triage_units"),
    path("cases/<str:number>/<slug:verb>/", verbs.act, name="verb"),
    path("register/", register.register, name="register"),
    path("register/firms/", register.firms, name="register_firms"),
    path("registrations/", registrations.waiting, name="registrations"),
    path("registrations/<int:pk>/", registrations.decide, name="registration"),
    path("enterprises/<int:pk>/", enterprises.enterprise, name="enterprise"),
    path("admin/system/", system.system, name="admin_system"),
    path("admin/people/", people.people, name="admin_people"),
    path("admin/people/<int:pk>/", people.person, name="admin_person"),
    path("admin/log/", log.log, name="admin_log"),
]
