"""The addresses of the entrance, all behind /enter/."""

from django.urls import path

from amends.portals.entrance import views

urlpatterns = [
    path("", views.sign_in, name="sign_in"),
    path("words/", views.sign_in_with_words, name="sign_in_with_words"),
    path("invitation/", views.invitation, name="invitation"),
    path("out/", views.sign_out, name="sign_out"),
    path("out/everywhere/", views.sign_out_everywhere, name="sign_out_everywhere"),
    path("out/done/", views.signed_out, name="signed_out"),
    path("out/leave/", views.leave_page, name="leave_page"),
]
