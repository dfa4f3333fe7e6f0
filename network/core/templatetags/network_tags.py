"""What the network is called."""

import re

from django import template
from django.conf import settings
from django.template.defaultfilters import stringfilter

# Words of two syllables in the names of agencies and situations.
_PAIRS = re.compile(
    r"\b(nhân dân|phụ nữ|liên hiệp|thanh niên|cộng sản|xã hội|gia đình|bảo hiểm|chính sách"
    r"|nông nghiệp|môi trường|khoa học|công nghệ|giáo dục|đào tạo|văn hóa|thể thao|du lịch"
    r"|dân tộc|tôn giáo|pháp luật|pháp lý|hành chính|việc làm|ma túy|bình đẳng|hòa giải)\b",
    re.IGNORECASE,
)
register = template.Library()


@register.simple_tag
def network_name() -> str:
    """Return the short name, as mails and titles of the admin bear it."""
    name: str = settings.WAGTAIL_SITE_NAME
    return name


@register.filter
@stringfilter
def bound(heading: str) -> str:
    """Return a heading whose words of two syllables are not parted at the end of a line."""
    return _PAIRS.sub(lambda pair: pair[0].replace(" ", "\u00a0"), heading)
