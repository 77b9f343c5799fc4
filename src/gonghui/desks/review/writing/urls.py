"""Addresses of the written review."""

from django.urls import path, re_path

from .views import paper, reviews, words

urlpatterns = [
    path("", reviews.ReviewList.as_view(), name="reviews"),
    path("new", reviews.NewReview.as_view(), name="review_new"),
    path("<str:number>", reviews.ReviewRecord.as_view(), name="review"),
    path("<str:number>/text", paper.Text.as_view(), name="review_text"),
    re_path(r"^(?P<number>[^/]+)/file\.(?P<kind>docx|pdf|html)$", paper.File.as_view(), name="review_file"),
    path("<str:number>/editions/<int:edition>", words.EditionText.as_view(), name="review_edition"),
    path("<str:number>/sections/new", words.EditSection.as_view(), name="review_section_new"),
    path("<str:number>/sections/new/preview", words.Preview.as_view(), name="review_preview_new"),
    path("<str:number>/sections/<int:place>", words.EditSection.as_view(), name="review_section"),
    path("<str:number>/sections/<int:place>/preview", words.Preview.as_view(), name="review_preview"),
    path("<str:number>/submission", reviews.Submit.as_view(), name="review_submit"),
    path("<str:number>/check", reviews.Check.as_view(), name="review_check"),
    path("<str:number>/publication", reviews.Publish.as_view(), name="review_publish"),
    path("<str:number>/return", reviews.SendBack.as_view(), name="review_send_back"),
    path("<str:number>/return-checked", reviews.SendBackChecked.as_view(), name="review_send_back_checked"),
    path("<str:number>/withdrawal", reviews.Withdraw.as_view(), name="review_withdraw"),
]
