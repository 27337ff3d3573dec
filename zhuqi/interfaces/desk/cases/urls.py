"""Addresses of cases; a case is named by its number, everything else by its id."""

from django.urls import path

from zhuqi.interfaces.desk.cases.views import (
    board,
    calls,
    case,
    due_calendar,
    intake,
    ledger,
    presence,
    reveal,
    topics,
    transfers,
    triage,
    verbs,
    walk,
)

urlpatterns = [
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/print/", ledger.ledger_print, name="ledger_print"),
    path("ledger/board/", board.board, name="board"),
    path("ledger/calendar/", due_calendar.due_calendar, name="calendar"),
    path("cases/<str:number>/", case.case, name="case"),
    path("cases/<str:number>/triage/", triage.triage, name="triage"),
    path("cases/<str:number>/triage/units/", triage.units, name="triage_units"),
    path("cases/<str:number>/walk/", walk.walk, name="case_walk"),
    path("cases/<str:number>/reveal/", reveal.of_case, name="case_reveal"),
    path("cases/<str:number>/present/", presence.present, name="case_present"),
    path("cases/<str:number>/<slug:verb>/", verbs.act, name="verb"),
    path("calls/", calls.calls, name="calls"),
    path("calls/<str:number>/", calls.call, name="call"),
    path("register/", intake.register, name="register"),
    path("transfers/", transfers.transfers, name="transfers"),
    path("transfers/<id:pk>/", transfers.transfer_sheet, name="transfer"),
    path("transfers/<id:pk>/package/", transfers.package, name="transfer_package"),
    path("register/firms/", intake.firms, name="register_firms"),
    path("register/units/", intake.units, name="register_units"),
    path("enterprises/<id:pk>/reveal/", reveal.of_firm, name="enterprise_reveal"),
    path("topics/", topics.topics, name="topics"),
    path("topics/new/", topics.new, name="topic_new"),
    path("topics/<id:pk>/", topics.topic, name="topic"),
]
