"""URLs of the screens for posts, under /admin/bai-dang-mang-xa-hoi/."""

from django.urls import path

from . import delegating, views

app_name = "channels_posts"
urlpatterns = [
    *views.PostsView.paths(),
    *views.TextsView.paths("chon-bai/"),
    path("bai/<int:page_id>/", views.PostDraftsView.as_view(), name="kit"),
    path("<int:post_id>/", views.PostView.as_view(), name="post"),
    path("<int:post_id>/da-go/", views.RemoveView.as_view(), name="remove"),
    path("<int:post_id>/giao/", delegating.DelegatePostView.as_view(), name="delegate"),
]
