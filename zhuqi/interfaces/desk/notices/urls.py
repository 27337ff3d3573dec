"""Addresses of messages, their texts and channels."""

from django.urls import path

from zhuqi.interfaces.desk.notices.views import gateways, notices, texts

urlpatterns = [
    *notices.VIEWS.urls(),
    path("admin/texts/", texts.list_texts, name="admin_texts"),
    path("admin/texts/<str:code>/", texts.edit_text, name="admin_text"),
    path("admin/gateways/", gateways.list_gateways, name="admin_gateways"),
    path("admin/gateways/unit/<id:pk>/", gateways.edit_robot, name="admin_robot"),
    path("admin/gateways/<slug:channel>/", gateways.edit_gateway, name="admin_gateway"),
]
