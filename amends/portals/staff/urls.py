"""Addresses behind /staff/. Whatever opens a case names it `case_id`, so that the look is recorded first."""

from django.urls import path

from amends.portals.staff import program, views

app_name = "staff"

urlpatterns = [
    path("", views.cases, name="cases"),
    path("phone/", views.by_phone, name="by_phone"),
    path("open/", views.open_by_number, name="open"),
    path("offers/<uuid:offer_id>/", views.offer, name="offer"),
    path("referrals/", views.referrals, name="referrals"),
    # A director reads of every case what the matrix calls `all`, and needs no look for it.
    path("program/", program.program, name="program"),
    path("program/people/", program.people, name="people"),
    path("program/people/<uuid:person_id>/", program.invite, name="invite_worker"),
    path("program/<uuid:of_case>/", program.case, name="program_case"),
    path("program/<uuid:of_case>/do/<slug:address>/", program.act, name="program_act"),
    path("<uuid:case_id>/", views.case, name="case"),
    path("<uuid:case_id>/history/", views.history, name="history"),
    path("<uuid:case_id>/people/", views.workers, name="workers"),
    path("<uuid:case_id>/memorandum/", views.memorandum, name="memorandum"),
    path("<uuid:case_id>/invite/", views.invite, name="invite"),
    path("<uuid:case_id>/do/<slug:address>/", views.act, name="act"),
    path("<uuid:case_id>/do/<slug:address>/<uuid:thing_id>/", views.act, name="act_about"),
]
