"""The addresses of the officer's own pages."""

from django.urls import path

from .views import handing_over, home

app_name = "workbench"
urlpatterns = [
    path("", home.Home.as_view(), name="home"),
    path("hand-overs/", handing_over.Desks.as_view(), name="hand_overs"),
    path("hand-overs/<int:pk>", handing_over.Sheet.as_view(), name="hand_over_sheet"),
    path("hand-overs/desks/<int:pk>", handing_over.Arrangement.as_view(), name="hand_over"),
]
