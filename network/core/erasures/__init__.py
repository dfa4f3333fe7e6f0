"""Record of erasures on request, so that a restored backup does not bring the data back.

A deleted row leaves its label and key, without content, in `core_erasure` and in a list beside the
backups. After a restore, `migrate` repeats all erasures since the backup. Data erased at the end of
a retention time needs no record: the nightly jobs erase it again.
"""
