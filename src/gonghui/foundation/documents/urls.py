from django.urls import path

from . import views
from .facts import views as facts

app_name = "documents"
urlpatterns = [
    path("<uuid:uid>", views.DocumentPage.as_view(), name="document"),
    path("facts/", facts.FactList.as_view(), name="facts"),
    path("facts/new", facts.NewFact.as_view(), name="new_fact"),
    path("facts/<str:number>", facts.FactRecord.as_view(), name="fact"),
    path("facts/<str:number>/confirmation", facts.Confirm.as_view(), name="fact_confirm"),
    path("facts/<str:number>/refusal", facts.Refuse.as_view(), name="fact_refuse"),
    path("facts/<str:number>/replacement", facts.Replace.as_view(), name="fact_replace"),
]
