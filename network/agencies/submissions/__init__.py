"""Submissions of citizens without an account: public pages, erasure, succession.

Used by questions, problem reports, rights requests and reports of fake pages. Codes and limits are
in `network.core.public_forms`.
"""
