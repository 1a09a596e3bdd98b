"""Addresses of the record."""

from __future__ import annotations

from django.urls import path

from dafeng.web.programmes.pages import record

urlpatterns = [
    path("", record.record, name="record"),
    path("heads/", record.heads, name="heads"),
    path("head/", record.head, name="head"),
    path("log/", record.whole_log, name="whole_log"),
    path("receipts/<int:number>/", record.receipt, name="receipt"),
]
