"""Addresses behind /staff/. Whatever opens a case names it `case_id`, so that the look is recorded first."""

from django.urls import path

from amends.portals.staff import money, program, views

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
    path("program/money/", money.overview, name="money"),
    path("program/money/open/", money.open_fund, name="money_open"),
    path("program/money/sheets/", money.sheets, name="money_sheets"),
    path("program/money/books.<slug:kind>", money.sheet, name="money_sheet"),
    path("program/money/requests/<uuid:request_id>/", money.answer, name="money_answer"),
    path("program/money/entries/<uuid:entry_id>/<slug:address>/", money.entry_act, name="money_entry_act"),
    path("program/money/lines/<uuid:line_id>/undo/", money.line_act, name="money_line_act"),
    path("program/money/<uuid:fund_id>/", money.fund, name="money_fund"),
    path("program/money/<uuid:fund_id>/<slug:address>/", money.fund_act, name="money_fund_act"),
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
