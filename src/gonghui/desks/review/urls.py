"""Addresses of the review."""

from django.urls import include, path

from .views import choices, reading

app_name = "review"
urlpatterns = [
    path("reading", reading.Reading.as_view(), name="reading"),
    path("reading/choice", reading.Choosing.as_view(), name="choose"),
    path("choices/", choices.ChoiceList.as_view(), name="choices"),
    path("choices/<int:pk>/revocation", choices.Revoke.as_view(), name="revoke"),
    path("years/", include("gonghui.desks.review.writing.urls")),
]
