"""Addresses of the plan: plans and their steps, items, receipts, revisions, the board."""

from django.urls import path

from .views import board, items, plans, progress, receipts, revisions

app_name = "plan"
urlpatterns = [
    path("", plans.PlanList.as_view(), name="plans"),
    path("new", plans.NewPlan.as_view(), name="new"),
    path("board", board.Board.as_view(), name="board"),
    path("records/<str:code>", board.RecordsUntil.as_view(), name="records"),
    path("receipts/", receipts.ReceiptList.as_view(), name="receipts"),
    path("receipts/<str:number>", receipts.ReceiptRecord.as_view(), name="receipt"),
    path("receipts/<str:number>/receipt", receipts.Receive.as_view(), name="receipt_receive"),
    path("revisions/", revisions.RevisionList.as_view(), name="revisions"),
    path("revisions/<str:number>", revisions.RevisionRecord.as_view(), name="revision"),
    path("revisions/<str:number>/approval", revisions.ApproveRevision.as_view(), name="revision_approve"),
    path("revisions/<str:number>/refusal", revisions.RefuseRevision.as_view(), name="revision_refuse"),
    path("revisions/<str:number>/withdrawal", revisions.WithdrawRevision.as_view(), name="revision_withdraw"),
    path("items/<int:pk>", items.ItemPage.as_view(), name="item"),
    path("items/<int:pk>/fields", items.EditItem.as_view(), name="item_edit"),
    path("items/<int:pk>/targets", items.ShareOut.as_view(), name="item_share_out"),
    path("items/<int:pk>/removal", items.DropItem.as_view(), name="item_drop"),
    path("items/<int:pk>/revision", items.Revise.as_view(), name="item_revise"),
    path("items/<int:pk>/explanation", items.Explain.as_view(), name="item_explain"),
    path("plans/<str:number>", plans.PlanRecord.as_view(), name="plan"),
    path("plans/<str:number>/submission", plans.Submit.as_view(), name="submit"),
    path("plans/<str:number>/issue", plans.Issue.as_view(), name="issue"),
    path("plans/<str:number>/return", plans.SendBack.as_view(), name="send_back"),
    path("plans/<str:number>/withdrawal", plans.Withdraw.as_view(), name="withdraw"),
    path("plans/<str:number>/items/new", items.NewItem.as_view(), name="item_new"),
    path("plans/<str:number>/targets", plans.TargetsIn.as_view(), name="targets_in"),
    path("plans/<str:number>/workbook", plans.PlanOut.as_view(), name="out"),
    path("plans/<str:number>/progress", progress.Progress.as_view(), name="progress"),
]
