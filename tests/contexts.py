"""Keep of each answer the context of its pages, not of every part of them.

Django's test client copies the context of each template that is rendered: of a page with its icons,
fields and cells some hundred copies, a fifth of the CPU time of a request. Tests look into the
context of the page alone.
"""

import threading
from copy import copy
from typing import Any

import pytest
from django.template.base import Template
from django.test import client
from django.test.signals import template_rendered
from django.test.utils import ContextList

# Of each thread: a live server answers in threads of its own.
RENDERING = threading.local()


def render_and_signal(template: Template, context: Any) -> str:
    """Render a template as Django's instrumented one does, and note whether it is part of another.

    Receivers of `template_rendered` hear of every template all the same.
    """
    is_part = getattr(RENDERING, "is_part", False)
    template_rendered.send(sender=template, template=template, context=context)
    RENDERING.is_part = True
    try:
        return template.nodelist.render(context)
    finally:
        RENDERING.is_part = is_part


def store_outer_context(
    store: dict[str, Any], signal: Any, sender: Any, template: Template, context: Any, **more: Any
) -> None:
    """Store every template for `answer.templates`, but for `answer.context` only whole pages."""
    store.setdefault("templates", []).append(template)
    contexts = store.setdefault("context", ContextList())
    if not getattr(RENDERING, "is_part", False):
        contexts.append(copy(context))


@pytest.fixture(scope="session", autouse=True)
def outer_contexts_alone(django_test_environment: None) -> Any:
    """Let all clients of the run store outer contexts alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", render_and_signal)
        patch.setattr(client, "store_rendered_templates", store_outer_context)
        yield
