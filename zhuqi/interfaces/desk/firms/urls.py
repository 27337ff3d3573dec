"""Addresses of firms."""

from django.urls import path

from zhuqi.interfaces.desk.firms.views import (
    enterprise_edit,
    enterprises,
    firm_people,
    invitations,
    liaison,
    sign_ups,
)

urlpatterns = [
    path("registrations/", sign_ups.waiting, name="registrations"),
    path("registrations/<id:pk>/", sign_ups.decide, name="registration"),
    path("enterprises/", enterprises.enterprises, name="enterprises"),
    path("enterprises/mine/", enterprises.mine, name="my_enterprises"),
    path("enterprises/invitations/", invitations.invitations, name="firm_invitations"),
    path("enterprises/<id:pk>/", enterprises.enterprise, name="enterprise"),
    path("enterprises/<id:pk>/people/", firm_people.people, name="firm_people"),
    path("enterprises/<id:pk>/liaison/", liaison.firm, name="firm_liaison"),
    path("liaison/", liaison.carers, name="liaison"),
    path("liaison/<id:pk>/", liaison.carer, name="liaison_of"),
    path("enterprises/<id:pk>/edit/", enterprise_edit.edit, name="enterprise_edit"),
    path("enterprises/<id:pk>/card/", enterprises.card, name="enterprise_card"),
]
