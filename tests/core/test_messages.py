"""Every message of our own has its Vietnamese."""

from django.core.management import call_command

from network.core.messages import own_messages


def test_no_message_is_missing_or_left_over():
    call_command("update_messages", check=True)


def test_messages_are_found_in_code_and_in_templates(tmp_path):
    (tmp_path / "sites").mkdir()
    (tmp_path / "templates").mkdir()
    (tmp_path / "sites" / "a.py").write_text('x = _("One")\ny = ngettext("Two", "Twos", n)\n')
    (tmp_path / "templates" / "a.html").write_text(
        '{% load i18n %}{% translate "Three" %}{% blocktranslate count n=n %}{{ n }} four'
        "{% plural %}{{ n }} fours{% endblocktranslate %}"
    )
    assert own_messages(tmp_path) == {
        "One",
        ("Two", "Twos"),
        "Three",
        ("%(n)s four", "%(n)s fours"),
    }
