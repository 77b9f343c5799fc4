from django.urls import path

from . import views
from .blanks import views as blanks
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
    path("forms/", blanks.Blanks.as_view(), name="blanks"),
    path("forms/<str:kind>/", blanks.BlankPage.as_view(), name="blank"),
    path("forms/<str:kind>/file", blanks.Download.as_view(), name="blank_file"),
    path("forms/<str:kind>/new", blanks.Upload.as_view(), name="new_template"),
    path("templates/<str:number>", blanks.TemplateRecord.as_view(), name="template"),
    path("templates/<str:number>/file", blanks.TemplateFile.as_view(), name="template_file"),
    path("templates/<str:number>/confirmation", blanks.Confirm.as_view(), name="template_confirm"),
    path("templates/<str:number>/refusal", blanks.Refuse.as_view(), name="template_refuse"),
    path("templates/<str:number>/withdrawal", blanks.Withdraw.as_view(), name="template_withdraw"),
]
