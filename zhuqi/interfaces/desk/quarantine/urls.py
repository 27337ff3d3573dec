"""Addresses of what was kept back."""

from django.urls import path

from zhuqi.interfaces.desk.quarantine import views

urlpatterns = [
    path("quarantine/", views.quarantine, name="quarantine"),
    path("quarantine/<id:pk>/", views.item, name="quarantined"),
    path("quarantine/<id:pk>/read/", views.read, name="quarantined_read"),
    path("quarantine/<id:pk>/release/", views.release, name="quarantined_release"),
    path("quarantine/<id:pk>/destroy/", views.destroy, name="quarantined_destroy"),
]
