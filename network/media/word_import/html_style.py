"""The little of CSS that decides what pasted HTML means: class rules and inline styles. Pure."""

import re
from typing import Any

_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_CLASS = re.compile(r"(?:[a-z0-9]+)?\.([\w-]+)$", re.IGNORECASE)
_ELEMENT = re.compile(r"[a-z]+[1-6]?$")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_MOST_CSS = 500_000
type Declarations = dict[str, str]


class StyleSheet:
    """The class rules of a `<style>` element, as Word and Excel write them."""

    def __init__(self, css: str) -> None:
        self.classes: dict[str, Declarations] = {}
        self.elements: dict[str, Declarations] = {}
        css = re.sub(
            r"/\*.*?\*/",
            "",
            css[:_MOST_CSS].replace("<!--", "").replace("-->", ""),
            flags=re.DOTALL,
        )
        for selectors, body in _RULE.findall(css):
            for selector in selectors.split(","):
                self._add(selector.strip(), declarations(body))

    def _add(self, selector: str, found: Declarations) -> None:
        if named := _CLASS.match(selector):
            self.classes.setdefault(named[1], {}).update(found)
        elif _ELEMENT.match(selector):
            self.elements.setdefault(selector, {}).update(found)

    def of(self, element: Any) -> Declarations:
        """Return what the element's tag, classes and own style declare."""
        found: Declarations = dict(self.elements.get(element.tag, {}))
        for name in (element.get("class") or "").split():
            found |= self.classes.get(name, {})
        return found | declarations(element.get("style") or "")


def declarations(style: str) -> Declarations:
    """Return the declarations of a style attribute or rule."""
    pairs = (each.partition(":") for each in style.split(";"))
    return {name.strip().lower(): value.strip() for name, _colon, value in pairs if value.strip()}


def first_font(family: str) -> str:
    """Return the first font of a font-family."""
    return family.split(",")[0].strip().strip("\"'")


def is_bold(weight: str) -> bool:
    """Return whether a font-weight is bold."""
    return weight in ("bold", "bolder") or (weight.isdigit() and int(weight) >= 600)
