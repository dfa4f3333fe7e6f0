"""Scheduled backups (docs/adr/0069-scheduled-backups.md); where and with which key, from the
environment.
"""

import os

# Where the scheduled backups lie; "": there are none.
BACKUP_DIR = os.environ.get("BACKUP_DIR") or ""
# Encrypts them; former keys, separated by commas, open older backups.
BACKUP_KEY = os.environ.get("BACKUP_KEY") or ""
BACKUP_KEY_FALLBACKS = list(filter(None, os.environ.get("BACKUP_KEY_FALLBACKS", "").split(",")))
# The newest backup of each of so many days, weeks and months is kept.
BACKUP_KEEP = {"daily": 7, "weekly": 4, "monthly": 12}
# From this hour on, the backup of the day is due; after so many days a rehearsal is.
BACKUP_HOUR = 2
BACKUP_REHEARSAL_DAYS = 30
# Copies the folder of backups to another machine: "restic backup {folder}" or
# "rclone copy {folder} remote:pbgdpl"; what the program needs it finds in its environment.
BACKUP_COPY_COMMAND = os.environ.get("BACKUP_COPY_COMMAND") or ""
# Longer than the oldest backup is kept: so long it is noted what must not come back.
ERASURES_KEEP_DAYS = 400
# So long a confirmation counts that the key is kept on paper.
BACKUP_KEY_CONFIRM_DAYS = 365
# At the sight of this file the proxy shows the maintenance page; "": none looks for it.
MAINTENANCE_FILE = os.environ.get("MAINTENANCE_FILE") or ""
# Names of what no backup holds.
KEYS_TO_KEEP = {
    "BACKUP_KEY": "opens this backup, as BACKUP_KEY_FALLBACKS the older ones; else nothing does",
    "SECRET_KEY": "opens second factors, signs links, as SECRET_KEY_FALLBACKS; else all enrol anew",
    "DATABASE_URL": "address and password of the database (in compose: APPLICATION_PASSWORD)",
    "DATABASE_OWNER_URL": "the same for the owner of the tables (in compose: POSTGRES_PASSWORD)",
    "SMTP_PASSWORD": "password of the mail server, where there is one",
}
