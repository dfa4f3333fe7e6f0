"""URL polled by the editor of a material while files are processed, under /admin/tep-doc/."""

from django.urls import path

from .admin_views import files_state

app_name = "material_files"
urlpatterns = [path("<int:page_id>/", files_state, name="state")]
