"""The addresses that anybody may open."""

from django.urls import path

from amends.portals.public import views

urlpatterns = [
    path("", views.welcome, name="welcome"),
    path("money/", views.explore, name="explore"),
    path("money/claims/", views.claims, name="claims"),
    path("money/numbers/", views.numbers, name="numbers"),
    path("money/table.csv", views.table_csv, name="table_csv"),
    path("money/brief.pdf", views.brief_pdf, name="brief_pdf"),
]
