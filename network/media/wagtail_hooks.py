"""What Wagtail's own screens of pictures and files must know."""

from wagtail.documents.views.multiple import DeleteView as DocumentDeleteView
from wagtail.images.views.multiple import DeleteView as ImageDeleteView

from .multiple import delete_unless_used

# Wagtail registers no viewset for these screens that could be replaced.
ImageDeleteView.post = DocumentDeleteView.post = delete_unless_used
