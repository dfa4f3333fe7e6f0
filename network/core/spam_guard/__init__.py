"""What keeps machines and floods off the forms of citizens, without a foreign service.

A form derives from `forms.GuardedForm` and its template includes components/form_guard.html;
whoever carries it out asks `counting.record_attempt` first. No cookie and no session is needed:
nothing such a form does rests on who is signed in, so its view may be exempt from Django's CSRF
check.
"""
