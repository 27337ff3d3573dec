"""Addresses of tokens, within the desk's own."""

from django.urls import path

from zhuqi.interfaces.desk.tokens import views

urlpatterns = [
    path("account/tokens/", views.own, name="tokens"),
    path("admin/services/", views.systems, name="admin_services"),
    path("admin/services/<id:pk>/", views.system, name="admin_service"),
]
