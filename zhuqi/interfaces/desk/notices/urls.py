"""Addresses of messages, their texts and channels."""

from django.urls import path

from zhuqi.interfaces.desk.notices.views import gateways, notices, texts

urlpatterns = [
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.read, name="notices_read"),
    path("notices/wishes/", notices.preferences, name="notice_wishes"),
    path("notices/wishes/email/", notices.email, name="notice_email"),
    path("notices/wishes/email/code/", notices.email_code, name="notice_email_code"),
    path("notices/wishes/phone/", notices.phone, name="notice_phone"),
    path("notices/wishes/phone/code/", notices.phone_code, name="notice_phone_code"),
    path("notices/<id:pk>/", notices.notice, name="notice"),
    path("admin/texts/", texts.list_texts, name="admin_texts"),
    path("admin/texts/<str:code>/", texts.edit_text, name="admin_text"),
    path("admin/gateways/", gateways.list_gateways, name="admin_gateways"),
    path("admin/gateways/unit/<id:pk>/", gateways.edit_robot, name="admin_robot"),
    path("admin/gateways/<slug:channel>/", gateways.edit_gateway, name="admin_gateway"),
]
