"""What machines read cannot break out of the script it stands in."""

import json

from network.core.json_ld import script_text


def test_no_title_ends_the_script():
    title = '</script><script>alert("1")</script> <!-- & đất'
    text = script_text({"headline": title, "image": "", "about": []})
    assert not set("<>&") & set(text)
    assert json.loads(text) == {"headline": title}
