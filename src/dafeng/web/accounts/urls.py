"""Addresses of people."""

from __future__ import annotations

from django.urls import path

from dafeng.web.accounts import employers, pages

urlpatterns = [
    path("", pages.me, name="me"),
    path("accept/<str:token>/", pages.accept, name="accept"),
    path("invitations/<int:invitation>/", pages.invited, name="invited"),
    path("<slug:slug>/", pages.people, name="people"),
    path("<slug:slug>/employers/", employers.employers, name="employers"),
    path("<slug:slug>/dismiss/", pages.dismiss, name="dismiss"),
    path("<slug:slug>/invitations/<int:invitation>/withdraw/", pages.withdraw, name="withdraw"),
]
