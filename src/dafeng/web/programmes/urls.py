"""Addresses of running batches."""

from __future__ import annotations

from django.urls import path

from dafeng.web.programmes.pages import (
    announcing,
    batches,
    beginning,
    cases,
    experts,
    opening,
    reviewing,
    steps,
)

urlpatterns = [
    path("", batches.batches, name="batches"),
    path("start/", opening.start, name="start"),
    path("<slug:slug>/", batches.batch, name="batch"),
    path("<slug:slug>/queue/", batches.waiting, name="queue"),
    path("<slug:slug>/experts/", experts.experts, name="experts"),
    path("<slug:slug>/list.xlsx", batches.list_xlsx, name="list_xlsx"),
    path("<slug:slug>/list.docx", batches.list_docx, name="list_docx"),
    path("<slug:slug>/calendar/", announcing.announce, name="announce"),
    path("<slug:slug>/begin/", beginning.begin, name="begin"),
    path("<slug:slug>/steps/<slug:step>/", steps.batch_step, name="batch_step"),
    path("<slug:slug>/steps/<slug:step>/sign/", steps.batch_sign, name="batch_sign"),
    path("<slug:slug>/steps/<slug:step>/drop/", steps.batch_drop, name="batch_drop"),
    path("<slug:slug>/cases/<slug:case>/", cases.case, name="case"),
    path("<slug:slug>/cases/<slug:case>/conflict/", cases.declare, name="declare"),
    path("<slug:slug>/cases/<slug:case>/review/", reviewing.desk_of_case, name="desk_of_case"),
    path("<slug:slug>/cases/<slug:case>/comments/", reviewing.comment, name="comment"),
    path("<slug:slug>/cases/<slug:case>/answers/", reviewing.answer, name="answer"),
    path("<slug:slug>/cases/<slug:case>/points/", reviewing.score, name="score"),
    path("<slug:slug>/cases/<slug:case>/experts/", reviewing.assign, name="assign"),
    path("<slug:slug>/cases/<slug:case>/experts/release/", reviewing.release, name="release"),
    path("<slug:slug>/cases/<slug:case>/files/<slug:sha256>/", cases.file, name="case_file"),
    path("<slug:slug>/cases/<slug:case>/steps/<slug:step>/", steps.case_step, name="case_step"),
    path(
        "<slug:slug>/cases/<slug:case>/steps/<slug:step>/sign/", steps.case_sign, name="case_sign"
    ),
    path(
        "<slug:slug>/cases/<slug:case>/steps/<slug:step>/drop/", steps.case_drop, name="case_drop"
    ),
]
