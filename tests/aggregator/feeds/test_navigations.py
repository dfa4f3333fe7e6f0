"""Where the scripts of a page lead its readers: read, not run."""

import base64
from urllib.parse import quote

import pytest

from aggregator.feeds.html import read_page
from aggregator.feeds.navigations import find_navigations

BAD = "https://casino.bet/x"
GO = f'location.href="{BAD}"'
NUMBERS = ",".join(str(ord(each)) for each in BAD)
HEX = "".join(f"\\x{ord(each):02x}" for each in BAD)
JOINED = ",".join(f"'{each}'" for each in BAD)

LEADING = [
    f"window.location.href='{BAD}'",
    f"setTimeout(function(){{top.location = `{BAD}`}}, 500)",
    f"document.location.replace('{BAD}')",
    f"self.location.assign( '{BAD}' );",
    f"window.open('{BAD}', '_self')",
    f"$(location).attr('href', '{BAD}')",
    f"navigation.navigate('{BAD}')",
    f"window['loc' + 'ation']['hr' + 'ef'] = '{BAD}'",
    "location.href='ht' + 'tps:' + '//' + \"casino\" + '.bet'",
    "var a = 'https://cas', b = 'ino.bet';\nlocation = a + b + '/?r=' + document.referrer",
    f"const to = '{BAD}'; if (innerWidth < 800) location.replace(to);",
    "location.href='/\\\\casino.bet/'",
    "location.href='https:\\/\\/casino.bet'",
    "location.href='https:casino.bet'",
    f"location/**/.href='{BAD}'",
    f"var l = window.location; l.href = '{BAD}'",
    f"function di(u) {{ location.href = u }}\ndi('{BAD}')",
    f"(function (u) {{ location = u }})('{BAD}')",
    "const h = 'casino.bet'; location = `https://${h}/x`",
    "const h = 'casino'; location = `https://${'casino'}.bet/x`",
    f"const {{location: l}} = window; l.href = '{BAD}'",
    f"location.href='{HEX}'",
    f"location.href=String.fromCharCode({NUMBERS})",
    f"location.href=[{JOINED}].join('')",
    f"location.href='{BAD[::-1]}'.split('').reverse().join('')",
    f"location.href=atob('{base64.b64encode(BAD.encode()).decode()}')",
    f"location.href=unescape('{quote(BAD)}')",
    f"eval(atob('{base64.b64encode(GO.encode()).decode()}'))",
    f"eval(unescape('{quote(GO)}'))",
    f'document.write(\'<meta http-equiv="refresh" content="0;url={BAD}">\')',
    f"var a = document.createElement('a'); a.href = '{BAD}'; a.click()",
    f"var f = document.createElement('form'); f.action = '{BAD}'; f.submit()",
    f"f.setAttribute('action', '{BAD}'); f.requestSubmit()",
    f'document.body.innerHTML = \'<iframe src="{BAD}" style="height:100vh"></iframe>\'',
]
HIDING = [
    "location.href = atob(document.body.dataset.x)",
    "var u = n.map(function (c) {return String.fromCharCode(c)}).join(''); location = u",
    "for (const c of n) s += String.fromCharCode(c ^ 7);\nlocation.replace(s)",
    "location.href = s.split('').reverse().join('')",
    "self.location = decodeURIComponent(k)",
    "eval(function(p,a,c,k,e,d){return p}('0.1=2',3,3,'location|href|x'.split('|'),0,{}))",
    "for(var i=0,s='';i<k.length;i++)s+=String.fromCharCode(k[i]^7);eval(s)",
    "var _0x1a2b=['a'];(function(_0x3c4d,_0x5e6f){_0x3c4d[_0x5e6f]=_0x1a2b})(_0x1a2b,_0x3c4d)",
]
HONEST = [
    "window.open('https://www.facebook.com/sharer/sharer.php?u=' + location.href)",
    "location.href = 'https://zalo.me/share?u=' + encodeURIComponent(location.href)",
    "function tim() { location.href = '/tim-kiem?q=' + q.value }",
    "select.onchange = function () { window.location = this.value }",
    "if (location.href == 'https://casino.bet') { dem() }",
    "var home = 'https://www.w3.org/'; location.reload()",
    "// location.href = 'https://old.example.com'",
    'document.write(unescape("%3Cscript src=\'" + host + "ga.js\'%3E%3C/script%3E"))',
    "a.href = 'https://fonts.googleapis.com/css'; $('.menu').click(function () { open() })",
    "location.href = 'https://' + location.host + '/tin'",
    "location.href = `https://${location.host}/tin`",
    "function di(u) { location = u }\nfetch('https://api.example.com/')",
    "location = 'https://[x'",
    "location.href = 'mailto:stp@gialai.gov.vn'",
    "var k = String.fromCharCode(e.which);\nfield.onchange = function () {location = this.value}",
    "f.action = '/tim-kiem'; f.submit()",
]
# Elements, with the host that they show or send to by themselves.
ELEMENTS = [
    ("<form action='//x.bet/go'></form><script>document.forms[0].submit()</script>", "x.bet"),
    ("<form action='//x.bet'><input type=submit id=b></form><script>b.click()</script>", "x.bet"),
    ("<form action='//x.bet'></form><img onerror='document.forms[0].submit()'>", "x.bet"),
    ("<iframe style='position: fixed; inset: 0' src='https://x.bet/'></iframe>", "x.bet"),
    ("<iframe style='width:100vw' src='//x.bet'></iframe>", "x.bet"),
    ("<form action='//x.bet/letters'><button>Gửi</button></form>", None),
    ("<form action='//google.com/search'></form><script>theForm.submit()</script>", None),
    ("<iframe style='position:absolute;height:100%' src='//player.example.com'></iframe>", None),
    ("<iframe style='position:fixed' src='/quang-cao.html'></iframe>", None),
    ("<iframe style='position:fixed'></iframe>", None),
]


def navigations(html: str):
    return find_navigations(read_page(f"<!doctype html><h1>Tin</h1>{html}".encode(), "text/html"))


@pytest.mark.parametrize("script", LEADING)
def test_a_script_that_leads_away_is_found(script):
    found = navigations(f"<script>{script}</script>")
    assert found.leads + found.opens == ("//casino.bet",)


@pytest.mark.parametrize(("html", "host"), ELEMENTS)
def test_forms_and_frames_are_followed_where_no_click_is_needed(html, host):
    assert navigations(html).opens == ((f"//{host}",) if host else ())


@pytest.mark.parametrize("event", ["onload", "onerror", "onmousemove"])
def test_so_is_one_in_a_handler(event):
    assert navigations(f"<img src=x {event}=\"location='{BAD}'\">").leads == ("//casino.bet",)


@pytest.mark.parametrize("script", HIDING)
def test_a_script_that_hides_what_it_does_is_reported(script):
    assert navigations(f"<script>{script}</script>").hides


def test_so_is_one_in_an_address():
    assert navigations("<script src='data:text/javascript;base64,AAAA'></script>").hides


@pytest.mark.parametrize("script", HONEST)
def test_what_portals_do_leads_nowhere(script):
    found = navigations(f"<script>{script}</script>")
    assert (found.leads, found.opens, found.hides) == ((), (), False)


PIECES = ["/*", '"', "location=", "['a',", "open(", "\\x", "_0x1", "${", 'f("//a', "function "]
MORE_PIECES = ["<iframe ", "a=", ".action=", "fromCharCode "]


@pytest.mark.parametrize("piece", PIECES + MORE_PIECES)
def test_a_hostile_script_is_read_in_linear_time(piece):
    """Without bounds in the patterns this takes hours."""
    navigations(f"<script>{piece * 100_000}</script>")
