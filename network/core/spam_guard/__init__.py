"""Protection of the public forms, and of sign-in, against machines and floods.

No foreign service is asked. A public form derives from `forms.GuardedForm` and its template
includes components/form_guard.html; its view calls `public_forms.limits.accept_submission` before
it stores anything. No cookie and no session is needed:
nothing such a form does rests on who is signed in, so its view may be exempt from Django's CSRF
check.
"""
