"""Template tags for the network's name and for headings."""

import re

from django import template
from django.conf import settings
from django.template.defaultfilters import stringfilter

# Two-syllable words in the names of agencies and situations.
_PAIRS = re.compile(
    r"\b(nhân dân|phụ nữ|liên hiệp|thanh niên|cộng sản|xã hội|gia đình|bảo hiểm|chính sách"
    r"|nông nghiệp|môi trường|khoa học|công nghệ|giáo dục|đào tạo|văn hóa|thể thao|du lịch"
    r"|dân tộc|tôn giáo|pháp luật|pháp lý|hành chính|việc làm|ma túy|bình đẳng|hòa giải)\b",
    re.IGNORECASE,
)
register = template.Library()


@register.simple_tag
def network_name() -> str:
    """Return the network's short name, as in mails and admin titles."""
    name: str = settings.WAGTAIL_SITE_NAME
    return name


@register.filter
@stringfilter
def bound(heading: str) -> str:
    """Return a heading with no-break spaces inside two-syllable words."""
    return _PAIRS.sub(lambda pair: pair[0].replace(" ", "\u00a0"), heading)
