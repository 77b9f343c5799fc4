"""The address of the officer's first page."""

from django.urls import path

from . import views

app_name = "workbench"
urlpatterns = [path("", views.Home.as_view(), name="home")]
