"""URLs of the figures of materials, under /admin/so-lieu-tai-lieu/."""

from .views import MaterialsView

app_name = "material_figures"
urlpatterns = MaterialsView.paths()
