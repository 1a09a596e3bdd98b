"""Which address of a dossier leads where?"""

from __future__ import annotations

from django.urls import path

from dafeng.web.dossiers.pages import batches, home, outcomes, tables, uploads

_VERSION = "<slug:place>/v<int:number>"

urlpatterns = [
    path("", home.index, name="dossiers"),
    path("export.zip", batches.export, name="dossiers_export"),
    path("import/", batches.import_, name="dossiers_take"),
    path("import/<int:number>/", batches.imported, name="dossiers_import"),
    path("<slug:place>/", home.home, name="dossier"),
    path("<slug:place>/start/", home.start, name="dossier_start"),
    path("<slug:place>/upload/", uploads.upload, name="dossier_upload"),
    path("<slug:place>/jobs/<int:number>/", uploads.job, name="dossier_job"),
    path("<slug:place>/jobs/<int:number>/cancel/", uploads.cancel, name="dossier_job_cancel"),
    path("<slug:place>/jobs/<int:number>/again/", uploads.again, name="dossier_job_again"),
    path("<slug:place>/compare/", outcomes.compare, name="dossier_compare"),
    path("<slug:place>/compare/results/", outcomes.compare_results, name="dossier_compare_results"),
    path("<slug:place>/tables/<slug:table>/", tables.edit, name="dossier_table"),
    path("<slug:place>/tables/<slug:table>/check/", tables.check, name="dossier_table_check"),
    path("<slug:place>/tables/<slug:table>/settle/", tables.settle, name="dossier_table_settle"),
    path(f"{_VERSION}/", home.one, name="dossier_version"),
    path(f"{_VERSION}/take-up/", home.take_up, name="dossier_take_up"),
    path(f"{_VERSION}/convert/", home.convert, name="dossier_convert"),
    path(f"{_VERSION}/download/<slug:form>/", home.download, name="dossier_download"),
    path(f"{_VERSION}/tables/<slug:table>/", tables.read, name="dossier_version_table"),
    path(f"{_VERSION}/results/<slug:page>/", outcomes.result, name="dossier_result"),
    path(f"{_VERSION}/results/<slug:page>/compute/", outcomes.compute, name="dossier_compute"),
    path(f"{_VERSION}/trial/", outcomes.trial, name="dossier_trial"),
    path(f"{_VERSION}/preview/<slug:tongue>/", outcomes.preview, name="dossier_preview"),
    path(f"{_VERSION}/documents/<str:name>/", outcomes.document, name="dossier_document"),
]
