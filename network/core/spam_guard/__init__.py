"""Protection of public forms and of the login against bots and floods.

No external service is used. A public form derives from `forms.GuardedForm` and its template
includes components/form_guard.html; its view calls `public_forms.limits.accept_submission` before
it stores anything. No cookie and no session is needed: such a form never depends on the signed-in
user, so its view may be exempt from Django's CSRF check.
"""
