"""What was erased at somebody's will, so that a restored backup does not bring it back.

A row that is deleted leaves its table and its key, no content, in `core_erasure` and in a list
beside the backups. After a restore `migrate` erases what was erased since the backup was made. What
is erased because its time is over needs no such note: the nightly work erases it again.
"""
