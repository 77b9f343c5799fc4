from django.urls import path

from . import views
from .blanks import views as blanks
from .exports import views as exports
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
    path("exports/", exports.ExportList.as_view(), name="exports"),
    path("exports/new/<str:kind>", exports.Ask.as_view(), name="export_ask"),
    path("exports/<str:number>", exports.ExportRecord.as_view(), name="export"),
    path("exports/<str:number>/approval", exports.Approve.as_view(), name="export_approve"),
    path("exports/<str:number>/refusal", exports.Refuse.as_view(), name="export_refuse"),
    path("exports/<str:number>/withdrawal", exports.Withdraw.as_view(), name="export_withdraw"),
    path("exports/<str:number>/file", exports.Download.as_view(), name="export_file"),
]
