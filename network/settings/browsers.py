"""What browsers are told; network/core/headers.py chooses between the two policies."""

from django.utils.csp import CSP

BROWSER_REPORTS_PATH = "/bao-cao-trinh-duyet/"
# From so many reports in two days on somebody must look; extensions of browsers cause a few.
BROWSER_REPORTS_WARNING = 50
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "media-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "worker-src": [CSP.SELF],
    "frame-src": ["https://www.youtube-nocookie.com"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    # What was stopped is told to network/core/browser_reports.py; the second is for older browsers.
    "report-to": ["csp"],
    "report-uri": [BROWSER_REPORTS_PATH],
}
# Wagtail's choosers, date fields and inline panels come with a <script> each, some of them in
# answers to later requests, where no nonce of the page reaches them. Handlers in attributes stay
# forbidden: those are what smuggled markup uses.
ADMIN_CSP = SECURE_CSP | {
    "script-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "script-src-attr": [CSP.NONE],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "frame-src": [CSP.SELF],
}
X_FRAME_OPTIONS = "DENY"
# Passkeys are made and used on the sign-in pages; a video may fill the screen.
SWITCHED_OFF = (
    "accelerometer camera display-capture geolocation gyroscope hid magnetometer "
    "microphone midi payment serial usb"
)
PERMISSIONS_POLICY = ", ".join(
    (
        *(f"{feature}=()" for feature in SWITCHED_OFF.split()),
        "publickey-credentials-create=(self)",
        "publickey-credentials-get=(self)",
    )
)
# The one host with the admin and the sign-in; "": any that is allowed.
ADMIN_HOST = ""
