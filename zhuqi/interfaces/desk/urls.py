"""Addresses of the desk. A case is named by its number, everything else by its id.

A room below the desk has its own `urls.py`; being installed, it is found there.
"""

from django.urls import path

from zhuqi.interfaces.desk.cases.views import (
    case,
    intake,
    ledger,
    reveal,
    topics,
    transfers,
    triage,
    verbs,
)
from zhuqi.interfaces.desk.firms.views import (
    enterprise_edit,
    enterprises,
    firm_people,
    liaison,
    sign_ups,
)
from zhuqi.interfaces.desk.home.views import home
from zhuqi.interfaces.desk.log import views as log
from zhuqi.interfaces.desk.notices.views import gateways, notices, texts
from zhuqi.interfaces.desk.people.views import absence, account, handover, people, recovery
from zhuqi.interfaces.desk.quarantine import views as quarantine
from zhuqi.interfaces.desk.system import views as system
from zhuqi.interfaces.desk.tables.reference_tables import own_urls
from zhuqi.interfaces.desk.tables.views import reference_tables
from zhuqi.interfaces.desk.views import search
from zhuqi.interfaces.shell.addressing import rooms_urls

app_name = "desk"

urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("cases/<str:number>/", case.case, name="case"),
    path("cases/<str:number>/triage/", triage.triage, name="triage"),
    path("cases/<str:number>/triage/units/", triage.units, name="triage_units"),
    path("cases/<str:number>/reveal/", reveal.of_case, name="case_reveal"),
    path("cases/<str:number>/<slug:verb>/", verbs.act, name="verb"),
    path("register/", intake.register, name="register"),
    path("transfers/", transfers.transfers, name="transfers"),
    path("transfers/<int:pk>/", transfers.transfer_sheet, name="transfer"),
    path("transfers/<int:pk>/package/", transfers.package, name="transfer_package"),
    path("quarantine/", quarantine.quarantine, name="quarantine"),
    path("quarantine/<int:pk>/", quarantine.item, name="quarantined"),
    path("quarantine/<int:pk>/read/", quarantine.read, name="quarantined_read"),
    path("quarantine/<int:pk>/release/", quarantine.release, name="quarantined_release"),
    path("quarantine/<int:pk>/destroy/", quarantine.destroy, name="quarantined_destroy"),
    path("register/firms/", intake.firms, name="register_firms"),
    path("registrations/", sign_ups.waiting, name="registrations"),
    path("registrations/<int:pk>/", sign_ups.decide, name="registration"),
    path("enterprises/", enterprises.enterprises, name="enterprises"),
    path("enterprises/mine/", enterprises.mine, name="my_enterprises"),
    path("enterprises/<int:pk>/", enterprises.enterprise, name="enterprise"),
    path("enterprises/<int:pk>/people/", firm_people.people, name="firm_people"),
    path("enterprises/<int:pk>/liaison/", liaison.firm, name="firm_liaison"),
    path("liaison/", liaison.carers, name="liaison"),
    path("liaison/<int:pk>/", liaison.carer, name="liaison_of"),
    path("enterprises/<int:pk>/edit/", enterprise_edit.edit, name="enterprise_edit"),
    path("enterprises/<int:pk>/reveal/", reveal.of_firm, name="enterprise_reveal"),
    path("enterprises/<int:pk>/card/", enterprises.card, name="enterprise_card"),
    path("topics/", topics.topics, name="topics"),
    path("topics/new/", topics.new, name="topic_new"),
    path("topics/<int:pk>/", topics.topic, name="topic"),
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.read, name="notices_read"),
    path("notices/wishes/", notices.preferences, name="notice_wishes"),
    path("notices/wishes/email/", notices.email, name="notice_email"),
    path("notices/wishes/email/code/", notices.email_code, name="notice_email_code"),
    path("notices/wishes/phone/", notices.phone, name="notice_phone"),
    path("notices/wishes/phone/code/", notices.phone_code, name="notice_phone_code"),
    path("notices/<int:pk>/", notices.notice, name="notice"),
    path("absence/handover/", handover.hand_over, name="hand_over"),
    path("absence/handover/<int:user>/<int:unit>/", handover.hand_over_of, name="hand_over_of"),
    path("absence/handover/orders/<int:pk>/", handover.hand_over_order, name="hand_over_order"),
    path("recovery/", recovery.recovery, name="recovery"),
    path("account/", account.account, name="account"),
    path("absence/", absence.absence, name="absence"),
    path("admin/people/<int:pk>/absence/", absence.absence_of, name="admin_absence"),
    path("admin/texts/", texts.list_texts, name="admin_texts"),
    path("admin/texts/<str:code>/", texts.edit_text, name="admin_text"),
    path("admin/gateways/", gateways.list_gateways, name="admin_gateways"),
    path("admin/gateways/unit/<int:pk>/", gateways.edit_robot, name="admin_robot"),
    path("admin/gateways/<slug:channel>/", gateways.edit_gateway, name="admin_gateway"),
    path("admin/system/", system.system, name="admin_system"),
    path("admin/registers/", reference_tables.registers, name="admin_registers"),
    *own_urls(),
    path("admin/registers/<slug:register>/", reference_tables.rows, name="admin_register"),
    path("admin/registers/<slug:register>/new/", reference_tables.new, name="admin_register_new"),
    path(
        "admin/registers/<slug:register>/<int:pk>/", reference_tables.row, name="admin_register_row"
    ),
    path(
        "admin/registers/<slug:register>/<int:pk>/history/",
        reference_tables.history,
        name="admin_register_history",
    ),
    path("admin/people/", people.people, name="admin_people"),
    path("admin/people/<int:pk>/", people.person, name="admin_person"),
    path("admin/log/", log.log, name="admin_log"),
    *rooms_urls("zhuqi.interfaces.desk"),
]
