"""Addresses of hardship aid: one resource a verb."""

from django.urls import path

from .views import application, files, grants, member, steps

app_name = "hardship"
urlpatterns = [
    path("", files.FileList.as_view(), name="files"),
    path("new", application.Begin.as_view(), name="begin"),
    path("mine", member.Mine.as_view(), name="mine_all"),
    path("mine/<str:number>", member.MyCase.as_view(), name="mine"),
    path("mine/<str:number>/submission", member.Submission.as_view(), name="my_submit"),
    path("mine/<str:number>/resubmission", member.Resubmission.as_view(), name="my_resubmit"),
    path("mine/<str:number>/withdrawal", member.Withdrawal.as_view(), name="my_withdraw"),
    path("grants/", grants.GrantList.as_view(), name="grants"),
    path("grants/<str:number>", grants.GrantRecord.as_view(), name="grant"),
    path("grants/<str:number>/check", grants.Check.as_view(), name="grant_check"),
    path("grants/<str:number>/approval", grants.Approval.as_view(), name="grant_grant"),
    path("grants/<str:number>/return", grants.Return.as_view(), name="grant_send_back"),
    path("grants/<str:number>/resubmission", grants.Resubmission.as_view(), name="grant_resubmit"),
    path("grants/<str:number>/refusal", grants.GrantRefusal.as_view(), name="grant_refuse"),
    path("grants/<str:number>/withdrawal", grants.Withdrawal.as_view(), name="grant_withdraw"),
    path("grants/<str:number>/reissue", grants.Reissue.as_view(), name="grant_reissue"),
    path("<str:number>", files.FileRecord.as_view(), name="file"),
    path("<str:number>/reveals/<str:what>", files.RevealPage.as_view(), name="reveal"),
    path("<str:number>/application/<str:part>", application.part, name="part"),
    path("<str:number>/application/household/new", application.Member.as_view(), name="new_member"),
    path("<str:number>/application/household/<int:pk>", application.Member.as_view(), name="member"),
    path("<str:number>/application/household/<int:pk>/removal", application.MemberRemoval.as_view(), name="removal"),
    path("<str:number>/submission", steps.Submission.as_view(), name="submit"),
    path("<str:number>/visit", steps.Visit.as_view(), name="visit"),
    path("<str:number>/comparison", steps.Comparison.as_view(), name="compare"),
    path("<str:number>/publication", steps.Publication.as_view(), name="publicise"),
    path("<str:number>/review", steps.Review.as_view(), name="review"),
    path("<str:number>/approval", steps.Approval.as_view(), name="approve"),
    path("<str:number>/grade-proposal", steps.GradeProposal.as_view(), name="propose_grade"),
    path("<str:number>/grade-confirmation", steps.GradeConfirmation.as_view(), name="confirm_grade"),
    path("<str:number>/return", steps.Return.as_view(), name="send_back"),
    path("<str:number>/resubmission", steps.Resubmission.as_view(), name="resubmit"),
    path("<str:number>/rejection", steps.Rejection.as_view(), name="reject"),
    path("<str:number>/withdrawal", member.Withdrawal.as_view(), name="withdraw"),
    path("<str:number>/correction", steps.Correction.as_view(), name="correct"),
    path("<str:number>/helper", steps.Helper.as_view(), name="pair"),
    path("<str:number>/grant", grants.Proposal.as_view(), name="propose"),
]
