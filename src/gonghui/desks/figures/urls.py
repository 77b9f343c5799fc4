"""Addresses of the figures; unit and period are asked for in the query: ?unit=341524&period=2021-03."""

from django.urls import path

from . import views

app_name = "figures"
urlpatterns = [
    path("", views.Overview.as_view(), name="overview"),
    path("<str:code>", views.FigurePage.as_view(), name="figure"),
    path("<str:code>/records", views.Records.as_view(), name="records"),
]
