"""Addresses of a worker's own pages."""

from django.urls import path

from . import views

app_name = "portal"
urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("me", views.Me.as_view(), name="me"),
]
