"""Addresses of money: one resource a verb."""

from django.urls import path

from .views import batches, limits, payments

app_name = "funds"
urlpatterns = [
    path("", batches.BatchList.as_view(), name="batches"),
    path("new", batches.Prepare.as_view(), name="prepare"),
    path("payments", payments.PaymentList.as_view(), name="payments"),
    path("payments/<uuid:uid>", payments.PaymentRecord.as_view(), name="payment"),
    path("payments/<uuid:uid>/cancellation", payments.CancelPayment.as_view(), name="cancel_payment"),
    path("payments/<uuid:uid>/reveals/card", payments.RevealCard.as_view(), name="reveal"),
    path("limits", limits.LimitList.as_view(), name="limits"),
    path("limits/new", limits.Propose.as_view(), name="propose_limit"),
    path("limits/<str:number>", limits.LimitRecord.as_view(), name="limit"),
    path("limits/<str:number>/confirmation", limits.Confirm.as_view(), name="limit_confirm"),
    path("limits/<str:number>/refusal", limits.Refuse.as_view(), name="limit_refuse"),
    path("<str:number>", batches.BatchRecord.as_view(), name="batch"),
    path("<str:number>/check", batches.Check.as_view(), name="check"),
    path("<str:number>/authorisation", batches.Authorise.as_view(), name="authorise"),
    path("<str:number>/return", batches.SendBack.as_view(), name="send_back"),
    path("<str:number>/cancellation", batches.Cancel.as_view(), name="cancel"),
    path("<str:number>/bank-file", batches.BankFile.as_view(), name="bank_file"),
    path("<str:number>/totals", batches.TotalsFile.as_view(), name="totals_file"),
    path("<str:number>/bank-returns", batches.ImportReturn.as_view(), name="import_return"),
]
