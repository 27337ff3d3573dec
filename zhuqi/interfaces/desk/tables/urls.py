"""Addresses of reference tables, calendar and schemes."""

from django.urls import path

from zhuqi.interfaces.desk.tables.reference_tables import own_urls
from zhuqi.interfaces.desk.tables.views import reference_tables

urlpatterns = [
    path("admin/registers/", reference_tables.registers, name="admin_registers"),
    *own_urls(),
    path("admin/registers/<slug:register>/", reference_tables.rows, name="admin_register"),
    path("admin/registers/<slug:register>/new/", reference_tables.new, name="admin_register_new"),
    path(
        "admin/registers/<slug:register>/<id:pk>/", reference_tables.row, name="admin_register_row"
    ),
    path(
        "admin/registers/<slug:register>/<id:pk>/history/",
        reference_tables.history,
        name="admin_register_history",
    ),
]
