"""Addresses of people, absences and hand-overs."""

from django.urls import path

from zhuqi.interfaces.desk.people.views import absence, account, handover, people, recovery

urlpatterns = [
    path("absence/handover/", handover.hand_over, name="hand_over"),
    path("absence/handover/<id:user>/<id:unit>/", handover.hand_over_of, name="hand_over_of"),
    path("absence/handover/orders/<id:pk>/", handover.hand_over_order, name="hand_over_order"),
    path("recovery/", recovery.recovery, name="recovery"),
    path("account/", account.account, name="account"),
    path("absence/", absence.absence, name="absence"),
    path("admin/people/<id:pk>/absence/", absence.absence_of, name="admin_absence"),
    path("admin/people/", people.people, name="admin_people"),
    path("admin/people/open/<id:pk>/", people.open_account, name="admin_open_account"),
    path("admin/people/<id:pk>/", people.person, name="admin_person"),
]
