"""Addresses of the figures; unit and period are asked for in the query: ?unit=341524&period=2021-03."""

from django.urls import path

from .views import pages

app_name = "figures"
urlpatterns = [
    path("", pages.Overview.as_view(), name="overview"),
    path("<str:code>", pages.FigurePage.as_view(), name="figure"),
    path("<str:code>/records", pages.Records.as_view(), name="records"),
]
