"""Checks of the running system: database, worker, queues, disk, backup and so on.

The screen "Tình trạng hệ thống", the alerts, `/suc-khoe/` and the metrics all show what these
checks return. To add a check:

1. Write a function that takes `now` and returns a SystemFinding of `findings.py`, in the room that
   owns what is checked::

       def check_disk(now: dt.datetime) -> SystemFinding | None:
           used = used_percent()
           figures = {"used_percent": used}
           value = _("%(percent)d %% used") % {"percent": used}
           if used < 85:
               return good(value, figures=figures)
           return failing(
               value,
               what=_("The disk of the uploaded files is nearly full."),
               to_do=_("Delete old backups, or ask for a larger disk."),
               figures=figures,
           )

   `value` is the short result in the list, `what` one sentence that says what is wrong and for
   whom, `to_do` one sentence that says what to do now. A good finding needs only `value`. None
   means that the check does not apply to this installation; then it is shown nowhere.
2. Register it in the room's `registrations.register` (in CoreConfig.ready() for network.core)::

       SYSTEM_CHECKS.register({"disk": SystemCheck(_lazy("Disk"), check_disk)})

   The key names the check in metrics and in the alerts' state; do not rename it.
3. Test it with the system in a good and in a bad state. Alerts, screen and metrics need no code.

A check runs every minute and with each view of the screen, so it answers within a second, with a
fixed number of queries and without personal data. It does not catch errors: `run_checks` turns an
error into a failing finding. A check that works while the database is away says so with
`SystemCheck(..., needs_database=False)`.

What runs seldom (a backup, a nightly verification) stores its result with `records.record_result`,
and the check reads it with `records.latest_result` and complains if it is too old.
"""
