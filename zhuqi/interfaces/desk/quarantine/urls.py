"""Addresses of what was kept back."""

from django.urls import path

from zhuqi.interfaces.desk.quarantine import views

urlpatterns = [
    path("quarantine/", views.quarantine, name="quarantine"),
    path("quarantine/<int:pk>/", views.item, name="quarantined"),
    path("quarantine/<int:pk>/read/", views.read, name="quarantined_read"),
    path("quarantine/<int:pk>/release/", views.release, name="quarantined_release"),
    path("quarantine/<int:pk>/destroy/", views.destroy, name="quarantined_destroy"),
]
