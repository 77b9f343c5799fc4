"""Addresses of the review."""

from django.urls import path

from . import views

app_name = "review"
urlpatterns = [path("reading", views.Reading.as_view(), name="reading")]
