"""Addresses of service days, within the portal's own."""

from django.urls import path

from zhuqi.interfaces.portal.service_days import views

urlpatterns = [
    path("service-days/", views.service_days, name="service_days"),
    path("service-days/<id:pk>/", views.service_day, name="service_day"),
]
